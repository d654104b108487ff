// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"

#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t longest_part = 20;

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

ledger::Changes advance(Bill next, const Move& move, const std::string& entry_type) {
  const bool is_first = next.seq == 0;
  next.seq += 1;
  next.at = std::max(next.at, move.time);
  next.last_act = move.act;
  Step step{.action_code = move.action_code,
            .actor = move.actor,
            .recipient = move.recipient,
            .at = next.at,
            .txid = move.txid};
  if (!is_first) step.prev_hash = next.head_hash;
  next.head_hash = crypto::sha256_hex(encode_record(step));
  return ledger::Changes{}
      .put(key::bill(next.id), next)
      .put(key::step(next.id, next.seq), step)
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

Bill released(Bill bill) {
  bill.pledge.reset();
  return bill;
}

}  // namespace tradelane::ebl
