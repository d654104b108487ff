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
    std::vector<std::string> out{stranger};
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
                                       b.prev_holder, b.pending_to, b.pledge ? b.pledge->to : ""};
  const std::string& one = any(named);
  return one.empty() || below(4) == 0 ? any_company() : one;
}

void Walk::any_arguments(Act& act) {
  const std::vector<std::string> loans{"LOAN1", "LOAN2"};
  auto& with = act.with;
  if (act.verb == "Issue")
    with = {{"kind", "ORDER"},
            {"acceptance", below(2) == 0 ? "IMMEDIATE" : "REQUIRED"},
            {"holder", any_company()},
            {"owner", any_company()}};
  if (act.verb == "Transfer") with["to"] = any_company();
  if (act.verb == "Pledge") with["pledgee"] = any_company();
  if (act.verb == "Pledge" || act.verb == "AcceptPledge") with["loanId"] = any(loans);
  if (act.verb == "RequestSurrender" || act.verb == "AnswerSurrender") {
    const auto number = static_cast<std::int64_t>(oracle_.references.size());
    with["surrenderRequestReference"] = "R" + std::to_string(below(number + 2));
    if (below(50) == 0)
      with["surrenderRequestReference"] =
          below(2) == 0 ? std::string(100, 'R') : std::string(101, 'R');
  }
  if (act.verb == "RequestSurrender") with["code"] = "SREQ";
  if (act.verb == "AnswerSurrender") with["answer"] = below(6) == 0 ? "SURR" : "SREJ";
}

/// Mostly as it should be.
void Walk::any_proof(Act& act) {
  const auto company = oracle_.companies.find(act.by);
  act.brought_by = act.by;
  if (company == oracle_.companies.end() || !company->second.signs || act.verb == "Issue") return;
  if (below(4) == 0) act.brought_by = any_company();
  if (below(6) == 0) act.proof = static_cast<Proof>(below(7));
  // Without a signature it is the act of whoever brings it.
  if (act.proof == Proof::none) act.by = act.brought_by;
}

Act Walk::any_act(const std::string& verb) {
  Act act{.verb = verb, .bill = any(Ground::bill_ids()), .at = now_};
  act.by = any_actor(act.bill);
  any_proof(act);
  act.withholds_document = below(12) == 0 && act.verb == "AcceptTransfer";
  any_arguments(act);
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

Act Walk::choose() {
  // Clocks differ between clients: now and then one is behind the last.
  now_ += below(120) - 20;
  if (below(60) == 0) change_company();
  if (last_ && below(25) == 0) {
    Act again = *last_;
    again.at = now_;
    if (oracle_.companies.at(again.by).signs) again.proof = Proof::last_state;
    return again;
  }
  Act act = any_act(any(Oracle::verbs()));
  if (below(5) < 2) return act;
  for (int i = 0; i < tries; ++i) {
    Oracle would = oracle_;
    if (!would.act(act) && !would.was_repeated()) break;
    // Verbs that succeed seldom get their chance, too.
    act = any_act(i % tries_of_a_verb == 0 ? any(Oracle::verbs()) : act.verb);
  }
  return act;
}

}  // namespace tradelane::oracle
