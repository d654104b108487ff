// SPDX-License-Identifier: Apache-2.0
// A consent to share data: what was granted, and everybody who asked.
import { el, route } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import { badge, card, facts, partyLink, refusal, spokenOf, timeOf } from './parts.mjs';

const links = (parties) => parties.map((id) => [partyLink(id), ' ']);
const codes = (all) => all.map(words.plain).join(', ');

function uses(use, terms) {
  const most = terms.usage.maxUses;
  const interval = terms.usage.minIntervalSec;
  const pace = interval > 0 ? `, at most every ${interval} s` : '';
  return `${use.used} of ${most > 0 ? most : 'any number'}${pace}`;
}

function border(terms) {
  const { allowed, fromJurisdictions, toJurisdictions, hashOnly, exportBasis } = terms.crossBorder;
  if (!allowed) return 'not allowed';
  const ways = `${fromJurisdictions.join(', ')} → ${toJurisdictions.join(', ')}`;
  return `${ways}, ${words.plain(exportBasis)}${hashOnly ? ', digests only' : ''}`;
}

function agreement({ consent, use, effectiveState }) {
  const terms = consent.grant ?? consent.request;
  return card(
    consent.grant ? 'What was granted' : 'What is asked for',
    facts([
      ['State', badge(effectiveState)],
      ['Revoked because', consent.reason],
      ['Data of', partyLink(consent.owner)],
      ['Given out by', partyLink(consent.provider)],
      ['Asked for by', partyLink(consent.requester)],
      ['May receive', links(terms.recipients)],
      ['For', codes(terms.purposes)],
      ['Data', codes(terms.categories)],
      ['Data from', `${terms.dataPeriod.from} to ${terms.dataPeriod.to}`],
      ['In force from', timeOf(terms.notBefore)],
      ['Until', timeOf(terms.notAfter)],
      ['Used', uses(use, terms)],
      ['Last used', use.lastUsedAt && timeOf(use.lastUsedAt)],
      ['Across the border', border(terms)],
      [
        'Kept for',
        `${words.count(terms.retention.days, 'day', 'days')}${terms.retention.deleteOnRevoke ? ', deleted on revocation' : ''}`,
      ],
      ['Stored in', terms.storageLocations.join(', ')],
      ['Personal data', terms.personalDataPresent ? 'yes' : 'no'],
      [
        'Signed by',
        consent.signatory && `${consent.signatory.role}, ${consent.signatory.assurance}`,
      ],
      ['Notice', `version ${terms.notice.version}, ${terms.notice.lang}`],
    ]),
  );
}

/** Oldest first; the ledger keeps them by transaction id. */
function journal(rows, sentences) {
  if (rows.length === 0) return el('p', { class: 'none' }, 'Nobody has asked yet.');
  const ordered = [...rows].sort((a, b) =>
    a.access.at < b.access.at ? -1 : a.access.at > b.access.at ? 1 : 0,
  );
  return el(
    'ol',
    { class: 'journal' },
    ordered.map(({ accessId, access }) =>
      el(
        'li',
        null,
        el(
          'p',
          { class: 'says' },
          badge(
            access.decision,
            access.decision === 'ALLOW' ? 'Allowed' : access.decision === 'DENY' ? 'Denied' : null,
          ),
          ' ',
          partyLink(access.recipient),
          ` asked for ${codes(access.categories)} for ${words.plain(access.purpose).toLowerCase()}.`,
        ),
        access.reason &&
          el(
            'p',
            { class: 'reason' },
            'Because: ',
            words.plain(access.reason),
            sentences[access.reason] && ` (${sentences[access.reason]})`,
          ),
        el(
          'p',
          { class: 'aside' },
          timeOf(access.at),
          ' · ',
          el('a', { href: route('tx', accessId) }, 'transaction'),
        ),
      ),
    ),
  );
}

export async function consent(id, { codes: sentences }) {
  const [view, log, mentions] = await api.record(
    id,
    api.ask('consent:Get', { consentId: id }),
    api.ask('consent:Journal', { consentId: id }),
  );
  return {
    title: `Consent ${words.short(id)}`,
    heading: `Consent ${words.short(id)}`,
    lead: view.answer && badge(view.answer.effectiveState),
    body: [
      // Who may not see the consent may not see its journal either: said once.
      !view.refusal &&
        card(
          'Journal',
          log.refusal
            ? refusal(log.refusal)
            : [
                el(
                  'p',
                  { class: 'note' },
                  'Every question is written down, also when the answer was no.',
                ),
                journal(log.answer.rows, sentences),
              ],
        ),
      view.refusal ? card('Consent', refusal(view.refusal)) : agreement(view.answer),
      spokenOf(mentions),
    ],
    concerns: id,
  };
}
