// SPDX-License-Identifier: Apache-2.0
// Stops and recovery: contracts.md 2 and 5, ebl.md 3 row 12 and 8.4.
#include <algorithm>

#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t a_proposal_stands = 7 * day;
constexpr std::int64_t a_recovery_waits = 14 * day;

std::map<std::string, std::string> words_of(const Act& wanted) {
  auto words = wanted.with;
  words["bill"] = wanted.bill;
  return words;
}

}  // namespace

/// Who acts by the organisation alone: an operator, whether it is a party or not.
Refusal Oracle::may_operate(const Act& wanted) const {
  const auto caller = companies.find(wanted.brought_by);
  if (caller == companies.end() || !caller->second.is_operator) return "AUTH_DENIED";
  if (!caller->second.is_active) return "PARTY_INACTIVE";
  return {};
}

bool Oracle::is_agreed(const Act& wanted, const std::string& about) const {
  const auto last = proposals.find(wanted.verb + " " + about);
  return last != proposals.end() && last->second.is_decided &&
         last->second.words == words_of(wanted);
}

/// True: the second operator has said it. False: it was proposed, now or before.
bool Oracle::is_decided(const Act& wanted, const std::string& about) {
  Proposal& last = proposals[wanted.verb + " " + about];
  const std::string msp = companies.at(wanted.brought_by).msp;
  const bool stands = !last.first_msp.empty() && !last.is_decided &&
                      wanted.at < last.at + a_proposal_stands && last.words == words_of(wanted);
  if (!stands) {
    last = {words_of(wanted), msp, wanted.at, false};
    return false;
  }
  if (last.first_msp == msp) {
    was_repeated_ = true;
    return false;
  }
  last.is_decided = true;
  return true;
}

Refusal Oracle::stop(const Act& wanted, bool& is_stopped, bool wish, const std::string& about,
                     const std::string& already) {
  if (is_stopped == wish) {
    was_repeated_ = is_agreed(wanted, about);
    if (was_repeated_) return {};
    return wish ? already : "EBL_STATE";
  }
  if (is_decided(wanted, about)) is_stopped = wish;
  return {};
}

Refusal Oracle::operate(const Act& wanted) {
  if (auto no = may_operate(wanted)) return no;
  const bool is_of_all = wanted.verb == "Pause" || wanted.verb == "Resume";
  if (is_of_all) return stop(wanted, is_paused, wanted.verb == "Pause", "bills", "EBL_PAUSED");
  if (!bills.contains(wanted.bill)) return "EBL_UNKNOWN";
  if (wanted.verb == "RequestRecovery") return request_recovery(wanted);
  bool is_frozen = frozen.contains(wanted.bill);
  const auto no = stop(wanted, is_frozen, wanted.verb == "Freeze", wanted.bill, "EBL_FROZEN");
  if (is_frozen)
    frozen.insert(wanted.bill);
  else
    frozen.erase(wanted.bill);
  return no;
}

Refusal Oracle::request_recovery(const Act& wanted) {
  const auto known = recoveries.find(wanted.bill);
  if (known != recoveries.end() && known->second.state != "CANCELLED") {
    was_repeated_ = known->second.state == "REQUESTED" && is_agreed(wanted, wanted.bill);
    if (was_repeated_) return {};
    return "EBL_STATE";
  }
  const Bill& bill = bills.at(wanted.bill);
  if (bill.status != "ISSUED") return "EBL_STATE";
  const std::string lost = wanted.get("lost");
  const bool is_pledgee = bill.pledge && bill.pledge->to == lost;
  if (lost != bill.holder && lost != bill.owner && !is_pledgee) return "EBL_NOT_ENTITLED";
  const std::string replacement = wanted.get("replacement");
  if (replacement == lost) return "ARG_MALFORMED";
  const auto company = companies.find(replacement);
  if (company == companies.end()) return "PARTY_UNKNOWN";
  if (is_pledgee && !company->second.is_bank) return "PARTY_ROLE";
  if (auto no = able(replacement)) return no;
  if (!is_decided(wanted, wanted.bill)) return {};
  // Clocks differ, and what is stored never runs back.
  const auto at = known == recoveries.end() ? wanted.at : std::max(known->second.at, wanted.at);
  recoveries[wanted.bill] = {.state = "REQUESTED",
                             .lost = lost,
                             .replacement = replacement,
                             .bill_seq = bill.seq,
                             .at = at,
                             .ready_at = at + a_recovery_waits,
                             .last_verb = wanted.verb,
                             .last_words = words_of(wanted)};
  return {};
}

