// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"

#include "chaincode/contracts/ebl/endorsement.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t longest_part = 20;

/// Who holds the bill, for the index; nobody holds one whose title has ended.
std::optional<PartyId> holder_of(const Bill& bill) {
  if (is_terminal(bill.status)) return std::nullopt;
  return bill.holder;
}

/// The row of the index moves with the bill.
ledger::Changes index_anew(const Bill& next, const ledger::Reader& ledger) {
  const auto& old = ledger.find(key::bill(next.id));
  const auto before = old ? holder_of(*old) : std::nullopt;
  const auto after = holder_of(next);
  ledger::Changes changes;
  if (before == after) return changes;
  if (before) changes = std::move(changes).erase(key::held(*before, next.id));
  if (after) changes = std::move(changes).put(key::held(*after, next.id), HeldBill{next.id});
  return changes;
}

}  // namespace

bool BillTag::valid(std::string_view text) {
  int count = 1;
  std::size_t length = 0;
  for (const char c : text) {
    if (c == '/') {
      if (length == 0) return false;
      ++count;
      length = 0;
      continue;
    }
    if (!is_upper_or_digit(c) || ++length > longest_part) return false;
  }
  return count == 3 && length > 0;
}

std::vector<std::string> parts_of(const BillId& id) {
  const std::string& text = id.text();
  const auto first = text.find('/');
  const auto second = text.find('/', first + 1);
  return {text.substr(0, first), text.substr(first + 1, second - first - 1),
          text.substr(second + 1)};
}

bool is_terminal(Status status) {
  switch (status) {
    case Status::issued:
    case Status::transfer_pending:
    case Status::surrender_pending:
    case Status::amendment_pending:
    case Status::amendment_surrendered:
      return false;
    case Status::surrendered:
    case Status::voided:
    case Status::converted_to_paper:
    case Status::split:
    case Status::merged:
      return true;
  }
  return true;
}

Result<> not_stopped(const BillId& id, const ledger::Reader& ledger) {
  const auto& pause = ledger.find(key::pause());
  if (pause && pause->stopped) return refuse(Code::ebl_paused, "B38");
  const auto& freeze = ledger.find(key::freeze(id));
  if (freeze && freeze->stopped) return refuse(Code::ebl_frozen, "B39");
  return Done{};
}

Result<> may_move(const Bill& bill, const ledger::Reader& ledger) {
  if (const auto free = not_stopped(bill.id, ledger); !free) return free.error();
  if (is_terminal(bill.status)) return refuse(Code::ebl_state, "B40");
  const auto& recovery = ledger.find(key::recovery(bill.id));
  if (recovery && recovery->state == RecoveryState::completed)
    return refuse(Code::ebl_state, "B40");
  return Done{};
}

const std::optional<Bill>& present(const BillId& id, const ledger::Reader& ledger) {
  BillId now = id;
  // Each recovery leads to a bill that was new then, so this ends.
  for (;;) {
    const auto& recovery = ledger.find(key::recovery(now));
    if (!recovery || recovery->state != RecoveryState::completed)
      return ledger.find(key::bill(now));
    now = *recovery->replaced_by;
  }
}

ledger::Changes advance(const ledger::Reader& ledger, Bill next, const Move& move,
                        const std::string& entry_type) {
  const bool is_first = next.seq == 0;
  next.seq += 1;
  next.at = std::max(next.at, move.time);
  next.last_act = move.act;
  Step step{.action_code = move.action_code,
            .actor = move.actor,
            .recipient = move.recipient,
            .new_owner = move.new_owner,
            .at = next.at,
            .reason_code = move.reason_code,
            .comment = move.comment,
            .payload = move.payload,
            .packages = move.packages,
            .txid = move.txid};
  if (!is_first) step.prev_hash = next.head_hash;
  next.head_hash = crypto::sha256_hex(encode_record(step));
  return ledger::Changes{}
      .put(key::bill(next.id), next)
      .put(key::step(next.id, next.seq), step)
      .merge(endorse_anew(next, ledger))
      .merge(index_anew(next, ledger))
      .emit({.type = entry_type, .id = next.id.text(), .seq = next.seq});
}

bool can_be_bound(const Bill& bill, const LoanId& loan) {
  return bill.status == Status::issued && bill.pledge && bill.pledge->loan == loan &&
         bill.pledge->state == PledgeState::accepted;
}

Bill bound(Bill bill) {
  bill.pledge->state = PledgeState::bound;
  return bill;
}

Bill accepted(Bill bill, Timestamp at) {
  bill.pledge->state = PledgeState::accepted;
  bill.pledge->since = std::max(bill.at, at);
  if (bill.pledge->possession == Possession::pledgee) bill.holder = bill.pledge->pledgee;
  return bill;
}

Bill released(Bill bill) {
  if (bill.pledge->state != PledgeState::offered) bill.holder = bill.owner;
  bill.pledge.reset();
  return bill;
}

Bill enforced(Bill bill) {
  bill.holder = bill.pledge->pledgee;
  bill.owner = bill.pledge->pledgee;
  bill.nominee.reset();
  bill.pledge.reset();
  return bill;
}

}  // namespace tradelane::ebl
