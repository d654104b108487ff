// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/caller.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

struct Fixture {
  Router router = toy::router();
  test::World world{router};
  crypto::IdentityCache identities;

  Fixture() {
    toy::put(world, toy::party(toy::alice, "OneMSP", ActsBy::certificate));
    toy::put(world, toy::party(toy::bob, "TwoMSP", ActsBy::certificate));
    const MspId two = *MspId::parse("TwoMSP");
    const Rulebook rulebook{.id = "r", .sha256 = *Digest::parse(std::string(64, '0'))};
    world.state.apply(ledger::Changes{}
                          .put(key::default_party(two), DefaultParty{.party = toy::bob})
                          .put(key::boot(), Boot{.operator_msps = {two}, .rulebook = rulebook}));
  }
  Result<Caller> resolve(const test::Actor& who, Who::Kind asked_for = Who::Kind::members) {
    const ledger::Invocation call{.msp = who.msp, .certificate = who.certificate};
    return resolve_caller(call, ledger::Reader(world.state), identities, asked_for);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "caller: the attribute selects among the parties of the own MSP only") {
  CHECK(resolve(world.actor("OneMSP", toy::alice.text()))->is(toy::alice));
  CHECK_FALSE(resolve(world.actor("OneMSP", toy::bob.text()))->party);
  CHECK_FALSE(resolve(world.actor("TwoMSP", toy::alice.text()))->party);
  CHECK_FALSE(resolve(world.actor("OneMSP", "nonsense"))->party);
}

TEST_CASE_FIXTURE(Fixture, "caller: without an attribute the MSP's default party, if it has one") {
  CHECK(resolve(world.actor("TwoMSP"))->is(toy::bob));
  CHECK_FALSE(resolve(world.actor("OneMSP"))->party);
}

TEST_CASE_FIXTURE(Fixture, "caller: operators are those that the bootstrap record names") {
  CHECK(resolve(world.actor("TwoMSP"), Who::Kind::operators)->is_operator);
  CHECK_FALSE(resolve(world.actor("OneMSP"), Who::Kind::operators)->is_operator);
}

TEST_CASE_FIXTURE(Fixture, "caller: only what is asked for is looked up") {
  const auto kinds = {Who::Kind::anyone, Who::Kind::operators, Who::Kind::parties,
                      Who::Kind::members};
  for (const auto kind : kinds) {
    const auto caller = resolve(world.actor("TwoMSP"), kind);
    CHECK(caller->msp.text() == "TwoMSP");
    CHECK(caller->party.has_value() == (kind != Who::Kind::anyone));
    CHECK(caller->is_operator == (kind == Who::Kind::operators));
  }
}

TEST_CASE_FIXTURE(Fixture, "caller: A10 for a certificate or MSP id that cannot be read") {
  for (const auto kind : {Who::Kind::anyone, Who::Kind::operators, Who::Kind::members}) {
    CHECK(resolve({.msp = "OneMSP", .certificate = "x"}, kind).error().rule == "A10");
    CHECK(resolve({.msp = "One MSP", .certificate = "x"}, kind).error().code == Code::auth_denied);
  }
}
