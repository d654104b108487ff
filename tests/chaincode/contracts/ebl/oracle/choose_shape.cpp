// SPDX-License-Identifier: Apache-2.0
// Which acts a walk tries on bills that change their shape or medium, and beside the bills. Much of
// it needs several steps to become possible, so the walk is led there.
#include <algorithm>

#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

namespace tradelane::oracle {
namespace {

const std::string carrier = "CAR";
const std::vector<std::string> operators{"OPR", "OP2"};
constexpr std::int64_t recovery_waits = std::int64_t{14} * 86'400;

bool is_of_operators(const std::string& verb) {
  static const std::set<std::string> all{"Freeze", "Unfreeze", "Pause", "Resume",
                                         "RequestRecovery"};
  return all.contains(verb);
}

bool is_of_the_issuer(const std::string& verb) {
  static const std::set<std::string> all{
      "AnswerSurrender", "Reissue",          "SwitchBill",       "Split", "Consolidate",
      "ConvertToPaper",  "ConvertFromPaper", "CompleteRecovery", "Void",  "RecordDelivery"};
  return all.contains(verb);
}

/// The reason for which a bill is surrendered that `verb` goes on with.
std::string reason_for(const std::string& verb) {
  if (verb == "Reissue" || verb == "Split" || verb == "Consolidate") return "COD";
  if (verb == "SwitchBill") return "SWI";
  return verb == "ConvertToPaper" ? "SWTP" : "";
}

bool is_for(const Bill& bill, const std::string& verb) {
  const std::string reason = reason_for(verb);
  if (!reason.empty())
    return bill.status == "SURRENDERED_FOR_AMENDMENT" && bill.surrender->reason == reason;
  if (verb == "CancelSurrender" || verb == "AnswerSurrender")
    return bill.status.starts_with("PENDING_SURRENDER");
  if (verb == "AcceptTransfer" || verb == "DeclineTransfer")
    return bill.status == "TRANSFER_PENDING";
  if (verb == "RecordDelivery") return bill.status == "SURRENDERED_FOR_DELIVERY";
  if (verb == "AcceptPledge") return bill.pledge && bill.pledge->state == "OFFERED";
  if (verb == "EnforcePledge") return bill.pledge && bill.pledge->state == "ACCEPTED";
  if (verb == "ReleasePledge") return bill.pledge.has_value();
  return bill.status == "ISSUED";
}

/// At rest, or surrendered to be put together, asked for or done.
bool is_on_the_way_to_be_merged(const Bill& bill) {
  if (bill.holder != bill.owner || bill.pledge) return false;
  if (bill.status == "ISSUED") return true;
  return bill.status.ends_with("FOR_AMENDMENT") && bill.surrender->reason == "COD";
}

std::string version_after(const std::string& bill) {
  const auto at = bill.rfind('/') + 1;
  return bill.substr(0, at) + std::to_string(std::stoll(bill.substr(at)) + 1);
}

}  // namespace

/// Mostly one that the verb can do something with.
std::string Walk::any_bill(const std::string& verb) {
  std::vector<std::string> fitting;
  for (const auto& [id, bill] : oracle_.bills) {
    const auto recovery = oracle_.recoveries.find(id);
    const bool is_lost =
        recovery != oracle_.recoveries.end() && recovery->second.state == "REQUESTED";
    const bool wants_lost = verb == "CancelRecovery" || verb == "CompleteRecovery";
    const bool wants_frozen = verb == "Unfreeze";
    if (verb == "Consolidate" && companions_of(id).size() < 2) continue;
    if (wants_lost ? is_lost : wants_frozen ? oracle_.frozen.contains(id) : is_for(bill, verb))
      fitting.push_back(id);
  }
  if (verb == "Issue" || fitting.empty() || below(5) == 0) return any(Ground::bill_ids());
  return any(fitting);
}

std::string Walk::any_actor_of(const std::string& verb, const std::string& bill) {
  if (below(8) == 0) return any_company();
  if (is_of_operators(verb)) return any(operators);
  if (is_of_the_issuer(verb)) return carrier;
  if (verb != "CancelRecovery") return any_actor(bill);
  const auto recovery = oracle_.recoveries.find(bill);
  return recovery == oracle_.recoveries.end() || below(2) == 0 ? any(operators)
                                                               : recovery->second.lost;
}

Goods Walk::any_goods() {
  const std::vector<std::string> containers{"TSTU3000018", "TSTU3000023", "TSTU3000039"};
  Goods goods{.packages = 1 + below(500), .kilograms = below(20'000)};
  goods.containers = {any(containers), any(containers)};
  return goods;
}

/// Mostly an id that nobody has used.
std::string Walk::any_new_id(const char* letter) {
  const auto count = static_cast<std::int64_t>(oracle_.bills.size());
  return std::string(below(30) == 0 ? "TSTX/" : "TSTC/") + letter +
         std::to_string(below(20) == 0 ? below(count + 1) : count * 10 + below(10)) + "/1";
}

void Walk::replace_arguments(Act& act) {
  const bool is_switch = act.verb == "SwitchBill";
  if (act.verb != "Reissue" && !is_switch && act.verb != "CompleteRecovery") return;
  const auto found = oracle_.bills.find(act.bill);
  Goods goods = found == oracle_.bills.end() ? Goods{} : found->second.goods;
  if (act.verb != "CompleteRecovery" || below(10) == 0) goods.packages += below(3);
  if (below(is_switch ? 2 : 10) == 0) goods.shipper = goods.shipper == "S" ? "T" : "S";
  std::string id = version_after(act.bill);
  if (is_switch ? below(2) == 0 : below(12) == 0) id = any_new_id("W");
  if (below(20) == 0) id = act.bill;
  act.with["newBillId"] = id;
  act.with["#" + id] = goods.text();
  if (act.verb != "CompleteRecovery" && below(12) == 0) act.with["#conceals"] = "one";
}

void Walk::split_arguments(Act& act) {
  if (act.verb != "Split") return;
  const auto found = oracle_.bills.find(act.bill);
  Goods rest = found == oracle_.bills.end() ? Goods{} : found->second.goods;
  const std::int64_t count = below(20) == 0 ? 11 : below(20) == 0 ? 1 : 2 + below(3);
  std::string list;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string id = any_new_id("S");
    Goods part = rest;
    if (i + 1 < count) {
      part.packages = below(rest.packages + 1);
      part.kilograms = below(rest.kilograms + 1);
      rest.packages -= part.packages;
      rest.kilograms -= part.kilograms;
      if (below(2) == 0) part.containers = {*part.containers.begin()};
    }
    if (below(30) == 0) part.packages += 1;
    list += (list.empty() ? "" : ",") + id;
    act.with["#" + id] = part.text();
  }
  act.with["children"] = list;
}

/// Bills that could be put together with this one, itself included.
std::vector<std::string> Walk::companions_of(const std::string& bill) const {
  const auto found = oracle_.bills.find(bill);
  if (found == oracle_.bills.end()) return {bill};
  const Bill& first = found->second;
  std::vector<std::string> out;
  for (const auto& [id, other] : oracle_.bills)
    if (is_for(other, "Consolidate") && other.holder == first.holder &&
        other.owner == first.owner && other.kind == first.kind &&
        other.is_immediate == first.is_immediate && other.is_closed == first.is_closed)
      out.push_back(id);
  return out;
}

void Walk::consolidate_arguments(Act& act) {
  if (act.verb != "Consolidate") return;
  std::set<std::string> ids{act.bill};
  for (const auto& id : companions_of(act.bill))
    if (below(3) != 0) ids.insert(id);
  if (below(12) == 0) ids.insert(any_bill("Reissue"));
  Goods sum{.packages = 0, .kilograms = 0, .containers = {}};
  if (const auto first = oracle_.bills.find(*ids.begin()); first != oracle_.bills.end())
    sum.to = first->second.goods.to;
  std::string list;
  for (const auto& id : ids) {
    const auto found = oracle_.bills.find(id);
    sum = sum.plus(found == oracle_.bills.end() ? Goods{} : found->second.goods);
    list += (list.empty() ? "" : ",") + id;
  }
  if (below(12) == 0) sum.kilograms += 1;
  act.bill = *ids.begin();
  const std::string id = any_new_id("M");
  act.with["billIds"] = list;
  act.with["newBillId"] = id;
  act.with["#" + id] = sum.text();
}

void Walk::paper_arguments(Act& act) {
  if (act.verb != "ConvertToPaper" && act.verb != "ConvertFromPaper") return;
  const auto count = static_cast<std::int64_t>(oracle_.papers.size());
  act.with["paperSet"] = below(20) == 0 ? "P 1" : "P-" + std::to_string(below(count + 2));
  act.with["originals"] = std::to_string(below(20) == 0 ? 10 : 1 + below(3));
  act.with["statement"] = "by the rules";
  if (act.verb == "ConvertToPaper") return;
  act.bill = any_new_id("P");
  const auto known = oracle_.papers.find(paper_of(act.bill, act.with["paperSet"]));
  if (known != oracle_.papers.end() && below(10) != 0) {
    act.with["originals"] = known->second.originals;
    if (!known->second.bill.empty()) act.bill = version_after(known->second.bill);
  }
  act.with["surrenderedOriginals"] = below(12) == 0 ? "1" : act.with["originals"];
  act.with["acceptance"] = "REQUIRED";
  act.with["holder"] = any_company();
  kind_arguments(act);
}

void Walk::safety_arguments(Act& act) {
  if (!is_of_operators(act.verb)) return;
  act.with["reason"] = below(4) == 0 ? "a court" : "sanctions";
  // These are about no bill.
  if (act.verb == "Pause" || act.verb == "Resume") act.bill = Ground::bill_ids().front();
  if (act.verb != "RequestRecovery") return;
  const auto found = oracle_.bills.find(act.bill);
  const bool is_known = found != oracle_.bills.end() && below(8) != 0;
  act.with["lost"] = is_known ? found->second.holder : any_company();
  act.with["replacement"] = any_company();
}

/// What waits for somebody: the second operator, the end of a pause, of a recovery's time, bills
/// that one party has surrendered together.
std::optional<Act> Walk::opportunity() {
  if (proposed_ && below(2) == 0) {
    Act second = *proposed_;
    second.by = second.brought_by = second.by == "OPR" ? "OP2" : "OPR";
    second.at = now_;
    return second;
  }
  if (oracle_.is_paused) return any_act("Resume");
  if (below(8) == 0)
    if (auto pair = pairing()) return pair;
  for (const auto& [id, recovery] : oracle_.recoveries) {
    if (recovery.state != "REQUESTED" || below(6) != 0) continue;
    if (now_ < recovery.ready_at && oracle_.bills.at(id).seq == recovery.bill_seq)
      now_ += recovery_waits;
    return any_act("CompleteRecovery");
  }
  for (const auto& [id, bill] : oracle_.bills) {
    if (is_for(bill, "Consolidate") && companions_of(id).size() > 1)
      return likely_act("Consolidate");
    for (const char* verb : {"SwitchBill", "ConvertToPaper", "RecordDelivery"})
      if (is_for(bill, verb) && below(6) == 0) return likely_act(verb);
    if (bill.pledge && below(3) == 0) return pledge_act(id);
  }
  if (auto back = both_back()) return back;
  return pairing();
}

/// Leads two bills of one owner to where they can be put together: at random both hardly ever get
/// there.
std::optional<Act> Walk::pairing() {
  for (const auto& [id, bill] : oracle_.bills) {
    if (!is_on_the_way_to_be_merged(bill) || is_for(bill, "Consolidate")) continue;
    const Bill& one = bill;
    const auto fits = [&](const auto& other) {
      return other.first != id && is_on_the_way_to_be_merged(other.second) &&
             other.second.holder == one.holder && other.second.kind == one.kind &&
             other.second.is_immediate == one.is_immediate &&
             other.second.is_closed == one.is_closed;
    };
    if (std::none_of(oracle_.bills.begin(), oracle_.bills.end(), fits)) continue;
    const bool asks = bill.status == "ISSUED";
    Act act{.verb = asks ? "RequestSurrender" : "AnswerSurrender", .bill = id, .at = now_};
    act.by = act.brought_by = asks ? bill.holder : carrier;
    if (asks)
      act.with = {{"surrenderRequestReference", "P" + std::to_string(oracle_.references.size())},
                  {"code", "AREQ"},
                  {"reasonCode", "COD"}};
    else
      act.with = {{"surrenderRequestReference", bill.surrender->ref}, {"answer", "SURR"}};
    return act;
  }
  return std::nullopt;
}

}  // namespace tradelane::oracle
