// SPDX-License-Identifier: Apache-2.0
// A loan: how far it is, on what it rests, and its amounts for whoever keeps them.
import { el, route } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import {
  badge,
  card,
  facts,
  idLink,
  partyLink,
  refusal,
  spokenOf,
  table,
  timeOf,
  tree,
} from './parts.mjs';

/** The states that a loan goes through, with the present one marked. */
function progress(state) {
  const at = words.loanStates.indexOf(state);
  if (at < 0) return el('p', null, badge(state));
  // A loan that is repaid at once was never repaid in part.
  const shown = words.loanStates.filter((one) => one !== 'PART_REPAID' || state === 'PART_REPAID');
  const here = shown.indexOf(state);
  return el(
    'ol',
    { class: 'progress' },
    shown.map((one, i) =>
      el(
        'li',
        {
          class: i < here ? 'done' : i === here ? 'here' : 'open',
          'aria-current': i === here ? 'step' : null,
        },
        words.plain(one),
        i < here && el('span', { class: 'unseen' }, ' (done)'),
      ),
    ),
  );
}

function rests(loan, facility) {
  const links = (kind, ids) => (ids.length > 0 ? ids.map((id) => [idLink(kind, id), ' ']) : null);
  return card(
    'On what it rests',
    facts([
      ['Lender', partyLink(loan.lender)],
      ['Borrower', partyLink(loan.borrower)],
      ['Secured by bill', idLink('bill', loan.billId)],
      ['Match used', idLink('match', loan.matchId)],
      ['Consents', links('consent', loan.consents)],
      ['Evidence', links('evidence', loan.evidence)],
      ['Facility', [idLink('facility', loan.facilityId), ' ', badge(facility.state)]],
      ['Offer valid until', loan.validUntil && timeOf(loan.validUntil)],
      ['Accepted soft findings', loan.softRules.length > 0 ? loan.softRules.join(', ') : 'none'],
      [
        'Fingerprints against double financing',
        el(
          'ul',
          { class: 'list' },
          loan.fingerprints.map((one) =>
            el('li', null, `${one.type} (${one.kid}) `, el('span', { class: 'hash' }, one.value)),
          ),
        ),
      ],
      ['Last change', timeOf(loan.at)],
    ]),
  );
}

const money = (value) => value && words.money(value);

function amounts(values) {
  const { application, terms, position, facilityTerms, usage } = values ?? {};
  const rows = [
    ['Requested', money(application?.requested)],
    ['Principal', money(terms?.principal)],
    ['Outstanding', money(position?.outstanding)],
    ['Interest due', money(position?.interestDue)],
    ['Interest paid', money(position?.interestPaid)],
    ['Fees', money(terms?.fees)],
    ['Rate', terms && `${words.percent(terms.rateE6, 6)} a year, ${terms.dayCount}`],
    ['Tenor', terms && words.count(terms.tenorDays, 'day', 'days')],
    ['Interest runs from', position?.interestFrom],
    ['Limit of the facility', money(facilityTerms?.limit)],
    ['Drawn from the facility', money(usage?.drawn)],
    [
      'Advance on the goods, at most',
      facilityTerms && words.percent(facilityTerms.advanceRateE4, 4),
    ],
  ];
  if (!rows.some(([, value]) => value))
    return card(
      'Amounts',
      el(
        'p',
        { class: 'none' },
        'Private: your organisation keeps none of them. The ledger has commitments only.',
      ),
    );
  return card(
    'Amounts',
    el('p', { class: 'note' }, 'Private: from your own peer. The ledger has commitments only.'),
    facts(rows),
  );
}

function payments(transactions, drawdown) {
  const kinds = {
    __proto__: null,
    'finance:ConfirmDisbursement': 'Disbursement',
    'finance:RecordRepayment': 'Repayment',
  };
  const rows = transactions
    .filter((one) => one.function in kinds && one.status === 'VALID')
    .map((one) => {
      const argument = one.args[0] ?? {};
      return [
        kinds[one.function],
        tree(argument.valueDate),
        tree(argument.uetr),
        argument.witness ? partyLink(argument.witness) : '—',
        el('a', { href: route('tx', one.transactionId) }, `Block ${one.block}`),
      ];
    });
  if (rows.length === 0)
    return card(
      'Payments',
      el(
        'p',
        { class: 'none' },
        drawdown ? 'A drawdown is requested; no payment is recorded yet.' : 'None is recorded.',
      ),
    );
  return card(
    'Payments',
    table('Payments', ['Payment', 'Value date', 'UETR', 'Witness', 'Recorded in'], rows),
  );
}

export async function loan(id) {
  const [view, mentions] = await api.record(id, api.ask('finance:Get', { loanId: id, open: true }));
  const frame = {
    title: `Loan ${words.short(id)}`,
    heading: `Loan ${words.short(id)}`,
    concerns: id,
  };
  const list = spokenOf(mentions);
  if (view.refusal) return { ...frame, body: [card('Loan', refusal(view.refusal)), list] };
  const { loan, facility, drawdown, values } = view.answer;
  return {
    ...frame,
    lead: badge(loan.state),
    body: [
      card('How far it is', progress(loan.state)),
      amounts(values),
      rests(loan, facility),
      payments(mentions.transactions, drawdown),
      list,
    ],
  };
}
