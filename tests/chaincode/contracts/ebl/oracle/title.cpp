// SPDX-License-Identifier: Apache-2.0
// Possession and title: ebl.md 2.2, 3 and 8.4.
#include <utility>

#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {
namespace {

/// Row 3 of the registry.
void pass_title(Bill& bill, const std::string& to) {
  bill.prev_holder = "";
  bill.prev_owner = std::exchange(bill.owner, to);
  bill.nominee = "";
}

/// Row 4; to bearer, the title is the paper's.
void pass_possession(Bill& bill, const std::string& to) {
  if (bill.owner == bill.holder) bill.prev_owner = "";
  if (bill.kind == "BLANK") bill.prev_owner = std::exchange(bill.owner, to);
  bill.prev_holder = std::exchange(bill.holder, to);
}

void offer(Bill& bill, const Act& wanted, const std::string& to, const std::string& owner) {
  // Whoever offers what it received has taken it.
  if (bill.owner == bill.holder || !owner.empty()) bill.prev_owner = "";
  bill.prev_holder = "";
  bill.status = "TRANSFER_PENDING";
  bill.pending_to = to;
  bill.pending_owner = owner;
  if (const auto limit = wanted.get("expires"); !limit.empty()) bill.expires = std::stoll(limit);
}

void end_offer(Bill& bill) {
  bill.status = "ISSUED";
  bill.pending_to = "";
  bill.pending_owner = "";
  bill.expires.reset();
}

}  // namespace

Refusal Oracle::is_limited(const Bill& bill, const Act& wanted) {
  const std::string limit = wanted.get("expires");
  if (limit.empty()) return {};
  if (bill.is_immediate || std::stoll(limit) <= wanted.at) return "ARG_MALFORMED";
  return {};
}

Refusal Oracle::transfer(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  const std::string to = wanted.get("to");
  if (auto no = able(to)) return no;
  if (to == bill.holder) return "EBL_RECIPIENT_ALREADY_HOLDER";
  if (auto no = is_limited(bill, wanted)) return no;
  if (bill.is_immediate)
    pass_possession(bill, to);
  else
    offer(bill, wanted, to, "");
  record(bill, wanted, bill.is_immediate ? "TRANSFER" : "TRANSFER_OFFERED", to);
  return {};
}

Refusal Oracle::accept_transfer(Bill& bill, const Act& wanted) {
  if (bill.status != "TRANSFER_PENDING") return "EBL_STATE";
  if (wanted.by != bill.pending_to) return "EBL_NOT_ENTITLED";
  if (bill.expires && wanted.at >= *bill.expires) return "EBL_EXPIRED";
  const std::string owner = bill.pending_owner;
  if (!owner.empty())
    if (auto no = able(owner)) return no;
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  end_offer(bill);
  if (!owner.empty()) pass_title(bill, owner);
  pass_possession(bill, wanted.by);
  record(bill, wanted, owner.empty() ? "TRANSFER" : "TRANSFER_OWNERS", wanted.by, owner);
  return {};
}

Refusal Oracle::decline_transfer(Bill& bill, const Act& wanted) {
  if (bill.status != "TRANSFER_PENDING") return "EBL_STATE";
  if (wanted.by != bill.pending_to && wanted.by != bill.holder) return "EBL_NOT_ENTITLED";
  end_offer(bill);
  record(bill, wanted, "TRANSFER_DECLINED", "");
  return {};
}

Refusal Oracle::is_endorsable(const Bill& bill) {
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.kind == "STRAIGHT") return "EBL_NON_NEGOTIABLE";
  if (bill.kind == "BLANK" || bill.is_closed) return "EBL_NOT_ENDORSABLE";
  if (bill.pledge) return "EBL_PLEDGED";
  return {};
}

