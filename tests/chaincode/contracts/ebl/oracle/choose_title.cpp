// SPDX-License-Identifier: Apache-2.0
// Which acts of title and life a walk tries, and what happens around them.
#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

namespace tradelane::oracle {

void Walk::title_arguments(Act& act) {
  auto& with = act.with;
  const auto bill = oracle_.bills.find(act.bill);
  const bool is_known = bill != oracle_.bills.end();
  // Mostly the one who can be endorsed to, if there is one.
  const std::string nominee =
      is_known && !bill->second.nominee.empty() && below(3) != 0 ? bill->second.nominee : "";
  const std::string owner = nominee.empty() ? any_company() : nominee;
  if (act.verb == "Nominate" && below(6) != 0) with["nominee"] = any_company();
  if (act.verb == "Endorse" || act.verb == "EndorseToOrder") with["to"] = owner;
  if (act.verb == "TransferOwners") {
    with["owner"] = owner;
    with["holder"] = below(2) == 0 ? owner : any_company();
  }
  const bool passes = act.verb == "Transfer" || act.verb == "TransferOwners";
  if (passes && below(4) == 0) with["expires"] = std::to_string(now_ + below(900) - 60);
}

void Walk::life_arguments(Act& act) {
  const std::vector<std::string> commitments{"a", "b", "c"};
  const std::vector<std::string> lengths{"0", "1", "255", "256"};
  const std::vector<std::string> sizes{"0", "1", "16777216", "16777217"};
  auto& with = act.with;
  if (act.verb == "AttachDocument")
    with = {{"document", any(commitments)},
            {"size", any(sizes)},
            {"mediaType", below(8) == 0 ? std::string(101, 'm') : "application/pdf"}};
  if (act.verb == "AddRemark") with = {{"comment", any(commitments)}, {"length", any(lengths)}};
  if (act.verb == "RecordDelivery") {
    const auto bill = oracle_.bills.find(act.bill);
    const std::int64_t all = bill == oracle_.bills.end() ? 0 : bill->second.goods.packages;
    with["delivered"] = std::to_string(below(3) == 0 ? all + below(2) : below(all + 2));
  }
  if (act.verb == "EnforcePledge") with["stage"] = below(2) == 0 ? "NOTICE" : "ENFORCE";
}

/// What the pledgee may do next.
Act Walk::pledge_act(const std::string& bill) {
  const Pledge& pledge = *oracle_.bills.at(bill).pledge;
  Act act{.verb = pledge.state == "OFFERED" ? "AcceptPledge" : "EnforcePledge", .bill = bill};
  act.at = now_;
  act.by = act.brought_by = pledge.to;
  if (act.verb == "AcceptPledge") act.with["loanId"] = pledge.loan;
  if (act.verb == "EnforcePledge") act.with["stage"] = pledge.notice ? "ENFORCE" : "NOTICE";
  return act;
}

/// Whoever has just received title and possession may give both back.
std::optional<Act> Walk::both_back() {
  for (const auto& [id, bill] : oracle_.bills) {
    const bool is_open = !bill.prev_holder.empty() && !bill.prev_owner.empty();
    if (!is_open || bill.holder != bill.owner || bill.status != "ISSUED" || below(3) != 0) continue;
    Act act{.verb = "RejectBoth", .bill = id, .at = now_};
    act.by = act.brought_by = bill.holder;
    return act;
  }
  return std::nullopt;
}

/// Mostly to order; the document mostly says the same.
void Walk::kind_arguments(Act& act) {
  static const std::vector<std::string> kinds{"ORDER", "STRAIGHT", "BLANK"};
  auto& with = act.with;
  with["kind"] = below(4) == 0 ? any(kinds) : "ORDER";
  const bool is_one = with["kind"] == "BLANK" ? below(8) != 0 : below(2) == 0;
  with["owner"] = is_one ? with["holder"] : any_company();
  Goods goods = any_goods();
  goods.to = below(12) == 0 ? any(kinds) : with["kind"];
  with["#" + act.bill] = goods.text();
}

/// A notice has its fortnight, as long as the companies' keys are valid.
void Walk::let_time_pass() {
  constexpr std::int64_t fortnight_s = std::int64_t{14} * 86'400;
  static const std::int64_t latest = Timestamp::parse("2026-12-01T00:00:00Z")->seconds;
  if (now_ > latest) return;
  for (const auto& [id, bill] : oracle_.bills)
    if (bill.pledge && bill.pledge->notice && below(8) == 0) {
      now_ += fortnight_s;
      return;
    }
}

}  // namespace tradelane::oracle
