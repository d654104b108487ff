// SPDX-License-Identifier: Apache-2.0
// What several views are made of.
import { el, route } from './dom.mjs';
import * as words from './words.mjs';

/** Which kinds of id have a page of their own; every other has the list of what speaks of it. */
const pages = new Set(['bill', 'consent', 'evidence', 'match', 'loan', 'party', 'tx']);
const partyNames = new Set([
  'party',
  'holder',
  'owner',
  'issuer',
  'actor',
  'recipient',
  'recipients',
  'pledgee',
  'lender',
  'borrower',
  'requester',
  'provider',
  'to',
  'witness',
  'by',
  'prevHolder',
  'pendingTo',
  'sourceNode',
]);
const listNames = { __proto__: null, consents: 'consent', evidence: 'evidence', records: 'evidence' };

export function kindOf(name) {
  if (partyNames.has(name)) return 'party';
  if (name === 'txId' || name === 'transactionId') return 'tx';
  if (name in listNames) return listNames[name];
  return /^[a-z].*Id$/.test(name) ? name.slice(0, -2) : '';
}

export function idLink(kind, id, text) {
  const page = pages.has(kind) ? kind : 'id';
  return el('a', { class: 'id', href: route(page, id), title: id }, text ?? words.short(id));
}
export const partyLink = (id) => idLink('party', id);

export const timeOf = (text) => el('time', { datetime: text }, words.moment(text));

/** A word with a colour; the colour says nothing that the word does not. */
export function badge(code, text, tone) {
  return el('span', { class: `badge ${tone ?? words.tone(code)}` }, text ?? words.plain(code));
}
export function verdict(transaction) {
  return transaction.status === 'VALID'
    ? badge('VALID', 'Valid')
    : badge('', words.plain(transaction.status), 'bad');
}

export function card(title, ...children) {
  return el('section', { class: 'card' }, el('h2', null, title), children);
}

/** [name, value] rows; those without a value are left out. */
export function facts(rows) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return el(
    'dl',
    { class: 'facts' },
    shown.map(([name, value]) => el('div', null, el('dt', null, name), el('dd', null, value))),
  );
}

/** A table that scrolls inside itself; `columns` are its heads. */
export function table(caption, columns, rows) {
  const head = el(
    'tr',
    null,
    columns.map((name) => el('th', { scope: 'col' }, name)),
  );
  const body = rows.map((cells) =>
    el(
      'tr',
      null,
      cells.map((cell, i) => (i === 0 ? el('th', { scope: 'row' }, cell) : el('td', null, cell))),
    ),
  );
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el(
      'table',
      null,
      el('caption', { class: 'unseen' }, caption),
      el('thead', null, head),
      el('tbody', null, body),
    ),
  );
}

function scalar(value, name) {
  if (value === null || value === undefined) return el('span', { class: 'none' }, '—');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return String(value);
  if (value === '') return el('span', { class: 'none' }, 'empty');
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return timeOf(value);
  const kind = kindOf(name);
  if (kind || /^[0-9A-Z]{26}$/.test(value)) return idLink(kind, value);
  return el('span', { class: /^[0-9a-zA-Z_+/=.-]{40,}$/.test(value) ? 'hash' : 'text' }, value);
}

/** Any JSON value, whatever is in it. `name` tells what its texts are. */
export function tree(value, name = '') {
  if (value === null || typeof value !== 'object') return scalar(value, name);
  if (words.isMoney(value)) return words.money(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return el('span', { class: 'none' }, 'none');
    return el(
      'ul',
      { class: 'list' },
      value.map((one) => el('li', null, tree(one, name))),
    );
  }
  const members = Object.entries(value);
  if (members.length === 0) return el('span', { class: 'none' }, 'nothing');
  return facts(members.map(([member, inner]) => [words.label(member), tree(inner, member)]));
}

/** Why something is not shown, in the words of whoever refused it. */
export function refusal(error) {
  const sentence = error.code ? error.message.replace(`${error.code}: `, '') : error.message;
  const who = error.code
    ? 'The contract refuses'
    : error.status === 404
      ? 'Not found'
      : 'No answer';
  return el(
    'p',
    { class: 'refusal' },
    el('strong', null, `${who}. `),
    sentence,
    ' ',
    error.code && el('code', null, error.code),
  );
}

/** The ids that a transaction speaks of, by its event and by the names of arguments, each once. */
export function subjects(transaction) {
  const found = new Map();
  const entries = transaction.event?.payload;
  for (const entry of Array.isArray(entries) ? entries : [])
    if (typeof entry?.id === 'string' && entry.id !== transaction.transactionId)
      found.set(entry.id, words.kindOfEntry(entry, transaction.transactionId));
  for (const argument of transaction.args ?? [])
    for (const [name, value] of Object.entries(argument ?? {}))
      if (typeof value === 'string' && /^[a-z].*Id$/.test(name))
        found.set(value, name.slice(0, -2));
  return [...found].map(([id, kind]) => ({ id, kind }));
}

/** A list of transactions, each with its place, verdict, caller and subjects. */
export function transactionList(transactions) {
  if (transactions.length === 0) return el('p', { class: 'none' }, 'There are none.');
  return el(
    'ol',
    { class: 'transactions' },
    transactions.map((one) =>
      el(
        'li',
        null,
        el(
          'div',
          { class: 'what' },
          one.transactionId
            ? el('a', { href: route('tx', one.transactionId) }, words.doing(one))
            : words.doing(one),
          el(
            'span',
            { class: 'about' },
            subjects(one).map(({ id, kind }) => [idLink(kind, id), ' ']),
          ),
        ),
        el(
          'div',
          { class: 'who' },
          words.commonName(one.creator?.subject),
          el('span', { class: 'msp' }, one.creator?.msp),
        ),
        el(
          'div',
          { class: 'when' },
          el('a', { href: route('block', one.block) }, `Block ${one.block}`),
          one.time && el('time', { datetime: one.time }, words.moment(one.time)),
        ),
        el('div', { class: 'verdict' }, verdict(one)),
      ),
    ),
  );
}

/** Where a record's transactions are listed, the newest first. */
export function spokenOf(mentions) {
  const newestFirst = [...mentions.transactions].reverse();
  return card('Transactions that speak of it', transactionList(newestFirst));
}
