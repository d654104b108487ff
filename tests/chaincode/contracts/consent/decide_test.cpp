// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/consent/contract.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;

namespace {

struct Given : consent::ConsentWorld {
  Given() { test::give_consent(world, "C1", "BKH", "EXP"); }

  consent::Access row(const test::Answer& decided, const std::string& id = "C1") {
    const auto consent_id = *consent::ConsentId::parse(test::consent_id(id));
    return *ledger::Reader(world.state).find(consent::key::access(consent_id, decided.text("id")));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Given, "Decide: a permission is counted and journalled, once per transaction") {
  const auto allowed = submit("BKH", "Decide", test::consent_decide("C1"));
  CHECK(allowed.text("code") == "ALLOW");
  CHECK(row(allowed).decision == consent::Decision::allow);
  CHECK_FALSE(row(allowed).reason);
  CHECK(row(allowed).provider == test::party_id("CDP"));
  CHECK(ask("BKH", "Get", just_id()).payload.find("use")->find("used")->as_integer() == 1);
}

TEST_CASE_FIXTURE(Given, "Decide: a denial is a success that records its reason") {
  const Json revoke = test::with(just_id(), "reason", "OWNER_WITHDREW");
  CHECK(submit("CDP", "Revoke", sign("EXP", "Revoke", 3, revoke)).ok());
  const auto denied = submit("BKH", "Decide", test::consent_decide("C1"));
  CHECK(denied.ok());
  CHECK(denied.text("code") == "DENY");
  CHECK(row(denied).reason == "REVOKED");
  CHECK(ask("BKH", "Get", just_id()).payload.find("use")->find("used")->as_integer() == 0);
}

TEST_CASE_FIXTURE(Given, "Decide: no party and no consent look the same, and name no provider") {
  const auto stranger = submit("BK2", "Decide", test::consent_decide("C1"));
  const auto unknown = submit("BK2", "Decide", test::consent_decide("C9"));
  for (const consent::Access& access : {row(stranger), row(unknown, "C9")}) {
    CHECK(access.reason == "NOT_FOUND");
    CHECK_FALSE(access.provider);
  }
}

TEST_CASE_FIXTURE(Given, "Decide: only data consumers leave rows in a journal") {
  CHECK(submit("BKS", "Decide", test::consent_decide("C1")).rule == "A10");
  CHECK(submit("CAR", "Decide", test::consent_decide("C1")).rule == "A10");
}

TEST_CASE_FIXTURE(Given, "Decide: two uses at one height read and write the same count") {
  const auto one = ask("BKH", "Decide", test::consent_decide("C1"));
  const auto two = ask("BKH", "Decide", test::consent_decide("C1"));
  const auto use = consent::key::use(*consent::ConsentId::parse(test::consent_id("C1"))).text();
  CHECK(one.changes.writes().contains({"", use}));
  CHECK(two.changes.writes().contains({"", use}));
}
