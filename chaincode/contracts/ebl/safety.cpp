// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// One stop and what is refused when it is there already, or is not there to be lifted.
struct Stop {
  ledger::Key<Safety> place;
  /// Of the decision of two operators, and of the event.
  std::string subject = {};
  std::string id = {};
  Digest reason = {};
  Error already;
  Error not_there;
};

/// Both ways: two operator organisations, one after the other, set the stop or lift it. The bill
/// itself is not written: its holder need not endorse that it is stopped.
Result<Changes> move_to(bool stopped, const Stop& stop, const Context& tx, const char* type) {
  const auto& old = tx.ledger.find(stop.place);
  const std::int64_t seq = old ? old->seq : 0;
  const ledger::Entry unchanged{.type = type, .id = stop.id, .seq = seq};

  // check: in the other state, or this is a retry
  if ((old && old->stopped) == stopped) {
    if (seq > 0 && contract::is_decided_already(tx, stop.subject))
      return Changes::unchanged(unchanged);
    return stopped ? stop.already : stop.not_there;
  }
  auto joint = contract::two_operators(tx, stop.subject);
  if (!joint) return joint.error();
  if (!joint->is_decided) return contract::proposed(std::move(*joint), unchanged);

  // apply
  const Safety next{.stopped = stopped,
                    .reason = stop.reason,
                    .at = old ? contract::later(old->at, tx.time) : tx.time,
                    .seq = seq + 1};

  // emit
  return std::move(joint->changes)
      .put(stop.place, next)
      .emit({.type = type, .id = stop.id, .seq = next.seq});
}

Result<Changes> freeze_or_not(bool stopped, const FreezeBill& in, const Context& tx,
                              const char* type) {
  // authorise: an operator, by the contract's table; the second one in `move_to`
  if (!tx.ledger.exists(key::bill(in.bill_id))) return refuse(Code::ebl_unknown, "B110");
  return move_to(stopped,
                 {.place = key::freeze(in.bill_id),
                  .subject = "bill/" + in.bill_id.text(),
                  .id = in.bill_id.text(),
                  .reason = in.reason,
                  .already = refuse(Code::ebl_frozen, "B111", "frozen already"),
                  .not_there = refuse(Code::ebl_state, "B112", "not frozen")},
                 tx, type);
}

Result<Changes> pause_or_not(bool stopped, const PauseBills& in, const Context& tx,
                             const char* type) {
  return move_to(stopped,
                 {.place = key::pause(),
                  .subject = "bills",
                  .id = "bills",
                  .reason = in.reason,
                  .already = refuse(Code::ebl_paused, "B113", "paused already"),
                  .not_there = refuse(Code::ebl_state, "B114", "not paused")},
                 tx, type);
}

}  // namespace

/// Freeze: by order of a court or of sanctions, from now on nobody acts on this bill (B39). Rules:
/// README.md, B110, B111 and A16.
Result<Changes> freeze(const FreezeBill& in, const Context& tx) {
  return freeze_or_not(true, in, tx, "ebl.Freeze");
}

/// Unfreeze: it moves again. Rules: B110, B112 and A16.
Result<Changes> unfreeze(const FreezeBill& in, const Context& tx) {
  return freeze_or_not(false, in, tx, "ebl.Unfreeze");
}

/// Pause: an emergency, all bills of the channel rest (B38). Rules: B113 and A16.
Result<Changes> pause(const PauseBills& in, const Context& tx) {
  return pause_or_not(true, in, tx, "ebl.Pause");
}

/// Resume: the bills move again. Rules: B114 and A16.
Result<Changes> resume(const PauseBills& in, const Context& tx) {
  return pause_or_not(false, in, tx, "ebl.Resume");
}

}  // namespace tradelane::ebl
