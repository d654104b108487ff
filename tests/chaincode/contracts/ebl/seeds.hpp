// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>

#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/endorsement.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

namespace tradelane::ebl {

/// Seeds bugs: what a wrong transaction would write, and which invariants notice.
struct Seeds : EblWorld {
  /// What goes along with a bill that moves.
  struct With {
    bool step = true;
    bool index = true;
    bool policy = true;
    bool entry = true;
  };

  static PartyId party(const char* alias) { return test::party_id(alias); }

  /// A step of B1's holder that says nothing.
  Move remark() {
    return {.action_code = "REMARK",
            .actor = bill().holder,
            .time = world.now,
            .txid = "t",
            .act = *Digest::parse(std::string(64, '7'))};
  }
  Move move(const char* code, const char* actor) {
    Move out = remark();
    out.action_code = code;
    out.actor = party(actor);
    return out;
  }
  Move move(const char* code, const char* actor, const char* recipient) {
    Move out = move(code, actor);
    out.recipient = party(recipient);
    return out;
  }

  /// The bill after `edit`, by a step made of `move` and edited by `edit_step`.
  ledger::Changes written(
      const std::function<void(Bill&)>& edit, const Move& move, With with,
      const std::function<void(Step&)>& edit_step = [](Step&) {}) {
    const ledger::Reader reader(world.state);
    Bill next = bill();
    const Bill before = next;
    edit(next);
    next.seq += 1;
    next.at = std::max(next.at, move.time);
    Step step{.action_code = move.action_code,
              .actor = move.actor,
              .recipient = move.recipient,
              .new_owner = move.new_owner,
              .at = next.at,
              .prev_hash = before.head_hash,
              .txid = "t"};
    edit_step(step);
    next.head_hash = crypto::sha256_hex(encode_record(step));
    auto changes = ledger::Changes{}.put(key::bill(next.id), next);
    if (with.step) changes = std::move(changes).put(key::step(next.id, next.seq), step);
    if (with.index && before.holder != next.holder)
      changes = std::move(changes)
                    .erase(key::held(before.holder, next.id))
                    .put(key::held(next.holder, next.id), HeldBill{next.id});
    if (with.policy)
      changes = std::move(changes).endorse_by(key::bill(next.id), policy_of(next, reader));
    if (with.entry)
      changes =
          std::move(changes).emit({.type = "ebl.Test", .id = next.id.text(), .seq = next.seq});
    return changes;
  }
  ledger::Changes written(const std::function<void(Bill&)>& edit, const Move& move) {
    return written(edit, move, With{});
  }
  ledger::Changes written(const std::function<void(Bill&)>& edit) {
    return written(edit, remark());
  }

  std::set<std::string> broken(const ledger::Changes& changes) {
    const ledger::Reader reader(world.state);
    const contract::ChangeSet set(changes, reader);
    std::set<std::string> out;
    for (const auto& invariant : invariants())
      if (!invariant.holds(set)) out.insert(invariant.id);
    return out;
  }
  bool breaks(const char* rule, const ledger::Changes& changes) {
    return broken(changes).contains(rule);
  }
  bool is_sound(const ledger::Changes& changes) { return broken(changes).empty(); }
};

}  // namespace tradelane::ebl
