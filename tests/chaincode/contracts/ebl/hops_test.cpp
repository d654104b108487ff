// SPDX-License-Identifier: Apache-2.0
// The rows of ebl.md 3 that move title and possession, as TradeTrust has them: which of the two
// former ones is left after each. What a caller may do is in the tests of the transactions.
#include "chaincode/contracts/ebl/hops.hpp"

#include <doctest/doctest.h>

#include "tests/support/cast.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

std::optional<PartyId> party(const std::string& alias) {
  if (alias.empty()) return std::nullopt;
  return test::party_id(alias);
}

/// owner / holder / former owner / former holder, as aliases.
struct Hands {
  std::string owner = {};
  std::string holder = {};
  std::string prev_owner = {};
  std::string prev_holder = {};
};

Bill bill_of(const Hands& hands) {
  return {.holder = *party(hands.holder),
          .owner = *party(hands.owner),
          .prev_holder = party(hands.prev_holder),
          .prev_owner = party(hands.prev_owner),
          .nominee = party("NOM")};
}

bool has(const Bill& bill, const Hands& hands) {
  return bill.owner == *party(hands.owner) && bill.holder == *party(hands.holder) &&
         bill.prev_owner == party(hands.prev_owner) && bill.prev_holder == party(hands.prev_holder);
}

const Hands both{"A", "A", "P", "P"};
const Hands parted{"A", "B", "P", "Q"};

}  // namespace

TEST_CASE("hops: row 3, the title passes") {
  const PartyId next = *party("N");
  CHECK(has(endorsed(bill_of(both), next), {"N", "A", "A", ""}));
  CHECK(has(endorsed(bill_of(parted), next), {"N", "B", "A", ""}));
  CHECK_FALSE(endorsed(bill_of(both), next).nominee);
}

TEST_CASE("hops: row 4, possession passes") {
  const PartyId next = *party("N");
  CHECK(has(handed_over(bill_of(both), next), {"A", "N", "", "A"}));
  // The owner that does not hold the bill may still give the title back.
  CHECK(has(handed_over(bill_of(parted), next), {"A", "N", "P", "B"}));
  CHECK(handed_over(bill_of(both), next).nominee);
}

TEST_CASE("hops: row 5, both pass, and nobody rejects what it keeps") {
  const auto passed = [](const Hands& hands, const char* owner, const char* holder) {
    return handed_over(endorsed(bill_of(hands), *party(owner)), *party(holder));
  };
  CHECK(has(passed(both, "N", "M"), {"N", "M", "A", "A"}));
  CHECK(has(passed(both, "N", "N"), {"N", "N", "A", "A"}));
  CHECK(has(passed(parted, "N", "M"), {"N", "M", "A", "B"}));
  CHECK(has(passed(parted, "B", "M"), {"B", "M", "", "B"}));
}

TEST_CASE("hops: rows 6 to 8, title, possession and both go back") {
  CHECK(has(title_rejected(bill_of(parted)), {"P", "B", "", "Q"}));
  CHECK_FALSE(title_rejected(bill_of(parted)).nominee);
  CHECK(has(possession_rejected(bill_of(parted)), {"A", "Q", "P", ""}));
  CHECK(has(possession_rejected(title_rejected(bill_of(both))), {"P", "P", "", ""}));
}

TEST_CASE("hops: to bearer, the title goes with possession and comes back with it") {
  Bill bearer = bill_of({"A", "A", "", ""});
  bearer.kind = Kind::blank;
  const Bill passed = handed_over(bearer, *party("N"));
  CHECK(has(passed, {"N", "N", "A", "A"}));
  CHECK(has(possession_rejected(title_rejected(passed)), {"A", "A", "", ""}));
}

TEST_CASE("hops: an offer is an onward act, and its end gives nothing new") {
  const Offer offer{.holder = *party("N"), .owner = party("M")};
  const Bill waiting = offered(bill_of(both), offer);
  CHECK(has(waiting, {"A", "A", "", ""}));
  CHECK(waiting.status == Status::transfer_pending);
  CHECK(has(withdrawn(waiting), {"A", "A", "", ""}));
  CHECK(withdrawn(waiting).status == Status::issued);
  CHECK_FALSE(withdrawn(waiting).pending_to);
  CHECK_FALSE(withdrawn(waiting).pending_owner);
  CHECK(has(taken(waiting), {"M", "N", "A", "A"}));
  CHECK(has(offered(bill_of(parted), {.holder = *party("N")}), {"A", "B", "P", ""}));
  CHECK(has(taken(offered(bill_of(parted), {.holder = *party("N")})), {"A", "N", "P", "B"}));
}

TEST_CASE("hops: what was used cannot be given back") {
  CHECK(has(settled(bill_of(both)), {"A", "A", "", ""}));
}
