// SPDX-License-Identifier: Apache-2.0
// One transaction: who, what, and what it read and wrote.
import { el, route } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import { badge, card, facts, idLink, table, timeOf, tree, verdict } from './parts.mjs';

function keyText(key) {
  return el(
    'span',
    { class: 'key' },
    Array.isArray(key) ? key.join(' / ') : typeof key === 'string' ? key : JSON.stringify(key),
  );
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Who must endorse what changes the key next. */
function policy({ policy: asked }) {
  const says =
    asked === null
      ? 'what the policy of the chaincode asks for'
      : typeof asked === 'string'
        ? el('code', null, asked)
        : 'what nobody can meet: the policy cannot be read';
  return el('p', null, 'From now on a change needs ', says, '.');
}

/** What changed, member by member; the whole value where there was none before. */
function change(write) {
  if ('policy' in write) return policy(write);
  if (write.delete) return el('p', null, badge('', 'deleted', 'bad'));
  if (!isRecord(write.value)) return el('div', null, tree(write.value));
  if (!isRecord(write.before)) {
    return [write.before === null && el('p', null, badge('', 'new', 'good')), tree(write.value)];
  }
  const names = [...new Set([...Object.keys(write.before), ...Object.keys(write.value)])];
  const changed = names.filter((name) => !same(write.before[name], write.value[name]));
  if (changed.length === 0) return el('p', { class: 'none' }, 'Written again as it was.');
  const side = (tag, value, name) =>
    el('dd', null, el('span', { class: 'tag' }, tag), tree(value, name));
  return el(
    'dl',
    { class: 'changes' },
    changed.map((name) =>
      el(
        'div',
        null,
        el('dt', null, words.label(name)),
        side('before', write.before[name], name),
        side('after', write.value[name], name),
      ),
    ),
  );
}

function hiddenChange(write) {
  if ('policy' in write) return policy(write);
  if (write.purge) return 'purged';
  return write.delete ? 'deleted' : el('span', { class: 'hash' }, write.valueHash);
}

function writes(transaction) {
  const all = transaction.writes ?? [];
  if (all.length === 0) return card('Writes', el('p', { class: 'none' }, 'It wrote nothing.'));
  const shown = all.filter((write) => !write.collection);
  const hidden = all.filter((write) => write.collection);
  return card(
    'Writes',
    transaction.status !== 'VALID' &&
      el('p', { class: 'note' }, 'It is not valid, so none of this took effect.'),
    shown.map((write) =>
      el(
        'article',
        { class: 'write' },
        el('h3', null, keyText(write.key), el('span', { class: 'space' }, write.namespace)),
        change(write),
      ),
    ),
    hidden.length > 0 && [
      el('h3', null, 'In private collections'),
      el('p', { class: 'note' }, 'Only members have the values; every peer has these hashes.'),
      table(
        'Private writes',
        ['Collection', 'Hash of the key', 'Hash of the value'],
        hidden.map((write) => [
          write.collection,
          el('span', { class: 'hash' }, write.keyHash),
          hiddenChange(write),
        ]),
      ),
    ],
  );
}

function reads(transaction) {
  const all = transaction.reads ?? [];
  if (all.length === 0) return card('Reads', el('p', { class: 'none' }, 'It read nothing.'));
  return card(
    'Reads',
    table(
      'Keys that were read',
      ['Key', 'Written by', 'Chaincode'],
      all.map((read) => [
        keyText(read.key),
        read.version
          ? [
              el('a', { href: route('block', read.version[0]) }, `Block ${read.version[0]}`),
              `, place ${read.version[1]}`,
            ]
          : el('span', { class: 'none' }, 'not there'),
        read.namespace,
      ]),
    ),
  );
}

function event(transaction, codes) {
  if (!transaction.event) return card('Event', el('p', { class: 'none' }, 'It sent none.'));
  const payload = transaction.event.payload;
  const areEntries =
    Array.isArray(payload) &&
    payload.length > 0 &&
    payload.every((entry) => isRecord(entry) && entry.type);
  const meaning = (code) =>
    code ? [words.plain(code), codes[code] && el('small', null, codes[code])] : '—';
  return card(
    `Event ${transaction.event.name}`,
    areEntries
      ? table(
          'Entries of the event',
          ['Entry', 'Of', 'Step', 'Result'],
          payload.map((entry) => [
            entry.type,
            entry.id ? idLink(words.kindOfEntry(entry, transaction.transactionId), entry.id) : '—',
            entry.seq ?? '—',
            meaning(entry.code),
          ]),
        )
      : tree(payload),
  );
}

function callOf(transaction) {
  const rows = transaction.arguments ?? [];
  if (rows.length === 0) return card('Arguments', el('p', { class: 'none' }, 'It has none.'));
  // Of a text's pattern only that it is a text: the rest is for programs.
  const what = (row) => row.what && el('small', null, row.what.split(' ^')[0]);
  return card(
    'Arguments',
    table(
      'Arguments',
      ['Argument', 'Value'],
      rows.map((row) => [[row.name, what(row)], tree(row.value, row.name)]),
    ),
  );
}

export async function transaction(id, { codes }) {
  const found = await api.transaction(id);
  return {
    title: `Transaction ${words.short(id)}`,
    heading: words.doing(found),
    lead: [verdict(found), ' ', found.function && el('code', null, found.function)],
    body: [
      card(
        'Transaction',
        facts([
          ['Id', el('span', { class: 'hash' }, found.transactionId)],
          [
            'Block',
            [
              el('a', { href: route('block', found.block) }, `Block ${found.block}`),
              `, place ${found.place}`,
            ],
          ],
          ['Time, as the client says', timeOf(found.time)],
          ['Verdict', words.plain(found.status)],
          ['Caller', `${words.commonName(found.creator.subject)} of ${found.creator.msp}`],
          ['Certificate', el('span', { class: 'text' }, found.creator.subject)],
          ['Endorsed by', (found.endorsers ?? []).join(', ')],
          ['Chaincode', found.chaincode],
          ['Answer', found.response && [`${found.response.status} `, tree(found.response.payload)]],
        ]),
      ),
      found.chaincode && [callOf(found), event(found, codes), writes(found), reads(found)],
    ],
    concerns: () => false,
  };
}
