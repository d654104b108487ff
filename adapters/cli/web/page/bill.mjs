// SPDX-License-Identifier: Apache-2.0
// An electronic bill of lading: where it stands, its chain of title, and what rests on it.
import { el, route } from './dom.mjs';
import * as api from './api.mjs';
import * as words from './words.mjs';
import { badge, card, facts, idLink, partyLink, refusal, spokenOf, timeOf } from './parts.mjs';

/** Holders get a colour each, in the order in which they come; the name stands beside it. */
function colours(steps) {
  const known = new Map();
  let holder = null;
  return steps.map((step) => {
    if (step.recipient && (step.actionCode === 'ISSUE' || step.actionCode === 'TRANSFER'))
      holder = step.recipient;
    if (holder && !known.has(holder)) known.set(holder, known.size % 6);
    return { holder, colour: holder ? known.get(holder) : null };
  });
}

/** The chain of title, oldest first. */
export function timeline(steps) {
  const held = colours(steps);
  return el(
    'ol',
    { class: 'timeline' },
    steps.map((step, i) => {
      const { holder, colour } = held[i];
      const isNew = i === 0 || held[i - 1].holder !== holder;
      const says = words
        .stepWords(step)
        .map((part) =>
          part === 'a' ? partyLink(step.actor) : part === 'r' ? partyLink(step.recipient) : part,
        );
      return el(
        'li',
        { class: `step holder-${colour ?? 'none'}` },
        el('p', { class: 'says' }, says),
        el(
          'p',
          { class: 'aside' },
          timeOf(step.at),
          ' · ',
          el('code', null, step.actionCode),
          ' · ',
          el(
            'a',
            { href: route('tx', step.txId) },
            'transaction',
            el('span', { class: 'unseen' }, ` of ${step.actionCode}`),
          ),
        ),
        isNew &&
          holder &&
          el('p', { class: 'held' }, 'Now held by ', el('strong', null, words.short(holder))),
      );
    }),
  );
}

function kilograms(items) {
  let whole = 0;
  for (const item of items) {
    const weight = item.cargoGrossWeight;
    if (weight?.unit !== 'KGM') return null;
    whole += Number(weight.value);
  }
  return `${whole.toLocaleString('en')} kg`;
}

/** What a bank looks at first, from the DCSA issuance request that its organisation keeps. */
function paper(issuance) {
  const document = issuance.document ?? {};
  const cargo = (document.consignmentItems ?? []).flatMap((item) => item.cargoItems ?? []);
  const packages = cargo.reduce(
    (sum, item) => sum + (item.outerPackaging?.numberOfPackages ?? 0),
    0,
  );
  return card(
    'The document, as your organisation keeps it',
    facts([
      ['Reference', document.transportDocumentReference],
      ['Carrier', document.carrierCode],
      ['Shipper', document.documentParties?.shipper?.partyName],
      [
        'Goods',
        (document.consignmentItems ?? [])
          .flatMap((item) => item.descriptionOfGoods ?? [])
          .join('; '),
      ],
      [
        'HS codes',
        (document.consignmentItems ?? []).flatMap((item) => item.HSCodes ?? []).join(', '),
      ],
      [
        'Containers',
        (document.utilizedTransportEquipments ?? [])
          .map((one) => one.equipment?.equipmentReference)
          .join(', '),
      ],
      ['Packages', packages || null],
      ['Gross weight', cargo.length > 0 ? kilograms(cargo) : null],
      ['Planned departure', document.transports?.plannedDepartureDate],
    ]),
  );
}

function standing(bill) {
  return card(
    'Where it stands',
    facts([
      ['State', badge(bill.status)],
      ['Holder', partyLink(bill.holder)],
      ['Owner', partyLink(bill.owner)],
      ['Offered to', bill.pendingTo && partyLink(bill.pendingTo)],
      ['Issued by', partyLink(bill.issuer)],
      [
        'Pledge',
        bill.pledge && [
          badge(bill.pledge.state),
          ' to ',
          partyLink(bill.pledge.pledgee),
          ' for loan ',
          idLink('loan', bill.pledge.loanId),
        ],
      ],
      [
        'Surrender',
        bill.surrender && [
          `${bill.surrender.code}, reference ${bill.surrender.ref}, by `,
          partyLink(bill.surrender.by),
        ],
      ],
      [
        'Form',
        `${words.plain(bill.kind)}; transfer ${bill.acceptance === 'REQUIRED' ? 'needs acceptance' : 'is immediate'}`,
      ],
      ['Legal basis', bill.legalBasis],
      ['Last change', timeOf(bill.at)],
      ['Commitment to the document', el('span', { class: 'hash' }, bill.issuance)],
      ['Commitment to its facts', el('span', { class: 'hash' }, bill.facts)],
      ['Head of the chain', el('span', { class: 'hash' }, bill.headHash)],
    ]),
  );
}

/** Ids of one kind that other transactions name beside this bill. */
function beside(transactions, kind) {
  const found = new Set();
  for (const one of transactions)
    for (const argument of one.args ?? [])
      if (typeof argument?.[`${kind}Id`] === 'string') found.add(argument[`${kind}Id`]);
  return [...found];
}

export async function bill(id) {
  const [view, history, mentions] = await api.record(
    id,
    api.ask('ebl:Get', { billId: id, open: true }),
    api.ask('ebl:History', { billId: id }),
  );
  const loans = beside(mentions.transactions, 'loan');
  const matches = beside(mentions.transactions, 'match');
  const links = (kind, ids) => (ids.length > 0 ? ids.map((one) => [idLink(kind, one), ' ']) : null);
  return {
    title: `Bill ${id}`,
    heading: `Bill ${id}`,
    lead: view.answer && badge(view.answer.bill.status),
    body: [
      el(
        'div',
        { class: 'beside' },
        card(
          'Chain of title',
          history.refusal ? refusal(history.refusal) : timeline(history.answer.steps),
        ),
        view.refusal ? card('Where it stands', refusal(view.refusal)) : standing(view.answer.bill),
      ),
      (loans.length > 0 || matches.length > 0) &&
        card(
          'What rests on it',
          facts([
            ['Loans', links('loan', loans)],
            ['Matches', links('match', matches)],
          ]),
        ),
      view.answer?.issuance && paper(view.answer.issuance),
      spokenOf(mentions),
    ],
    concerns: id,
  };
}
