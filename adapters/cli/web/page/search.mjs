// SPDX-License-Identifier: Apache-2.0
// What was found, a party, and any other id.
import { el, route } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import {
  badge,
  card,
  facts,
  idLink,
  refusal,
  spokenOf,
  timeOf,
  transactionList,
  tree,
} from './parts.mjs';

const paged = ['bill', 'loan', 'consent', 'match', 'party', 'tx', 'evidence'];
const isEvidence = (id) => /^[0-9A-Z]{26}\/[A-Z_]+\/./.test(id);
const kindOf = (known) =>
  paged.find((kind) => known.kinds.includes(kind)) ??
  known.kinds[0] ??
  (isEvidence(known.id) ? 'evidence' : 'id');

function say(kind) {
  return kind === 'tx' ? 'Transaction' : kind === 'id' ? 'Name' : words.label(kind);
}

function foundList(found) {
  return el(
    'ul',
    { class: 'journal' },
    found.map((known) =>
      el(
        'li',
        null,
        el('p', { class: 'says' }, idLink(kindOf(known), known.id, known.id)),
        el(
          'p',
          { class: 'aside' },
          `${say(kindOf(known))} · ${words.count(known.count, 'transaction', 'transactions')} · newest in `,
          el('a', { href: route('block', known.block) }, `block ${known.block}`),
        ),
      ),
    ),
  );
}

export async function search(q) {
  const [{ found, block }, status] = await Promise.all([api.search(q), api.status()]);
  const read = `the blocks from ${status.indexedFrom ?? status.from} on`;
  return {
    title: `Search: ${q}`,
    heading: `Search for “${q}”`,
    body: [
      block !== undefined &&
        card('Block', el('p', null, el('a', { href: route('block', block) }, `Block ${block}`))),
      card(
        found.length === 50
          ? 'The first 50 found'
          : words.count(found.length, 'id found', 'ids found'),
        found.length > 0
          ? foundList(found)
          : el('p', { class: 'none' }, `No id in ${read} holds this text. Capitals count.`),
      ),
    ],
    concerns: () => false,
  };
}

export async function party(id) {
  const [view, mentions] = await api.record(id, api.ask('party:Get', { partyId: id, open: true }));
  const found = view.answer?.party;
  const identity = view.answer?.identity;
  return {
    title: `Party ${words.short(id)}`,
    heading: `Party ${words.short(id)}`,
    lead: found && badge(found.state),
    body: [
      view.refusal
        ? card('Party', refusal(view.refusal))
        : card(
            'Party',
            facts([
              ['Id', el('span', { class: 'hash' }, found.id)],
              ['Name', identity?.legalName],
              ['Address', identity?.address],
              [
                'Identifiers',
                identity && identity.identifiers.map((one) => `${one.type} ${one.id}`).join(', '),
              ],
              ['Identity', !identity && 'private: your organisation does not keep it'],
              ['Organisation', found.msp],
              ['Roles', found.roles.map((role) => words.label(role)).join(', ')],
              ['Acts by', found.actsBy === 'SIGNATURE' ? 'detached signature' : 'certificate'],
              ['Jurisdiction', found.jurisdiction],
              ['Place of business', found.placeOfBusiness],
              ['State', found.state !== 'ACTIVE' && words.label(found.state)],
              ['Rulebook accepted', found.terms && found.terms.id],
              [
                'Keys',
                found.keys.length > 0
                  ? found.keys.map((key) => `${key.kid} (${key.jwk?.crv ?? '?'})`).join(', ')
                  : 'none',
              ],
              ['Last change', timeOf(found.at)],
            ]),
          ),
      spokenOf(mentions),
    ],
    concerns: id,
  };
}

/** What a feed has said of one record, as it was signed. */
export async function evidence(id) {
  const [view, mentions] = await api.record(id, api.ask('evidence:Get', { evidenceId: id }));
  return {
    title: `Evidence ${words.short(id)}`,
    heading: `Evidence ${words.short(id)}`,
    lead: el('span', { class: 'hash' }, id),
    body: [
      view.refusal
        ? card('Evidence', refusal(view.refusal))
        : [
            card('Evidence', tree(view.answer.evidence)),
            card('Newest version, as it was signed', tree(view.answer.envelope)),
          ],
      spokenOf(mentions),
    ],
    concerns: id,
  };
}

/** An id without a page of its own: what speaks of it. */
export async function anyId(id) {
  const mentions = await api.mentions(id);
  if (mentions.count === 0)
    throw new api.Refusal(404, `No transaction in the blocks that were read speaks of ${id}.`);
  return {
    title: words.short(id),
    heading: words.short(id),
    lead: el('span', { class: 'hash' }, id),
    body: [
      card(
        mentions.count > mentions.transactions.length
          ? `The newest ${mentions.transactions.length} of ${mentions.count} transactions`
          : words.count(mentions.count, 'transaction speaks of it', 'transactions speak of it'),
        transactionList([...mentions.transactions].reverse()),
      ),
    ],
    concerns: id,
  };
}
