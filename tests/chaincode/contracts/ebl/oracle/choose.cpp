// SPDX-License-Identifier: Apache-2.0
// Which acts a walk tries.
#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

namespace tradelane::oracle {
namespace {

constexpr int tries = 40;
constexpr int tries_of_a_verb = 8;
const std::string stranger = "NOBODY";
const std::string carrier = "CAR";

}  // namespace

std::string Walk::any_company() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out{stranger, "OP2"};
    for (const auto& [alias, role] : test::cast().all()) out.push_back(alias);
    return out;
  }();
  return any(all);
}

/// Mostly somebody whom the bill names.
std::string Walk::any_actor(const std::string& bill) {
  const auto found = oracle_.bills.find(bill);
  if (found == oracle_.bills.end()) return below(2) == 0 ? carrier : any_company();
  const Bill& b = found->second;
  const std::vector<std::string> named{b.holder,      b.owner,      b.issuer,
                                       b.prev_holder, b.pending_to, b.pledge ? b.pledge->to : "",
                                       b.prev_owner,  b.nominee};
  const std::string& one = any(named);
  return one.empty() || below(4) == 0 ? any_company() : one;
}

void Walk::any_arguments(Act& act) {
  const std::vector<std::string> loans{"LOAN1", "LOAN2"};
  auto& with = act.with;
  if (act.verb == "Issue") {
    with = {{"acceptance", below(2) == 0 ? "IMMEDIATE" : "REQUIRED"}, {"holder", any_company()}};
    kind_arguments(act);
  }
  if (act.verb == "Transfer") with["to"] = any_company();
  if (act.verb == "Pledge") {
    with["pledgee"] = any_company();
    with["possession"] = below(3) == 0 ? "PLEDGEE" : "PLEDGOR";
  }
  if (act.verb == "Pledge" || act.verb == "AcceptPledge") with["loanId"] = any(loans);
  if (act.verb == "RequestSurrender" || act.verb == "AnswerSurrender") {
    const auto number = static_cast<std::int64_t>(oracle_.references.size());
    with["surrenderRequestReference"] = "R" + std::to_string(below(number + 2));
    if (below(50) == 0)
      with["surrenderRequestReference"] =
          below(2) == 0 ? std::string(100, 'R') : std::string(101, 'R');
  }
  const std::vector<std::string> reasons{"COD", "SWI", "SWTP"};
  if (act.verb == "RequestSurrender") with["code"] = below(4) == 0 ? "SREQ" : "AREQ";
  if (act.verb == "RequestSurrender" && (with["code"] == "AREQ") != (below(12) == 0))
    with["reasonCode"] = any(reasons);
  if (act.verb == "AnswerSurrender") {
    // A bill that was surrendered for delivery is lost to the walk.
    const auto bill = oracle_.bills.find(act.bill);
    const bool waits = bill != oracle_.bills.end() && bill->second.surrender;
    if (waits && below(8) != 0) with["surrenderRequestReference"] = bill->second.surrender->ref;
    const bool to_amend = waits && bill->second.surrender->code == "AREQ";
    with["answer"] = below(6) < (to_amend ? 5 : 1) ? "SURR" : "SREJ";
    if (with["answer"] == "SREJ" && below(8) != 0) with["comment"] = "no";
  }
}

/// Mostly as it should be.
void Walk::any_proof(Act& act) {
  const auto company = oracle_.companies.find(act.by);
  act.brought_by = act.by;
  static const std::set<std::string> unsigned_verbs{
      "Issue", "ConvertFromPaper", "Freeze", "Pause", "Resume", "Unfreeze", "RequestRecovery"};
  if (company == oracle_.companies.end() || !company->second.signs ||
      unsigned_verbs.contains(act.verb))
    return;
  if (below(4) == 0) act.brought_by = any_company();
  if (below(6) == 0) act.proof = static_cast<Proof>(below(7));
  // Without a signature it is the act of whoever brings it.
  if (act.proof == Proof::none) act.by = act.brought_by;
}

/// What stops bills, or succeeds nearly always, leaves room for the others.
std::string Walk::any_verb() {
  static const std::set<std::string> common{"ConvertFromPaper", "Freeze", "Pause",
                                            "RequestRecovery", "Resume"};
  const std::string& one = any(Oracle::verbs());
  return common.contains(one) && below(4) != 0 ? any(Oracle::verbs()) : one;
}

Act Walk::any_act(const std::string& verb) {
  static const std::set<std::string> with_documents{
      "AcceptTransfer", "AcceptPledge", "EnforcePledge", "RecordDelivery",  "Reissue",
      "SwitchBill",     "Split",        "Consolidate",   "CompleteRecovery"};
  Act act{.verb = verb, .bill = any_bill(verb), .at = now_};
  act.by = any_actor_of(verb, act.bill);
  any_proof(act);
  act.withholds_document = below(12) == 0 && with_documents.contains(verb);
  any_arguments(act);
  title_arguments(act);
  life_arguments(act);
  replace_arguments(act);
  split_arguments(act);
  consolidate_arguments(act);
  paper_arguments(act);
  safety_arguments(act);
  return act;
}

Act Walk::likely_act(const std::string& verb) {
  Act act = any_act(verb);
  for (int i = 0; i < tries; ++i) {
    Oracle would = oracle_;
    if (!would.act(act) && !would.was_repeated()) break;
    act = any_act(verb);
  }
  return act;
}

/// Somebody is suspended, comes back, or has yet to accept new terms.
void Walk::change_company() {
  const std::string name = any_company();
  if (name == stranger) return;
  Company& company = oracle_.companies.at(name);
  company.is_active = below(6) != 0;
  company.has_accepted_terms = below(6) != 0;
  ground_.set(name, company);
}

/// Without the only carrier little happens.
void Walk::restore_carrier() {
  Company& company = oracle_.companies.at(carrier);
  if (company.is_active && company.has_accepted_terms) return;
  company.is_active = company.has_accepted_terms = true;
  ground_.set(carrier, company);
}

Act Walk::choose() {
  // Clocks differ between clients: now and then one is behind the last.
  now_ += below(120) - 20;
  let_time_pass();
  if (below(60) == 0) change_company();
  if (below(20) == 0) restore_carrier();
  if (last_ && below(25) == 0) {
    Act again = *last_;
    again.at = now_;
    if (oracle_.companies.at(again.by).signs) again.proof = Proof::last_state;
    return again;
  }
  if (below(5) == 0)
    if (auto chance = opportunity()) return *chance;
  Act act = any_act(any_verb());
  if (below(5) < 2) return act;
  for (int i = 0; i < tries; ++i) {
    Oracle would = oracle_;
    if (!would.act(act) && !would.was_repeated()) break;
    // Verbs that succeed seldom get their chance, too.
    act = any_act(i % tries_of_a_verb == 0 ? any_verb() : act.verb);
  }
  return act;
}

}  // namespace tradelane::oracle
