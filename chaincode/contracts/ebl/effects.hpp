// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/contracts/ebl/records.hpp"
#include "chaincode/ledger/changes.hpp"

/// Pure functions of records: how a bill moves on. Used by finance too.
namespace tradelane::ebl {

/// One step to be added: what happened, who did it, when and by which act.
struct Move {
  std::string action_code = {};
  PartyId actor = {};
  std::optional<PartyId> recipient = {};
  Timestamp time = {};
  std::string txid = {};
  /// The digest that becomes the bill's `lastAct`.
  Digest act = {};
};

/// Writes `next` as the successor of its former state: `seq` + 1, time not before the last, and the
/// step linked to the chain. The event entry has the type `entry_type`.
ledger::Changes advance(Bill next, const Move& move, const std::string& entry_type);

/// An accepted pledge for `loan`, not bound yet.
bool can_be_bound(const Bill& bill, const LoanId& loan);
/// The pledge tied to its loan: from now on only finance releases it.
Bill bound(Bill bill);
/// The bill without its pledge.
Bill released(Bill bill);

}  // namespace tradelane::ebl
