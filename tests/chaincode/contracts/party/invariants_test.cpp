// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contracts/party/verbs.hpp"
#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;

namespace {

using contract::Party;
using ledger::Changes;

/// The id of the invariant that `changes` break, "" when none.
std::string broken(test::World& world, const Changes& changes) {
  const ledger::Reader reader(world.state);
  const contract::ChangeSet set(changes, reader);
  for (const auto& invariant : party::invariants())
    if (!invariant.holds(set)) return invariant.id;
  return "";
}

}  // namespace

TEST_CASE_FIXTURE(party::PartyWorld,
                  "invariants: each seeded bug is caught, each good change passes") {
  bootstrap();
  CHECK(enrol("CAR").ok());
  const auto party_key = contract::key::party(test::party_id("CAR"));
  const Party old = *ledger::Reader(world.state).find(party_key);
  Party good = old;
  good.seq = 2;
  CHECK(broken(world, Changes{}.put(party_key, good)) == "");

  const auto changed = [&](auto edit) {
    Party next = good;
    edit(next);
    return broken(world, Changes{}.put(party_key, next));
  };
  CHECK(changed([](Party& p) { p.seq = 1; }) == "PI2");
  CHECK(changed([](Party& p) { p.seq = 3; }) == "PI2");
  CHECK(changed([](Party& p) { p.msp = *MspId::parse("OtherMSP"); }) == "PI2");
  CHECK(changed([](Party& p) { p.id = test::party_id("OTHER"); }) == "PI2");
  CHECK(changed([](Party& p) { p.identity = *Digest::parse(std::string(64, '1')); }) == "PI2");
  CHECK(broken(world, Changes{}.erase(party_key)) == "PI2");

  const auto boot_key = contract::key::boot();
  contract::Boot boot = *ledger::Reader(world.state).find(boot_key);
  CHECK(broken(world, Changes{}.put(boot_key, boot)) == "");
  boot.rulebook.id = "OTHER";
  CHECK(broken(world, Changes{}.put(boot_key, boot)) == "PI1");
  CHECK(broken(world, Changes{}.erase(boot_key)) == "PI1");
}
