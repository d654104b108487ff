// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document.hpp"
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t steps_of_a_page = 100;
constexpr std::size_t bills_of_a_page = 100;
constexpr std::size_t longest_nonce = 100;

/// What is known of the document: the checksum of its bytes, and the salt of its opening.
struct Known {
  std::string checksum = {};
  std::string salt = {};
};

Known known_from(const Json& opening) {
  return {.checksum = checksum(*opening.find("issuance")->find("document")),
          .salt = *opening.find("salt")->as_string()};
}

/// From the copy of the caller's own organisation.
std::optional<Known> known_document(const Bill& bill, const Context& tx) {
  const auto bytes = tx.ledger.find_private(contract::implicit_collection(tx.caller.msp),
                                            contract::opening_key(bill.issuance));
  if (!bytes) return std::nullopt;
  const auto opening = parse_json(*bytes, {.string_bytes = 1024 * 1024});
  if (!opening) throw Fault("a kept opening is not JSON");
  return known_from(*opening);
}

bool is_under_control(const Bill& bill, const ledger::Reader& ledger) {
  const auto& recovery = ledger.find(key::recovery(bill.id));
  const bool is_recovered = recovery && recovery->state == RecoveryState::completed;
  return !is_terminal(bill.status) && !is_recovered;
}

/// Whether the party is one of the caller's own organisation.
bool is_own(const PartyId& id, const Context& tx) {
  const auto& party = tx.ledger.find(contract::key::party(id));
  return party && party->msp == tx.caller.msp;
}

/// What was amended (MLETR 16), when the bill replaces one and the caller's organisation keeps it.
std::optional<Json> changes_of(const Bill& bill, const Context& tx) {
  if (!bill.links || bill.links->replaces.empty()) return std::nullopt;
  const auto& first = tx.ledger.find(key::step(bill.id, 1));
  if (!first || !first->payload) return std::nullopt;
  return contract::kept_json(tx, *first->payload, "changes");
}

}  // namespace

/// Get: the bill, and the issuance request as far as the caller's organisation keeps it.
Result<BillView> get(const Get& in, const Context& tx) {
  const auto bill = tx.ledger.find(key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "B37");
  BillView view{.bill = *bill};
  if (!in.open) return view;
  view.issuance = contract::kept_json(tx, bill->issuance, "issuance");
  view.changes = changes_of(*bill, tx);
  return view;
}

/// History: the chain of title, from the issue on, page by page.
Result<HistoryView> history(const HistoryAsked& in, const Context& tx) {
  if (!tx.ledger.exists(key::bill(in.bill_id))) return refuse(Code::ebl_unknown, "B37");
  const std::int64_t after = in.after.value_or(0);
  const std::string begin = after == 0 ? "" : key::step(in.bill_id, after).text();
  auto rows = tx.ledger.page(key::steps(in.bill_id), begin, steps_of_a_page + 1);
  HistoryView view{.bill_id = in.bill_id};
  if (rows.size() > steps_of_a_page) {
    rows.pop_back();
    view.next = after + static_cast<std::int64_t>(steps_of_a_page);
  }
  for (auto& [parts, step] : rows) view.steps.push_back(std::move(step));
  return view;
}

/// Verify: whether this is the document that the bill stands for, by the copy that the caller's
/// organisation keeps.
Result<VerifyView> verify(const Verify& in, const Context& tx) {
  const auto bill = tx.ledger.find(key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "B37");
  const auto known = known_document(*bill, tx);
  if (!known) return VerifyView{.reason = Verdict::not_kept};
  if (known->checksum != in.checksum.text()) return VerifyView{.reason = Verdict::other_checksum};
  if (known->salt != in.salt) return VerifyView{.reason = Verdict::other_salt};
  return VerifyView{.valid = true, .reason = Verdict::matches};
}

/// ProveControl: who has the bill now, tied to the question by its nonce and to the chain by its
/// head. Who trusts nobody compares the endorsements of this answer.
Result<ControlView> prove_control(const ProveControl& in, const Context& tx) {
  const auto bill = tx.ledger.find(key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "B37");
  if (in.nonce.empty() || in.nonce.size() > longest_nonce)
    return refuse(Code::arg_malformed, "B93").with_at("/nonce");
  ControlView view{.bill_id = in.bill_id,
                   .status = bill->status,
                   .seq = bill->seq,
                   .head_hash = bill->head_hash,
                   .nonce = in.nonce};
  if (is_under_control(*bill, tx.ledger)) view.controller = bill->holder;
  return view;
}

/// ListHeld: what a party of the caller's own organisation holds, page by page.
Result<HeldView> list_held(const ListHeld& in, const Context& tx) {
  if (!is_own(in.party, tx)) return refuse(Code::auth_denied, "B94");
  const std::string begin = in.after ? key::held(in.party, *in.after).text() : "";
  auto rows = tx.ledger.page(key::all_held(in.party), begin, bills_of_a_page + 1);
  HeldView view;
  if (rows.size() > bills_of_a_page) {
    rows.pop_back();
    view.next = rows.back().second.bill;
  }
  for (const auto& [parts, row] : rows) view.bills.push_back(row.bill);
  return view;
}

}  // namespace tradelane::ebl
