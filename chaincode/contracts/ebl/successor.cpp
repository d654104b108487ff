// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/successor.hpp"

#include <algorithm>

#include "chaincode/contracts/ebl/keys.hpp"

namespace tradelane::ebl {
namespace {

using contract::Context;

/// `text` + 1 in decimal, empty when `text` is no number.
std::string number_after(std::string text) {
  if (!std::all_of(text.begin(), text.end(), is_digit)) return "";
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return text;
    }
    *digit = '0';
  }
  return "1" + text;
}

}  // namespace

Result<> check_amendable(const Bill& bill, const PartyId& actor, const std::string& reason) {
  if (bill.issuer != actor) return refuse(Code::ebl_not_entitled, "B119");
  if (bill.status != Status::amendment_surrendered) return refuse(Code::ebl_state, "B120");
  if (bill.surrender->reason != reason)
    return refuse(Code::ebl_state, "B121", "for another reason");
  return Done{};
}

Result<Acting> amending(const BillId& id, const std::vector<contract::Signature>& signatures,
                        const std::string& reason, const Context& tx) {
  auto acting = acting_on(id, signatures, tx);
  if (!acting || acting->act.repeated) return acting;
  if (const auto able = check_amendable(acting->bill, acting->actor, reason); !able)
    return able.error();
  return acting;
}

bool follows(const BillId& next, const BillId& old) {
  const auto now = parts_of(next);
  const auto before = parts_of(old);
  const std::string number = number_after(before[2]);
  return now[0] == before[0] && now[1] == before[1] && (number.empty() || now[2] == number);
}

Result<> check_unused(const BillId& id, const Context& tx) {
  if (tx.ledger.exists(key::bill(id))) return refuse(Code::ebl_duplicate, "B122", id.text());
  return Done{};
}

Bill in_place_of(const Bill& old, const BillId& id, const Digest& issuance, const Digest& facts) {
  return {.id = id,
          .kind = old.kind,
          .acceptance = old.acceptance,
          .issuer = old.issuer,
          .holder = old.holder,
          .owner = old.owner,
          .closed = old.closed,
          .issuance = issuance,
          .facts = facts,
          .legal_basis = old.legal_basis,
          .changed_medium = old.changed_medium};
}

ledger::Changes begun(const ledger::Reader& ledger, Bill bill, Move move,
                      const std::string& entry_type) {
  move.action_code = "ISSUE";
  move.recipient = bill.holder;
  return advance(ledger, std::move(bill), move, entry_type);
}

ledger::Changes kept(const std::vector<Digest>& commitments, const Bill& bill, const Context& tx) {
  const auto copies =
      Set<MspId>::of({tx.caller.msp, tx.ledger.find(contract::key::party(bill.holder))->msp});
  ledger::Changes changes;
  for (const Digest& commitment : Set<Digest>::of(commitments))
    changes = std::move(changes).merge(tx.openings.copy(commitment, copies));
  return changes;
}

}  // namespace tradelane::ebl
