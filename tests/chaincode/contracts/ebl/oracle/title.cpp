// SPDX-License-Identifier: Apache-2.0
// Possession and title: ebl.md 2.2, 3 and 8.4.
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {

Refusal Oracle::transfer(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  const std::string to = wanted.get("to");
  if (auto no = able(to)) return no;
  if (to == bill.holder) return "EBL_RECIPIENT_ALREADY_HOLDER";
  if (bill.is_immediate) {
    bill.prev_holder = bill.holder;
    bill.holder = to;
  } else {
    bill.status = "TRANSFER_PENDING";
    bill.pending_to = to;
  }
  record(bill, wanted, bill.is_immediate ? "TRANSFER" : "TRANSFER_OFFERED", to);
  return {};
}

Refusal Oracle::accept_transfer(Bill& bill, const Act& wanted) {
  if (bill.status != "TRANSFER_PENDING") return "EBL_STATE";
  if (wanted.by != bill.pending_to) return "EBL_NOT_ENTITLED";
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  bill.prev_holder = bill.holder;
  bill.holder = wanted.by;
  bill.pending_to = "";
  bill.status = "ISSUED";
  record(bill, wanted, "TRANSFER", wanted.by);
  return {};
}

Refusal Oracle::decline_transfer(Bill& bill, const Act& wanted) {
  if (bill.status != "TRANSFER_PENDING") return "EBL_STATE";
  if (wanted.by != bill.pending_to && wanted.by != bill.holder) return "EBL_NOT_ENTITLED";
  bill.pending_to = "";
  bill.status = "ISSUED";
  record(bill, wanted, "TRANSFER_DECLINED", "");
  return {};
}

}  // namespace tradelane::oracle
