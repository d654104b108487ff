// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/scenario/step.hpp"

/// The steps of the story, contract by contract; story.cpp puts them into their order.
namespace tradelane::scenario {

using Steps = std::vector<Step>;

/// 26 characters of which the last are `alias`: facilities, loans, matches, screenings, drawdowns.
std::string id26(const std::string& alias);
/// The letter of the organisation of `alias`, as in story.md 5.
std::string letter_of(const std::string& alias);

// 0: parties
Step bootstrap();
Step register_party(const std::string& alias, const Setting& setting);
Step accept_terms(const std::string& alias);

// 0, 1, 5, 7: evidence. Objects: D1 D2 (feed decl), G1 L1 P1 (feed events).
Step register_feed(const std::string& feed, const Setting& setting);
Step publish(const std::string& object, const Setting& setting);
/// The next version of D1 with one bit of its signature turned over.
Step forged_version(const Setting& setting);
/// D2's envelope with a new date and the next number.
Step rewrapped_envelope(const Setting& setting);
Step match(const Setting& setting);
Query ask_evidence(const std::string& object, const Setting& setting);
/// The id of a record, and the opening of its facts.
Record record_of(const std::string& object, const Setting& setting);

// 3, 4, 8, 12: consents C1 C2 C3
Step request_consent(const std::string& consent, const Setting& setting);
Step grant_consent(const std::string& consent, const Setting& setting);
Step acknowledge_consent(const std::string& consent);
Step decide_consent(const std::string& consent, const std::string& number, const Setting& setting);
/// What the bank then sends to the data provider as `request`; decide_consent has its digest.
Json data_request(const std::string& consent, const Setting& setting);
Step revoke_consent(const std::string& consent);
/// After the revocation: a success that records the denial.
Step denied_decision(const std::string& consent, const Setting& setting);
/// The bank that asks for a consent, and the company that gives it.
std::string recipient_of(const std::string& consent);
std::string owner_of(const std::string& consent);

// 6, 7a, 10, 11, 15: bills B1 B2
Step issue_bill(const std::string& bill);
Step transfer_bill();
Step accept_transfer();
/// B2 with EXP's signature for B1.
Step replayed_signature(const Setting& setting);
Step pledge_by_stranger();
Step pledge_bill();
Step accept_pledge();
Step request_surrender();
Step answer_surrender();
Query ask_bill(const std::string& bill);

// 0, 8 to 15: loan L-1 of facility F1, and what the second bank tries with F2
Step open_facility(const std::string& facility);
Step apply_on_stale_evidence(const Setting& setting);
Step apply_for_loan(const Setting& setting);
Step record_screening();
Step offer(const Setting& setting);
Step accept_offer();
Step secure();
Step request_drawdown(const Setting& setting);
Step confirm_disbursement(const Setting& setting);
Step apply_at_second_bank(const Setting& setting);
/// The very same act; only the bank's relay differs.
Step apply_with_random_fingerprints(const Setting& setting);
Step apply_without_consent(const Setting& setting);
Step record_repayment(const Setting& setting);
Step release();
Query ask_loan(const std::string& by, const std::string& loan);

/// Everything in its order, refusals where they are tried.
Steps story(const Setting& setting);

/// Another one, of the same people: two bills that go through everything that one of them can go
/// through between issue and delivery, and what can be asked of them at its end.
Steps title_story(const Setting& setting);
std::vector<Query> title_queries();

}  // namespace tradelane::scenario
