// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

#include <algorithm>

namespace tradelane::oracle {
namespace {

/// As JSON writes a list of texts.
std::string list_text(const std::set<std::string>& list) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "[\"" : ",\"") + one + "\"";
  return out.empty() ? "" : out + "]";
}

std::string text_of(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : "";
}

}  // namespace

void record(Bill& bill, const Act& wanted, const std::string& code, const std::string& recipient,
            const std::string& owner) {
  bill.at = std::max(bill.at, wanted.at);
  bill.last = {wanted.verb, wanted.by, wanted.with};
  bill.newest = {code, wanted.by, recipient, bill.at, owner};
  bill.seq += 1;
}

std::map<std::string, std::string> view(const Bill& bill) {
  std::map<std::string, std::string> out{
      {"status", bill.status},
      {"kind", bill.kind},
      {"acceptance", bill.is_immediate ? "IMMEDIATE" : "REQUIRED"},
      {"issuer", bill.issuer},
      {"holder", bill.holder},
      {"owner", bill.owner},
      {"prevHolder", bill.prev_holder},
      {"prevOwner", bill.prev_owner},
      {"nominee", bill.nominee},
      {"closed", bill.is_closed ? "true" : ""},
      {"pendingTo", bill.pending_to},
      {"pendingOwner", bill.pending_owner},
      {"transferExpires", text_of(bill.expires)},
      {"delivered", bill.delivered > 0 ? std::to_string(bill.delivered) : ""},
      {"at", std::to_string(bill.at)},
      {"seq", std::to_string(bill.seq)}};
  if (bill.pledge) {
    out["pledge.pledgee"] = bill.pledge->to;
    out["pledge.state"] = bill.pledge->state;
    out["pledge.loanId"] = bill.pledge->loan;
    // What is usual is not written.
    out["pledge.possession"] = bill.pledge->possession == "PLEDGEE" ? "PLEDGEE" : "";
    out["pledge.since"] = text_of(bill.pledge->since);
    out["pledge.noticeAt"] = text_of(bill.pledge->notice);
  }
  if (bill.surrender) {
    out["surrender.ref"] = bill.surrender->ref;
    out["surrender.code"] = bill.surrender->code;
    out["surrender.by"] = bill.surrender->by;
    out["surrender.reason"] = bill.surrender->reason;
  }
  out["links.replaces"] = list_text(bill.links.replaces);
  out["links.replacedBy"] = list_text(bill.links.replaced_by);
  out["links.splitFrom"] = bill.links.split_from;
  out["links.mergedInto"] = bill.links.merged_into;
  out["links.paperRef"] = bill.links.paper;
  if (bill.was_paper) out["changedMedium"] = "true";
  std::erase_if(out, [](const auto& entry) { return entry.second.empty(); });
  return out;
}

const std::map<std::string, Oracle::Verb>& Oracle::table() {
  static const std::map<std::string, Verb> all{{"Transfer", &Oracle::transfer},
                                               {"AcceptTransfer", &Oracle::accept_transfer},
                                               {"DeclineTransfer", &Oracle::decline_transfer},
                                               {"Nominate", &Oracle::nominate},
                                               {"Endorse", &Oracle::endorse},
                                               {"EndorseToOrder", &Oracle::endorse},
                                               {"BlankEndorse", &Oracle::blank_endorse},
                                               {"TransferOwners", &Oracle::transfer_owners},
                                               {"RejectOwner", &Oracle::reject_owner},
                                               {"RejectHolder", &Oracle::reject_holder},
                                               {"RejectBoth", &Oracle::reject_both},
                                               {"Sign", &Oracle::sign},
                                               {"AttachDocument", &Oracle::attach},
                                               {"AddRemark", &Oracle::remark},
                                               {"Void", &Oracle::void_bill},
                                               {"RecordDelivery", &Oracle::deliver},
                                               {"EnforcePledge", &Oracle::enforce_pledge},
                                               {"Pledge", &Oracle::pledge},
                                               {"AcceptPledge", &Oracle::accept_pledge},
                                               {"ReleasePledge", &Oracle::release_pledge},
                                               {"RequestSurrender", &Oracle::request_surrender},
                                               {"CancelSurrender", &Oracle::cancel_surrender},
                                               {"Reissue", &Oracle::reissue},
                                               {"SwitchBill", &Oracle::switch_bill},
                                               {"Split", &Oracle::split},
                                               {"Consolidate", &Oracle::consolidate},
                                               {"ConvertToPaper", &Oracle::to_paper},
                                               {"AnswerSurrender", &Oracle::answer_surrender}};
  return all;
}

const std::vector<std::string>& Oracle::verbs() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out{"Issue",           "ConvertFromPaper", "Freeze",
                                 "Pause",           "Resume",           "Unfreeze",
                                 "RequestRecovery", "CancelRecovery",   "CompleteRecovery"};
    for (const auto& [verb, function] : table()) out.push_back(verb);
    return out;
  }();
  return all;
}

/// Deny by default: a registered, active party that has accepted the terms; only carriers issue.
Refusal Oracle::may_call(const Act& wanted) const {
  const auto caller = companies.find(wanted.brought_by);
  if (caller == companies.end()) return "AUTH_DENIED";
  if (!caller->second.is_active) return "PARTY_INACTIVE";
  const bool begins = wanted.verb == "Issue" || wanted.verb == "ConvertFromPaper";
  if (begins && !caller->second.is_carrier) return "AUTH_DENIED";
  if (!caller->second.has_accepted_terms) return "TERMS_NOT_ACCEPTED";
  return {};
}

