// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/contracts/ebl/records.hpp"
#include "chaincode/ledger/changes.hpp"
#include "chaincode/ledger/reader.hpp"

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
  /// What the step says besides; most say nothing.
  std::optional<PartyId> new_owner = {};
  std::optional<std::string> reason_code = {};
  std::optional<Digest> comment = {};
  std::optional<Digest> payload = {};
  std::optional<std::int64_t> packages = {};
};

/// Its title has ended on this ledger: nothing moves it again.
bool is_terminal(Status status);

/// What stops every act on a bill, whoever acts, in order: EBL_PAUSED (B38) while all bills rest,
/// EBL_FROZEN (B39) while this one does, EBL_STATE (B40) when its title has ended or went to the
/// bill of a completed recovery.
Result<> may_move(const Bill& bill, const ledger::Reader& ledger);
/// The first two of them, for what happens to a bill whose title has ended.
Result<> not_stopped(const BillId& id, const ledger::Reader& ledger);

/// The bill that a recovery has put in the place of `id`, or the bill itself.
const std::optional<Bill>& present(const BillId& id, const ledger::Reader& ledger);

/// Writes `next` as the successor of its former state: `seq` + 1, time not before the last, and the
/// step linked to the chain, the endorsement policy of whoever has rights in it from now on, and
/// the index of who holds it. The event entry has the type `entry_type`.
ledger::Changes advance(const ledger::Reader& ledger, Bill next, const Move& move,
                        const std::string& entry_type);

/// An accepted pledge for `loan`, not bound yet.
bool can_be_bound(const Bill& bill, const LoanId& loan);
/// The pledge tied to its loan: from now on only finance releases it.
Bill bound(Bill bill);
/// The pledgee has taken the security, and the bill into its hands if that was agreed.
Bill accepted(Bill bill, Timestamp at);
/// The bill without its pledge, back in the hands of its owner.
Bill released(Bill bill);
/// The security is realised: the bill is the pledgee's.
Bill enforced(Bill bill);

}  // namespace tradelane::ebl
