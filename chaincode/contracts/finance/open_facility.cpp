// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

constexpr std::int64_t whole_e4 = 10'000;

Facility described(const OpenFacility& in, const PartyId& lender) {
  return {.id = in.facility_id,
          .lender = lender,
          .borrower = in.borrower,
          .forward_days = in.forward_days,
          .terms = in.commitments.facility_terms,
          .usage = in.commitments.usage};
}

/// `old` as it was opened. The use of the facility moves on with its loans.
Facility as_opened(const Facility& old, const Facility& asked) {
  Facility out = old;
  if (old.seq > 1) out.usage = asked.usage;
  out.state = FacilityState::open;
  out.at = {};
  out.seq = 0;
  return out;
}

bool are_sound(const FacilityTerms& terms) {
  return terms.limit.amount.value > 0 && terms.tenor_max_days > 0 &&
         terms.advance_rate_e4.value > 0 && terms.advance_rate_e4.value <= whole_e4;
}

}  // namespace

/// OpenFacility: a bank promises a borrower credit. Rules: README.md, F6 to F9.
Result<Changes> open_facility(const OpenFacility& in, const Context& tx) {
  // authorise: banks, by the contract's table
  const PartyId& lender = tx.caller.party->id;

  // check: the same again is harmless
  Facility next = described(in, lender);
  const auto old = tx.ledger.find(key::facility(in.facility_id));
  const auto different = old ? first_difference(as_opened(*old, next), next) : std::string_view{};
  if (!different.empty()) return refuse(Code::fac_exists, "F6", std::string(different));
  if (old)
    return Changes::unchanged(
        {.type = "finance.OpenFacility", .id = in.facility_id.text(), .seq = old->seq});

  // check: for a borrower who can act, on terms that make sense, nothing drawn
  const auto borrower = tx.ledger.find(contract::key::party(in.borrower));
  if (!borrower) return refuse(Code::party_unknown, "F7");
  if (borrower->state != contract::PartyState::active || !borrower->terms)
    return refuse(Code::party_inactive, "F7");
  const auto terms = tx.openings.take<FacilityTerms>(next.terms, "facilityTerms");
  if (!terms) return terms.error();
  const auto usage = tx.openings.take<FacilityUsage>(next.usage, "usage");
  if (!usage) return usage.error();
  if (!are_sound(*terms)) return refuse(Code::private_value, "F8");
  const Money nothing{.amount = {}, .currency = terms->limit.currency};
  if (usage->drawn != nothing) return refuse(Code::private_value, "F9");

  // apply
  next.at = tx.time;
  next.seq = 1;

  // emit: the lender keeps its books
  const Set<MspId> copies{tx.caller.msp};
  return Changes{}
      .put(key::facility(in.facility_id), next)
      .merge(tx.openings.copy(next.terms, copies))
      .merge(tx.openings.copy(next.usage, copies))
      .emit({.type = "finance.OpenFacility", .id = in.facility_id.text(), .seq = next.seq});
}

}  // namespace tradelane::finance
