// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

namespace {

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

/// History: the chain of title, from the issue on.
Result<HistoryView> history(const Get& in, const Context& tx) {
  if (!tx.ledger.exists(key::bill(in.bill_id))) return refuse(Code::ebl_unknown, "B37");
  HistoryView view{.bill_id = in.bill_id};
  for (auto& [parts, step] : tx.ledger.list(key::steps(in.bill_id)))
    view.steps.push_back(std::move(step));
  return view;
}

}  // namespace tradelane::ebl
