// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/consent/records.cpp
#include <doctest/doctest.h>

#include "chaincode/contracts/consent/verbs.hpp"
#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;
using namespace tradelane::consent;
using ledger::Changes;

namespace {

struct Given : ConsentWorld {
  ConsentId id = *ConsentId::parse(test::consent_id("C1"));
  Consent good;

  Given() {
    test::give_consent(world, "C1", "BKH", "EXP");
    good = *ledger::Reader(world.state).find(key::consent(id));
    good.seq += 1;
  }
  std::string broken(const Changes& changes) {
    const ledger::Reader reader(world.state);
    const contract::ChangeSet set(changes, reader);
    for (const auto& invariant : invariants())
      if (!invariant.holds(set)) return invariant.id;
    return "";
  }
  std::string changed(const std::function<void(Consent&)>& edit) {
    Consent next = good;
    edit(next);
    return broken(Changes{}.put(key::consent(id), next));
  }
};

Access allowed_row() {
  return {.recipient = test::party_id("BKH"),
          .provider = test::party_id("CDP"),
          .purpose = "CREDIT_UNDERWRITING",
          .decision = Decision::allow,
          .request_digest = *Digest::parse(std::string(64, 'd'))};
}

}  // namespace

TEST_CASE_FIXTURE(Given, "invariants: seeded bugs in the consent itself") {
  CHECK(changed([](Consent&) {}) == "");
  CHECK(changed([](Consent& c) { c.grant->categories.push_back("REGISTRY_PROFILE"); }) == "CI2");
  CHECK(changed([](Consent& c) { c.grant->not_after = c.grant->not_after.plus_seconds(1); }) ==
        "CI2");
  CHECK(changed([](Consent& c) { c.grant->usage.max_uses = 0; }) == "CI2");
  CHECK(changed([](Consent& c) { c.owner = test::party_id("IMP"); }) == "CI3");
  CHECK(changed([](Consent& c) { c.provider = test::party_id("SDN"); }) == "CI3");
  CHECK(changed([](Consent& c) { c.seq -= 1; }) == "CI3");
  CHECK(broken(Changes{}.erase(key::consent(id))) == "CI1");

  const Json revoke = test::with(just_id(), "reason", "OWNER_WITHDREW");
  CHECK(submit("CDP", "Revoke", sign("EXP", "Revoke", 3, revoke)).ok());
  good = *ledger::Reader(world.state).find(key::consent(id));
  CHECK(changed([](Consent& c) { c.state = State::active; }) == "CI1");
  CHECK(changed([](Consent& c) { c.reason.reset(); }) == "CI1");
  CHECK(changed([](Consent& c) { c.seq += 1; }) == "CI1");
}

TEST_CASE_FIXTURE(Given, "invariants: seeded bugs in the count of uses") {
  const auto counted = [&](std::int64_t used, const std::optional<Access>& row) {
    Changes changes = Changes{}.put(key::use(id), ConsentUse{.used = used});
    if (row) changes = std::move(changes).put(key::access(id, "t"), *row);
    return broken(changes);
  };
  Access denied = allowed_row();
  denied.decision = Decision::deny;
  denied.reason = "PURPOSE";
  CHECK(counted(1, allowed_row()) == "");
  CHECK(counted(2, allowed_row()) == "CI4");
  CHECK(counted(0, allowed_row()) == "CI4");
  CHECK(counted(1, std::nullopt) == "CI6");
  CHECK(counted(1, denied) == "CI6");
  CHECK(broken(Changes{}.erase(key::use(id))) == "CI4");
}

TEST_CASE_FIXTURE(Given, "invariants: seeded bugs in the journal") {
  const auto decided = submit("BKH", "Decide", test::consent_decide("C1"));
  const auto place = key::access(id, decided.text("id"));
  CHECK(broken(Changes{}.put(place, allowed_row())) == "CI5");
  CHECK(broken(Changes{}.erase(place)) == "CI5");
  Access no_reason = allowed_row();
  no_reason.decision = Decision::deny;
  CHECK(broken(Changes{}.put(key::access(id, "t"), no_reason)) == "CI5");
  Access odd_reason = allowed_row();
  odd_reason.reason = "PURPOSE";
  CHECK(broken(Changes{}.put(key::access(id, "t"), odd_reason)) == "CI5");
}
