// SPDX-License-Identifier: Apache-2.0
// The newest blocks, and what is spoken of in them.
import { add, el, route, svg } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import { card, idLink, subjects, transactionList } from './parts.mjs';

const shownBlocks = 50;
const shownTransactions = 50;
const spokenOf = {
  bill: 'Bills',
  loan: 'Loans',
  consent: 'Consents',
  match: 'Matches',
  party: 'Parties',
};

/** One bar for each block; the table below says the same in words. */
function bars(blocks) {
  const highest = Math.max(1, ...blocks.map((block) => block.transactions.length));
  const width = 12;
  const height = 64;
  return svg(
    'svg',
    {
      class: 'bars',
      viewBox: `0 0 ${shownBlocks * width} ${height}`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    blocks.map((block, i) => {
      const x = (shownBlocks - blocks.length + i) * width;
      const all = Math.max(2, (block.transactions.length / highest) * height);
      const bad =
        (block.transactions.filter((one) => one.status !== 'VALID').length / highest) * height;
      return [
        svg('rect', { x, y: height - all, width: width - 3, height: all, rx: 1, class: 'bar' }),
        bad > 0 &&
          svg('rect', {
            x,
            y: height - bad,
            width: width - 3,
            height: bad,
            rx: 1,
            class: 'bar bad',
          }),
      ];
    }),
  );
}

function tile(name, value, note) {
  return el(
    'div',
    { class: 'tile' },
    el('dt', null, name),
    el('dd', null, value, note && el('small', null, note)),
  );
}

function tiles(status, blocks, transactions) {
  const invalid = transactions.filter((one) => one.status !== 'VALID').length;
  const behind =
    status.newest === null
      ? status.newestAtStart - status.from + 1
      : status.newestAtStart - status.newest;
  return el(
    'dl',
    { class: 'tiles' },
    tile('Blocks', status.newest === null ? '—' : (status.newest + 1).toLocaleString('en')),
    tile(
      'In the last ' + words.count(blocks.length, 'block', 'blocks'),
      words.count(transactions.length, 'transaction', 'transactions'),
      invalid > 0 ? `${invalid} without effect` : 'all valid',
    ),
    behind > 0
      ? tile('Reading', words.count(behind, 'block', 'blocks'), 'to go before search is complete')
      : tile(
          'Searchable',
          status.indexedFrom === null ? '—' : `from block ${status.indexedFrom}`,
          status.dropped
            ? 'older ones were dropped: too many ids'
            : words.count(status.references, 'reference', 'references'),
        ),
  );
}

function directory(transactions) {
  const found = {};
  for (const { id, kind } of transactions.flatMap(subjects))
    if (kind in spokenOf) (found[kind] ??= new Set()).add(id);
  const kinds = Object.keys(spokenOf).filter((kind) => found[kind]);
  if (kinds.length === 0) return null;
  return card(
    'Spoken of in these blocks',
    el(
      'dl',
      { class: 'directory' },
      kinds.map((kind) =>
        el(
          'div',
          null,
          el('dt', null, spokenOf[kind]),
          el(
            'dd',
            null,
            [...found[kind]].slice(0, 30).map((id) => [idLink(kind, id), ' ']),
          ),
        ),
      ),
    ),
  );
}

export async function overview() {
  const status = await api.status();
  const newest = status.newest ?? 0;
  const { blocks } = await api.blocks({ from: Math.max(0, newest - shownBlocks + 1) });
  const transactions = blocks
    .flatMap((block) => block.transactions.map((one) => ({ ...one, block: block.number })))
    .reverse();
  return {
    title: 'Ledger',
    heading: `Ledger of channel ${status.channel}`,
    body: [
      tiles(status, blocks, transactions),
      card(
        'Transactions per block',
        bars(blocks),
        el(
          'p',
          { class: 'note' },
          blocks.length === 0
            ? 'No block has come yet.'
            : `Blocks ${blocks[0].number} to ${blocks.at(-1).number}, the newest at the right.`,
        ),
      ),
      directory(transactions),
      card('Newest transactions', transactionList(transactions.slice(0, shownTransactions))),
    ],
    concerns: () => true,
  };
}

export async function block(text) {
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text)) throw new api.Refusal(404, `There is no block ${text}.`);
  const { blocks, newest } = await api.blocks({ from: number, to: number + 1 });
  const found = blocks[0];
  if (!found)
    throw new api.Refusal(404, `There is no block ${number} yet: the newest is ${newest}.`);
  const next = blocks[1];
  const pages = el(
    'nav',
    { class: 'pages', 'aria-label': 'Blocks' },
    number > 0 && el('a', { href: route('block', number - 1) }, `← Block ${number - 1}`),
    next && el('a', { href: route('block', number + 1) }, `Block ${number + 1} →`),
  );
  const hash = (value) =>
    value ? el('span', { class: 'hash' }, value) : el('span', { class: 'none' }, '—');
  return {
    title: `Block ${number}`,
    heading: `Block ${number}`,
    body: [
      card(
        'Header',
        add(
          el('dl', { class: 'facts' }),
          [
            [
              'Hash of this header',
              next
                ? hash(next.previousHash)
                : el('span', { class: 'none' }, 'told by the next block'),
            ],
            ['Hash of the header before', hash(found.previousHash)],
            ['Hash of the transactions', hash(found.dataHash)],
          ].map(([name, value]) => el('div', null, el('dt', null, name), el('dd', null, value))),
        ),
      ),
      card(
        words.count(found.transactions.length, 'transaction', 'transactions'),
        transactionList(found.transactions.map((one) => ({ ...one, block: number }))),
      ),
      pages,
    ],
    concerns: (block) => !next && block.number === number + 1,
  };
}
