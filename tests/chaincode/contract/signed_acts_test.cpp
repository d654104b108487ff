// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_acts.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

struct Fixture {
  Router router = toy::router();
  test::World world{router};
  test::Signer signer{toy::alice, "k1", crypto::PrivateKey::generate(crypto::KeyKind::p256)};
  test::Actor alice = world.actor("OneMSP", toy::alice.text());
  Json args = Json::Object{{"box", "b"}, {"weight", 5}};

  void enrol(std::optional<Timestamp> acts_since) {
    Party party =
        toy::party(toy::alice, "OneMSP", ActsBy::signature, {toy::verification_key(signer)});
    party.acts_since = acts_since;
    toy::put(world, party);
  }
  test::Answer fill(std::int64_t seq) {
    return world.submit(alice, "toy:Fill", world.sign(signer, "toy:Fill", "box/b", seq, args));
  }
  std::vector<std::pair<std::vector<std::string>, SignedAct>> rows() const {
    const ledger::Range<SignedAct> all("PARTYACT", {toy::alice.text(), "k1"});
    return ledger::Reader(world.state).list(all);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "signed acts: one row for each, in the order of time") {
  enrol(world.now);
  CHECK(fill(0).ok());
  world.now = world.now.plus_seconds(1);
  CHECK(fill(1).ok());
  const auto found = rows();
  REQUIRE(found.size() == 2);
  CHECK(found[0].second == SignedAct{.subject = "box/b", .seq = 1, .transaction = "toy:Fill"});
  CHECK(found[1].second.seq == 2);
  CHECK(found[0].first[2] == "2026-03-05T08:00:00Z");
  CHECK(found[1].first[2] == "2026-03-05T08:00:01Z");
  CHECK(found[1].first[3].size() == 64);
}

TEST_CASE_FIXTURE(Fixture, "signed acts: no row for what is refused or was done before") {
  enrol(world.now);
  CHECK(fill(0).ok());
  CHECK(fill(0).changes.empty());
  args = Json::Object{{"box", "b"}, {"weight", 0}};
  CHECK(fill(1).rule == "T1");
  CHECK(rows().size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "signed acts: a party of the first form writes what it always wrote") {
  enrol(std::nullopt);
  const auto answer = fill(0);
  CHECK(answer.ok());
  CHECK(answer.changes.writes().size() == 1);
  CHECK(rows().empty());
}

TEST_CASE_FIXTURE(Fixture, "signed acts: each key of a joint party has its own") {
  const test::Signer other{toy::alice, "k2", crypto::PrivateKey::generate(crypto::KeyKind::p256)};
  Party joint = toy::party(toy::alice, "OneMSP", ActsBy::signature,
                           {toy::verification_key(signer), toy::verification_key(other)});
  joint.signatures_needed = 2;
  joint.acts_since = world.now;
  toy::put(world, joint);
  const Json both =
      world.sign(other, "toy:Fill", "box/b", 0, world.sign(signer, "toy:Fill", "box/b", 0, args));
  CHECK(world.submit(alice, "toy:Fill", both).ok());
  CHECK(rows().size() == 1);
  const ledger::Range<SignedAct> others("PARTYACT", {toy::alice.text(), "k2"});
  CHECK(ledger::Reader(world.state).list(others).size() == 1);
}
