// SPDX-License-Identifier: Apache-2.0
// How the page says things. What it does not know it shows as it is.

// Tables are without a prototype: a ledger may well hold the name `constructor`.

/** What a transaction of ours does, in words; its own name for any other. */
const doings = {
  __proto__: null,
  'party:Bootstrap': 'Names the operators and the rulebook',
  'party:Register': 'Registers a party',
  'party:Update': 'Changes what is said of a party',
  'party:RotateKey': 'Changes the keys of a party',
  'party:Suspend': 'Suspends a party, if two operators say so',
  'party:Reinstate': 'Reinstates a party, if two operators say so',
  'party:AcceptTerms': 'Accepts the rulebook',
  'party:RegisterPlatform': 'Registers a platform for bills',
  'party:AllowIdentifier': 'Lets an old identifier pass its check',
  'party:SetFormat': 'Sets the format of the channel',
  'consent:Request': 'Asks for consent to share data',
  'consent:Grant': 'Grants consent',
  'consent:Acknowledge': 'Puts the consent into force',
  'consent:Revoke': 'Revokes consent',
  'consent:Decide': 'Asks for data under a consent',
  'evidence:RegisterFeed': 'Registers a data feed',
  'evidence:Submit': 'Records evidence from a feed',
  'evidence:Match': 'Compares a bill with evidence',
  'ebl:Issue': 'Issues a bill of lading',
  'ebl:Transfer': 'Transfers a bill',
  'ebl:AcceptTransfer': 'Accepts a bill',
  'ebl:DeclineTransfer': 'Declines a bill',
  'ebl:Pledge': 'Offers a bill in pledge',
  'ebl:AcceptPledge': 'Accepts a pledge',
  'ebl:ReleasePledge': 'Releases a pledge',
  'ebl:EnforcePledge': 'Enforces a pledge',
  'ebl:Nominate': 'Nominates an owner',
  'ebl:Endorse': 'Endorses a bill for good',
  'ebl:EndorseToOrder': 'Endorses a bill to order',
  'ebl:BlankEndorse': 'Endorses a bill in blank',
  'ebl:TransferOwners': 'Hands on title and bill',
  'ebl:RejectOwner': 'Rejects the title',
  'ebl:RejectHolder': 'Rejects a bill',
  'ebl:RejectBoth': 'Rejects title and bill',
  'ebl:Sign': 'Confirms that it has a bill',
  'ebl:AttachDocument': 'Attaches a document',
  'ebl:AddRemark': 'Adds a remark',
  'ebl:Void': 'Voids a bill',
  'ebl:RecordDelivery': 'Records a delivery',
  'ebl:RequestSurrender': 'Gives a bill back to the carrier',
  'ebl:CancelSurrender': 'Cancels a surrender',
  'ebl:AnswerSurrender': 'Answers a surrender',
  'ebl:Reissue': 'Issues an amended bill',
  'ebl:SwitchBill': 'Switches a bill',
  'ebl:ConvertToPaper': 'Turns a bill into paper',
  'ebl:ConvertFromPaper': 'Turns paper into a bill',
  'ebl:Split': 'Splits a bill',
  'ebl:Consolidate': 'Puts bills together',
  'ebl:Freeze': 'Freezes a bill',
  'ebl:Unfreeze': 'Lets a frozen bill go',
  'ebl:Pause': 'Pauses all bills',
  'ebl:Resume': 'Resumes all bills',
  'ebl:RequestRecovery': 'Asks for the recovery of a bill',
  'ebl:CancelRecovery': 'Cancels a recovery',
  'ebl:CompleteRecovery': 'Recovers a bill',
  'finance:OpenFacility': 'Opens a facility',
  'finance:Apply': 'Applies for a loan',
  'finance:RecordScreening': 'Records a sanctions screening',
  'finance:Offer': 'Offers a loan',
  'finance:Accept': 'Accepts a loan offer',
  'finance:Secure': 'Secures a loan with its bill',
  'finance:RequestDrawdown': 'Requests a drawdown',
  'finance:ConfirmDisbursement': 'Confirms the disbursement',
  'finance:RecordRepayment': 'Records a repayment',
  'finance:Release': 'Releases what secured a loan',
};
export const doing = (transaction) =>
  doings[transaction.function] ?? (transaction.function || sayType(transaction.type));

const types = { __proto__: null, CONFIG: 'Changes the channel’s configuration' };
const sayType = (type) => types[type] ?? type;

