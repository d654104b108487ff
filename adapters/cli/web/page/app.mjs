// SPDX-License-Identifier: Apache-2.0
// Which view is shown, and what surrounds it.
import { add, el } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import { block, overview } from './overview.mjs';
import { transaction } from './transaction.mjs';
import { bill } from './bill.mjs';
import { consent } from './consent.mjs';
import { match } from './match.mjs';
import { loan } from './loan.mjs';
import { anyId, evidence, party, search } from './search.mjs';
import { refusal } from './parts.mjs';
import { follow } from './live.mjs';

// Names from elsewhere are looked up here, as in every such table: `constructor` is none of them.
const views = {
  __proto__: null,
  '': overview,
  block,
  tx: transaction,
  bill,
  consent,
  evidence,
  match,
  loan,
  party,
  search,
  id: anyId,
};
const silence = 5000; // between two announcements

const by = (id) => document.getElementById(id);
const main = by('main');
let codes = {};
let shown = null; // the view on the screen
let turn = 0; // a view that comes late is not shown

function place() {
  const [, kind = '', id = ''] = /^#\/([^/]*)\/?(.*)$/.exec(location.hash) ?? [];
  try {
    return { kind, id: decodeURIComponent(id) };
  } catch {
    return { kind: 'id', id };
  }
}

async function viewOf({ kind, id }) {
  if (!(kind in views)) throw new api.Refusal(404, `There is no page ${location.hash}.`);
  return views[kind](id, { codes });
}

function failed(error) {
  if (!(error instanceof api.Refusal)) console.error(error);
  const isMissing = error.status === 404;
  return {
    title: isMissing ? 'Not found' : 'No answer',
    heading: isMissing ? 'Not found' : 'This cannot be shown',
    body: [
      el(
        'section',
        { class: 'card' },
        refusal(error),
        // A contract's refusal has a code; the server's own is about the key.
        error.status === 403 &&
          !error.code &&
          el('p', null, 'Open the address that `tradelane web` has printed, with its key.'),
      ),
    ],
    concerns: () => true,
  };
}

function draw(view) {
  document.title = `${view.title} · tradelane explorer`;
  main.replaceChildren(
    el(
      'div',
      { class: 'heading' },
      el('h1', { id: 'heading', tabindex: '-1' }, view.heading),
      view.lead && el('p', { class: 'lead' }, view.lead),
    ),
    add(el('div', { id: 'body' }), view.body),
  );
  shown = view;
}

/** Shows what the address names. `moves`: somebody went there, so the reader begins at the top. */
async function show(moves) {
  const mine = ++turn;
  main.setAttribute('aria-busy', 'true');
  let view;
  try {
    view = await viewOf(place());
  } catch (error) {
    view = failed(error);
  }
  if (mine !== turn) return;
  const focused = document.activeElement;
  const kept = main.contains(focused) ? focused : null;
  const href = kept?.getAttribute('href');
  draw(view);
  main.removeAttribute('aria-busy');
  if (moves) {
    window.scrollTo(0, 0);
    by('heading').focus({ preventScroll: true });
  } else if (kept) {
    // The same link in the new view, else the heading.
    const again =
      href && [...main.querySelectorAll('a')].find((one) => one.getAttribute('href') === href);
    (again || by('heading')).focus({ preventScroll: true });
  }
}

function isConcerned(view, blocks) {
  if (typeof view.concerns === 'function') return blocks.some(view.concerns);
  const quoted = JSON.stringify(view.concerns);
  return blocks.some((one) => JSON.stringify(one).includes(quoted));
}

let announcedAt = 0;
let unsaid = 0;
function announce(blocks) {
  unsaid += blocks.reduce((sum, one) => sum + one.transactions.length, 0);
  if (Date.now() - announcedAt < silence) return;
  by('announcer').textContent =
    `Block ${blocks.at(-1).number}: ${words.count(unsaid, 'transaction', 'transactions')}`;
  announcedAt = Date.now();
  unsaid = 0;
}

function onBlocks(blocks, status) {
  onState(status, status.problem);
  announce(blocks);
  if (shown && isConcerned(shown, blocks)) show(false);
}

let wasBehind = false;
function onState(status, problem) {
  const live = by('live');
  live.className = problem ? 'live lost' : 'live on';
  by('live-text').textContent = problem
    ? 'Not connected'
    : status.newest === null
      ? 'Waiting'
      : `Live · block ${status.newest}`;
  by('banner').hidden = !problem;
  if (by('banner').textContent !== problem) by('banner').textContent = problem;
  if (!status) return;
  const isBehind = status.newest === null || status.newest < status.newestAtStart;
  if (wasBehind && place().kind === '') show(false);
  wasBehind = isBehind;
}

function foot(status) {
  const who = words.commonName(status.subject);
  by('foot').replaceChildren(
    el(
      'p',
      null,
      `You look as ${who} of ${status.msp}, through ${status.peer}, at chaincode ${status.chaincode} on channel ${status.channel}. `,
      'Nothing can be changed here. What you may not see, the contracts refuse.',
    ),
    el('p', null, `tradelane ${status.version}`),
  );
}

by('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const q = by('q').value.trim();
  if (q) location.hash = `#/search/${encodeURIComponent(q)}`;
});
by('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', () => show(true));

// The key has become a cookie: it need not stand in the address.
if (location.search) history.replaceState(null, '', location.pathname + location.hash);
try {
  codes = { __proto__: null, ...(await api.codes()) };
  foot(await api.status());
} catch (error) {
  console.error(error);
}
await show(false);
follow({ onBlocks, onState });