/// The lost party's own act; what it signs is about the recovery.
Refusal Oracle::veto(Recovery& recovery, const Act& wanted, bool is_signed) {
  const Company& lost = companies.at(recovery.lost);
  if (companies.at(wanted.brought_by).msp != lost.msp) return "AUTH_DENIED";
  const bool is_last = recovery.last_verb == wanted.verb && recovery.last_words == words_of(wanted);
  if (lost.signs) {
    if (!is_signed || wanted.by != recovery.lost) return "ACT_MISSING";
    if (auto no = is_proven(wanted, is_last)) return no;
  } else {
    if (wanted.brought_by != recovery.lost) return "AUTH_DENIED";
    was_repeated_ = is_last;
  }
  if (was_repeated_) return {};
  if (!lost.is_active) return "PARTY_INACTIVE";
  if (!lost.has_accepted_terms) return "TERMS_NOT_ACCEPTED";
  if (recovery.state != "REQUESTED") return "EBL_STATE";
  return {};
}

Refusal Oracle::cancel_recovery(const Act& wanted) {
  if (!bills.contains(wanted.bill)) return "EBL_UNKNOWN";
  const auto known = recoveries.find(wanted.bill);
  if (known == recoveries.end()) return "EBL_STATE";
  Recovery& recovery = known->second;
  const auto signer = companies.find(wanted.by);
  const bool is_signed =
      signer != companies.end() && signer->second.signs && wanted.proof != Proof::none;
  if (is_signed || wanted.brought_by == recovery.lost) {
    if (auto no = veto(recovery, wanted, is_signed)) return no;
    if (was_repeated_) return {};
  } else {
    if (!companies.at(wanted.brought_by).is_operator) return "AUTH_DENIED";
    was_repeated_ = recovery.state == "CANCELLED" && is_agreed(wanted, wanted.bill);
    if (was_repeated_) return {};
    if (recovery.state != "REQUESTED") return "EBL_STATE";
    if (!is_decided(wanted, wanted.bill)) return {};
  }
  recovery.state = "CANCELLED";
  recovery.at = std::max(recovery.at, wanted.at);
  recovery.last_verb = wanted.verb;
  recovery.last_words = words_of(wanted);
  return {};
}

Refusal Oracle::complete_recovery(const Act& wanted) {
  const auto found = bills.find(wanted.bill);
  if (found == bills.end()) return "EBL_UNKNOWN";
  const Bill lost = found->second;
  const auto known = recoveries.find(wanted.bill);
  if (known == recoveries.end()) return "EBL_STATE";
  Recovery& recovery = known->second;
  if (companies.at(wanted.brought_by).msp != companies.at(lost.issuer).msp)
    return "EBL_NOT_ENTITLED";
  was_repeated_ = recovery.last_verb == wanted.verb && recovery.last_words == words_of(wanted);
  if (was_repeated_) return {};
  if (auto no = is_stopped(wanted.bill)) return no;
  if (recovery.state != "REQUESTED") return "EBL_STATE";
  if (wanted.at < recovery.ready_at) return "EBL_WAITING";
  if (lost.seq != recovery.bill_seq) return "EBL_STATE";
  const std::string id = wanted.get("newBillId");
  if (!is_next_version(id, wanted.bill)) return "EBL_VERSION";
  if (bills.contains(id)) return "EBL_DUPLICATE";
  const auto instead = [&](std::string& party) {
    if (party == recovery.lost) party = recovery.replacement;
  };
  Bill old = lost;
  instead(old.holder);
  instead(old.owner);
  if (auto no = able(old.holder)) return no;
  if (auto no = able(old.owner)) return no;
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  const Goods goods = Goods::parse(wanted.get("#" + id));
  if (!goods.covers_like(lost.goods)) return "EBL_QUANTITY_MISMATCH";
  Bill next = begun(old, wanted, goods);
  next.pledge = lost.pledge;
  if (next.pledge) instead(next.pledge->to);
  next.links.replaces = {wanted.bill};
  bills[id] = next;
  recovery.state = "COMPLETED";
  recovery.replaced_by = id;
  recovery.last_verb = wanted.verb;
  recovery.last_words = words_of(wanted);
  return {};
}

}  // namespace tradelane::oracle