/** A step of a bill: texts with `a` for who acts and `r` for whom it concerns between them. */
const steps = {
  __proto__: null,
  ISSUE: ['a', ' issues the bill to ', 'r'],
  TRANSFER_OFFERED: ['a', ' offers the bill to ', 'r'],
  TRANSFER: ['a', ' hands the bill to ', 'r'],
  TRANSFER_ACCEPTED: ['a', ' accepts the bill and now holds it'],
  TRANSFER_DECLINED: ['a', ' declines the bill'],
  PLEDGE_OFFERED: ['a', ' offers the bill in pledge to ', 'r'],
  PLEDGED: ['a', ' accepts the pledge'],
  PLEDGE_BOUND: ['a', ' ties the pledge to its loan'],
  PLEDGE_RELEASED: ['a', ' releases the pledge'],
  SURRENDER_FOR_DELIVERY: ['a', ' presents the bill to ', 'r', ' for delivery'],
  SACC: ['a', ' takes the bill back: the goods may be handed over'],
  SREJ: ['a', ' refuses the surrender'],
};
export function stepWords(step) {
  const accepted = step.actionCode === 'TRANSFER' && step.actor === step.recipient;
  const known = steps[accepted ? 'TRANSFER_ACCEPTED' : step.actionCode];
  if (known) return known.filter((part) => part !== 'r' || step.recipient);
  return step.recipient ? ['a', `: ${step.actionCode}, `, 'r'] : ['a', `: ${step.actionCode}`];
}

export const matchRules = {
  __proto__: null,
  M01: 'Number of the bill',
  M02: 'Containers',
  M03: 'Number of packages',
  M04: 'Gross weight',
};

export const loanStates = [
  'APPLIED',
  'OFFERED',
  'ACCEPTED',
  'SECURED',
  'DRAWN',
  'PART_REPAID',
  'REPAID',
  'RELEASED',
];

const codes = {
  __proto__: null,
  CUSTOMS_DECL: 'Customs declaration',
  EBL_METADATA: 'Metadata of the bill',
  DUP_FINANCE_CHECK: 'Check for double financing',
};

/** `PENDING_SURRENDER_FOR_DELIVERY` → "Pending surrender for delivery" */
export function plain(code) {
  if (code in codes) return codes[code];
  const text = String(code).replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `billFacts` → "Bill facts" */
export function label(name) {
  const text = String(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of what kind the id is in an entry of our event. */
export function kindOfEntry(entry, transactionId) {
  if (entry.id === transactionId) return 'tx';
  // What finance does to a bill it tells under its own name.
  if (/^([A-Z0-9]{1,20}\/){2}[A-Z0-9]{1,20}$/.test(entry.id)) return 'bill';
  const known = {
    __proto__: null,
    'evidence.Match': 'match',
    'evidence.Submit': 'evidence',
    'evidence.RegisterFeed': 'feed',
    'finance.OpenFacility': 'facility',
    'finance.RecordScreening': 'screening',
  };
  const kinds = {
    __proto__: null,
    ebl: 'bill',
    finance: 'loan',
    party: 'party',
    consent: 'consent',
  };
  return known[entry.type] ?? kinds[String(entry.type).split('.')[0]] ?? 'id';
}

/** Good, doubtful or bad: for a colour beside the word. */
export function tone(code) {
  if (['OK', 'VALID', 'ALLOW', 'ACTIVE', 'RELEASED', 'GRANTED', 'OPEN'].includes(code))
    return 'good';
  if (['SOFT', 'REQUESTED', 'EXPIRED', 'EXHAUSTED', 'NOT_YET_VALID', 'FROZEN'].includes(code))
    return 'fair';
  if (['DENY', 'HARD', 'REVOKED'].includes(code)) return 'bad';
  return 'plain';
}

/** An id as people speak of it: without the zeros that fill it up, and cut when it is long. */
export function short(id) {
  const bare = String(id).replace(/^0{6,}(?=.)/, '');
  return bare.length <= 24 ? bare : `${bare.slice(0, 8)}…${bare.slice(-4)}`;
}

/** "CN=BKH,OU=client,O=BankHMSP,C=HK" → "BKH" */
export function commonName(subject) {
  const found = /(?:^|,)CN=((?:\\.|[^,\\])*)/.exec(subject ?? '');
  return found ? found[1].replace(/\\(.)/g, '$1') : subject || '';
}

function group(digits) {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Digits with the point `places` from the right; no rounding on the way. */
export function decimal(digits, places) {
  const sign = digits.startsWith('-') ? '−' : '';
  const bare = digits.replace('-', '').padStart(places + 1, '0');
  const whole = group(bare.slice(0, bare.length - places));
  return sign + whole + (places > 0 ? `.${bare.slice(-places)}` : '');
}

function placesOf(currency) {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits;
  } catch {
    return 2;
  }
}

export const isMoney = (value) =>
  value !== null &&
  typeof value === 'object' &&
  /^-?\d+$/.test(value.amount) &&
  /^[A-Z]{3}$/.test(value.currency) &&
  Object.keys(value).length === 2;
export const money = (value) =>
  `${value.currency} ${decimal(value.amount, placesOf(value.currency))}`;

/** A share in 1/10^places, such as rateE6, as per cent. */
export function percent(digits, places) {
  return `${decimal(String(digits), places - 2).replace(/\.?0+$/, '')} %`;
}

/** "2026-11-30T22:49:52Z" → "2026-11-30 22:49:52 UTC" */
export const moment = (text) =>
  String(text).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z$/, '$1 $2 UTC');

export const count = (number, one, many) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
