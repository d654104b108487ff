// SPDX-License-Identifier: Apache-2.0
// A bill compared with what feeds say about the same cargo.
import { el } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import { badge, card, facts, idLink, refusal, spokenOf, table, timeOf } from './parts.mjs';

const levels = { __proto__: null, OK: 'Agrees', SOFT: 'Differs a little', HARD: 'Contradicts' };
const level = (code) => badge(code, levels[code] ?? words.plain(code));

/** "…SDN/CUSTOMS_DECL/d1e9…" → "Customs decl, SDN" */
function sourceName(id) {
  const [source, type] = id.split('/');
  return type ? `${words.plain(type)} from ${words.short(source)}` : words.short(id);
}

function sources(match, all) {
  return table(
    'Evidence',
    [
      'Evidence',
      'Facts by',
      'Version matched',
      'Newest version',
      'Published',
      'Digest of the original',
    ],
    all.map((source) => {
      const matched = match.evidence.find((one) => one.evidenceId === source.evidenceId);
      return [
        idLink('evidence', source.evidenceId, sourceName(source.evidenceId)),
        words.plain(source.factsBy),
        matched?.version ?? '—',
        source.latestVersion,
        timeOf(source.publishedAt),
        el('span', { class: 'hash' }, `${source.payloadDigest.alg} ${source.payloadDigest.value}`),
      ];
    }),
  );
}

export async function match(id) {
  const [view, mentions] = await api.record(id, api.ask('evidence:MatchReport', { matchId: id }));
  const frame = {
    title: `Match ${words.short(id)}`,
    heading: `Match ${words.short(id)}`,
    concerns: id,
  };
  const list = spokenOf(mentions);
  if (view.refusal) return { ...frame, body: [card('Report', refusal(view.refusal)), list] };
  const report = view.answer.match;
  const compared = report.evidence.map((one) => [el('span', { class: 'hash' }, one.facts), ' ']);
  return {
    ...frame,
    lead: [
      level(report.overall),
      ' ',
      view.answer.current
        ? 'on the newest versions'
        : badge('', 'a source has said something newer since', 'fair'),
    ],
    body: [
      card(
        'Report',
        table(
          'What was compared',
          ['Rule', 'What is compared', 'Verdict'],
          report.verdicts.map((one) => [
            one.rule,
            words.matchRules[one.rule] ?? '—',
            level(one.level),
          ]),
        ),
        el(
          'p',
          { class: 'note' },
          'The values themselves are private: the contract compared them while it endorsed, and the ledger keeps the commitments below.',
        ),
      ),
      card(
        'On what it rests',
        facts([
          ['Bill', idLink('bill', report.billId)],
          ['Made at', timeOf(report.at)],
          ['Commitment to the bill’s facts', el('span', { class: 'hash' }, report.billFacts)],
          ['Commitments to the evidence', compared],
        ]),
        sources(report, view.answer.sources),
      ),
      list,
    ],
  };
}
