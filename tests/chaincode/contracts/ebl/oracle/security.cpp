// SPDX-License-Identifier: Apache-2.0
// Security: contracts.md 5, hk-domain.md 3.3, ebl.md 8.4.
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {

Refusal Oracle::pledge(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  const auto bank = companies.find(wanted.get("pledgee"));
  if (bank == companies.end()) return "PARTY_UNKNOWN";
  if (!bank->second.is_bank) return "PARTY_ROLE";
  if (auto no = able(bank->first)) return no;
  bill.pledge = Pledge{bank->first, "OFFERED", wanted.get("loanId")};
  record(bill, wanted, "PLEDGE_OFFERED", bank->first);
  return {};
}

Refusal Oracle::accept_pledge(Bill& bill, const Act& wanted) {
  const bool is_offered = bill.pledge && bill.pledge->state == "OFFERED";
  if (!is_offered || bill.pledge->loan != wanted.get("loanId")) return "EBL_STATE";
  if (wanted.by != bill.pledge->to) return "EBL_NOT_ENTITLED";
  bill.pledge->state = "ACCEPTED";
  record(bill, wanted, "PLEDGED", "");
  return {};
}

Refusal Oracle::release_pledge(Bill& bill, const Act& wanted) {
  if (!bill.pledge) return "EBL_STATE";
  const bool withdraws = wanted.by == bill.holder && bill.pledge->state == "OFFERED";
  if (wanted.by != bill.pledge->to && !withdraws) return "EBL_NOT_ENTITLED";
  bill.pledge.reset();
  record(bill, wanted, "PLEDGE_RELEASED", "");
  return {};
}

}  // namespace tradelane::oracle