Refusal Oracle::nominate(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (auto no = is_endorsable(bill)) return no;
  const std::string nominee = wanted.get("nominee");
  if (!nominee.empty())
    if (auto no = able(nominee)) return no;
  if (nominee == bill.owner) return "EBL_ALREADY_OWNER";
  if (nominee == bill.nominee) return "EBL_ALREADY_NOMINATED";
  bill.nominee = nominee;
  bill.prev_owner = "";
  if (bill.owner == bill.holder) bill.prev_holder = "";
  record(bill, wanted, "NOMINATED", nominee);
  return {};
}

Refusal Oracle::endorse(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (auto no = is_endorsable(bill)) return no;
  const std::string to = wanted.get("to");
  if (auto no = able(to)) return no;
  if (bill.holder != bill.owner && to != bill.nominee) return "EBL_INVALID_NOMINEE";
  if (to == bill.owner) return "EBL_ALREADY_OWNER";
  pass_title(bill, to);
  bill.is_closed = wanted.verb == "Endorse";
  record(bill, wanted, bill.is_closed ? "ENDORSE" : "ENDORSE_TO_ORDER", to);
  return {};
}

Refusal Oracle::blank_endorse(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (auto no = is_endorsable(bill)) return no;
  bill.kind = "BLANK";
  bill.nominee = "";
  bill.prev_owner = "";
  bill.prev_holder = "";
  record(bill, wanted, "BLANK_ENDORSE", "");
  return {};
}

Refusal Oracle::transfer_owners(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (auto no = is_endorsable(bill)) return no;
  const std::string owner = wanted.get("owner");
  const std::string holder = wanted.get("holder");
  if (auto no = able(owner)) return no;
  if (auto no = able(holder)) return no;
  if (bill.holder != bill.owner && owner != bill.nominee) return "EBL_INVALID_NOMINEE";
  if (owner == bill.owner) return "EBL_ALREADY_OWNER";
  if (holder == bill.holder) return "EBL_RECIPIENT_ALREADY_HOLDER";
  if (auto no = is_limited(bill, wanted)) return no;
  if (bill.is_immediate) {
    pass_title(bill, owner);
    pass_possession(bill, holder);
  } else {
    offer(bill, wanted, holder, owner);
  }
  record(bill, wanted, bill.is_immediate ? "TRANSFER_OWNERS" : "TRANSFER_OWNERS_OFFERED", holder,
         owner);
  return {};
}

Refusal Oracle::is_rejectable(const Bill& bill) {
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  return {};
}

/// Row 6.
Refusal Oracle::reject_owner(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (auto no = is_rejectable(bill)) return no;
  if (bill.prev_owner.empty()) return "EBL_NOTHING_TO_REJECT";
  if (bill.owner == bill.holder) return "EBL_DUAL_ROLE_REJECTION_REQUIRED";
  bill.owner = std::exchange(bill.prev_owner, "");
  bill.nominee = "";
  bill.is_closed = false;
  record(bill, wanted, "REJECTED_OWNER", bill.owner);
  return {};
}

/// Row 7.
Refusal Oracle::reject_holder(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (auto no = is_rejectable(bill)) return no;
  if (bill.prev_holder.empty()) return "EBL_NOTHING_TO_REJECT";
  if (bill.owner == bill.holder) return "EBL_DUAL_ROLE_REJECTION_REQUIRED";
  bill.holder = std::exchange(bill.prev_holder, "");
  record(bill, wanted, "REJECTED_HOLDER", bill.holder);
  return {};
}

/// Row 8.
Refusal Oracle::reject_both(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (auto no = is_rejectable(bill)) return no;
  if (bill.prev_owner.empty() || bill.prev_holder.empty()) return "EBL_NOTHING_TO_REJECT";
  bill.owner = std::exchange(bill.prev_owner, "");
  bill.holder = std::exchange(bill.prev_holder, "");
  bill.nominee = "";
  bill.is_closed = false;
  record(bill, wanted, "REJECTED_BOTH", bill.holder, bill.owner);
  return {};
}

}  // namespace tradelane::oracle
