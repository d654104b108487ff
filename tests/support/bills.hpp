// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/support/cast.hpp"
#include "tests/support/edit.hpp"

/// The bills B1 and B2 of story.md: to the order of IMP, possession at EXP.
namespace tradelane::test {

std::string bill_id(const std::string& bill);

/// A transport document in DCSA's shape: fixtures/ebl/B1.json and B2.json.
Json document(const std::string& bill);

Json bill_facts(const std::string& bill);

/// The DCSA issuance request for `document`, its manifest signed by the carrier's key.
Json issuance(const Json& document);

/// The two openings of a bill; ECDSA differs from call to call, so each bill has one for all.
struct BillOpenings {
  Opening issuance = {};
  Opening facts = {};
  Transient transient() const { return test::transient({issuance, facts}); }
};
const BillOpenings& bill_openings(const std::string& bill);

Json issue_args(const std::string& bill);

Answer issue_bill(World& world, const std::string& bill);

/// `args` with the signature of the company `alias` over the bill in state `seq`.
Json sign_bill(const World& world, const std::string& alias, const std::string& transaction,
               const std::string& bill, std::int64_t seq, Json args);

/// Issue, Transfer to IMP, AcceptTransfer: IMP owns and holds the bill, `seq` is 3.
void deliver_to_importer(World& world, const std::string& bill);

}  // namespace tradelane::test
