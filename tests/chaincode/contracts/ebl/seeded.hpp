// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

namespace tradelane::ebl {

/// Seeds bugs in surrender, stops, shape and medium: what of these would break when the changes
/// were written. Title and chain have seeds of their own (seeds.hpp).
struct Seeded : EblWorld {
  std::string broken(const ledger::Changes& changes) {
    const ledger::Reader reader(world.state);
    const contract::ChangeSet set(changes, reader);
    for (const auto& part : {invariants_surrender(), invariants_shape()})
      for (const auto& invariant : part)
        if (!invariant.holds(set)) return invariant.id;
    return "";
  }
  /// The present bill moves on after `edit`.
  ledger::Changes move(const std::function<void(Bill&)>& edit) {
    Bill next = bill();
    edit(next);
    return advance(ledger::Reader(world.state), next,
                   {.action_code = "TEST",
                    .actor = next.issuer,
                    .time = world.now,
                    .txid = "t",
                    .act = *Digest::parse(std::string(64, '7'))},
                   "ebl.Test");
  }
  std::string moved(const std::function<void(Bill&)>& edit) { return broken(move(edit)); }
};

}  // namespace tradelane::ebl