Refusal Oracle::able(const std::string& company) const {
  const auto found = companies.find(company);
  if (found == companies.end()) return "PARTY_UNKNOWN";
  if (!found->second.is_active || !found->second.has_accepted_terms) return "PARTY_INACTIVE";
  return {};
}

/// A company without a node proves its act with a signature for this very state.
Refusal Oracle::is_proven(const Act& wanted, bool is_last) {
  const Company& company = companies.at(wanted.by);
  if (companies.at(wanted.brought_by).msp != company.msp) return "AUTH_DENIED";
  if (!company.signs) {
    was_repeated_ = is_last;
    return {};
  }
  switch (wanted.proof) {
    case Proof::none:
      return "ACT_MISSING";
    case Proof::unknown_key:
      return "ACT_KEY";
    case Proof::forged:
      return "ACT_SIG_INVALID";
    case Proof::expired:
      return "ACT_EXPIRED";
    case Proof::next_state:
      return "ACT_SEQ";
    case Proof::last_state:
      if (!is_last) return "ACT_SEQ";
      was_repeated_ = true;
      return {};
    case Proof::good:
      break;
  }
  return {};
}

/// contracts.md 5: read before every act on a bill.
Refusal Oracle::is_stopped(const std::string& bill) const {
  if (is_paused) return "EBL_PAUSED";
  if (frozen.contains(bill)) return "EBL_FROZEN";
  return {};
}

/// ebl.md 8.3 I7: every act fails, whoever wants it.
bool Oracle::is_over(const std::string& bill) const {
  static const std::set<std::string> ends{"SURRENDERED_FOR_DELIVERY", "VOIDED",
                                          "CONVERTED_TO_PAPER", "SPLIT", "MERGED"};
  const auto recovery = recoveries.find(bill);
  return ends.contains(bills.at(bill).status) ||
         (recovery != recoveries.end() && recovery->second.state == "COMPLETED");
}

Refusal Oracle::act(const Act& wanted) {
  static const std::set<std::string> of_operators{"Freeze", "Unfreeze", "Pause", "Resume",
                                                  "RequestRecovery"};
  was_repeated_ = false;
  if (of_operators.contains(wanted.verb)) return operate(wanted);
  if (auto no = may_call(wanted)) return no;
  if (wanted.verb == "Issue" || wanted.verb == "ConvertFromPaper") return issue(wanted);
  if (wanted.verb == "CancelRecovery") return cancel_recovery(wanted);
  if (wanted.verb == "CompleteRecovery") return complete_recovery(wanted);
  return act_on_bill(wanted);
}

Refusal Oracle::act_on_bill(const Act& wanted) {
  if (wanted.verb == "Consolidate") {
    const auto count = names_of(wanted.get("billIds")).size();
    if (count < 2) return "ARG_MALFORMED";
    if (count > 10) return "ARG_LIMIT";
  }
  const auto found = bills.find(wanted.bill);
  if (found == bills.end()) return "EBL_UNKNOWN";
  // Who signs nothing acts by the certificate that brings it.
  if (!companies.contains(wanted.by)) return "ACT_KEY";
  Bill& bill = found->second;
  const bool is_last = bill.last == Last{wanted.verb, wanted.by, wanted.with};
  if (auto no = is_proven(wanted, is_last)) return no;
  if (was_repeated_) return {};
  const Company& actor = companies.at(wanted.by);
  if (!actor.is_active) return "PARTY_INACTIVE";
  if (!actor.has_accepted_terms) return "TERMS_NOT_ACCEPTED";
  if (auto no = is_stopped(wanted.bill)) return no;
  // Of an answer more is said: it was given. And the goods are handed out after the end.
  const bool knows_the_end = wanted.verb == "AnswerSurrender" || wanted.verb == "RecordDelivery";
  if (is_over(wanted.bill) && !knows_the_end) return "EBL_STATE";
  return (this->*table().at(wanted.verb))(bill, wanted);
}

/// ebl.md 2.2: once only, first in the chain, by the carrier.
Refusal Oracle::issue(const Act& wanted) {
  const auto old = bills.find(wanted.bill);
  if (old != bills.end()) {
    was_repeated_ = old->second.last == Last{wanted.verb, wanted.by, wanted.with};
    if (was_repeated_) return {};
    return "EBL_DUPLICATE";
  }
  return wanted.verb == "Issue" ? begin(wanted) : from_paper(wanted);
}

Refusal Oracle::begin(const Act& wanted) {
  const bool is_to_bearer = wanted.get("kind") == "BLANK";
  if (is_to_bearer && wanted.get("owner") != wanted.get("holder")) return "ARG_MALFORMED";
  if (auto no = able(wanted.get("holder"))) return no;
  if (auto no = able(wanted.get("owner"))) return no;
  if (Goods::parse(wanted.get("#" + wanted.bill)).to != wanted.get("kind")) return "EBL_TD_INVALID";
  Bill bill;
  bill.kind = wanted.get("kind");
  bill.is_immediate = wanted.get("acceptance") == "IMMEDIATE";
  bill.issuer = wanted.by;
  bill.holder = wanted.get("holder");
  bill.first_holder = bill.holder;
  bill.owner = wanted.get("owner");
  bill.goods = Goods::parse(wanted.get("#" + wanted.bill));
  record(bill, wanted, "ISSUE", bill.holder);
  bills.emplace(wanted.bill, bill);
  return {};
}

}  // namespace tradelane::oracle
