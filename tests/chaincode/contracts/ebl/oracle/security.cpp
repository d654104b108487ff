// SPDX-License-Identifier: Apache-2.0
// Security: contracts.md 5, hk-domain.md 3.3, ebl.md 8.4.
#include <algorithm>

#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {
namespace {

constexpr std::int64_t fortnight_s = std::int64_t{14} * 24 * 60 * 60;

}  // namespace

Refusal Oracle::pledge(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  if (bill.kind == "STRAIGHT") return "EBL_NON_NEGOTIABLE";
  if (bill.kind == "BLANK" && wanted.get("possession") == "PLEDGEE") return "EBL_STATE";
  const auto bank = companies.find(wanted.get("pledgee"));
  if (bank == companies.end()) return "PARTY_UNKNOWN";
  if (!bank->second.is_bank) return "PARTY_ROLE";
  if (auto no = able(bank->first)) return no;
  bill.pledge = Pledge{.to = bank->first,
                       .state = "OFFERED",
                       .loan = wanted.get("loanId"),
                       .possession = wanted.get("possession")};
  bill.prev_owner = "";
  bill.prev_holder = "";
  record(bill, wanted, "PLEDGE_OFFERED", bank->first);
  return {};
}

Refusal Oracle::accept_pledge(Bill& bill, const Act& wanted) {
  const bool is_offered = bill.pledge && bill.pledge->state == "OFFERED";
  if (!is_offered || bill.pledge->loan != wanted.get("loanId")) return "EBL_STATE";
  if (wanted.by != bill.pledge->to) return "EBL_NOT_ENTITLED";
  const bool takes_bill = bill.pledge->possession == "PLEDGEE";
  if (takes_bill && wanted.withholds_document) return "PRIVATE_MISSING";
  bill.pledge->state = "ACCEPTED";
  bill.pledge->since = std::max(bill.at, wanted.at);
  if (takes_bill) bill.holder = wanted.by;
  record(bill, wanted, "PLEDGED", takes_bill ? wanted.by : "");
  return {};
}

Refusal Oracle::release_pledge(Bill& bill, const Act& wanted) {
  if (!bill.pledge) return "EBL_STATE";
  const bool withdraws = wanted.by == bill.holder && bill.pledge->state == "OFFERED";
  if (wanted.by != bill.pledge->to && !withdraws) return "EBL_NOT_ENTITLED";
  // The pledgor is the owner: who has taken the bill gives it back to it.
  const bool gives_back = bill.holder != bill.owner;
  bill.holder = bill.owner;
  bill.pledge.reset();
  record(bill, wanted, "PLEDGE_RELEASED", gives_back ? bill.owner : "");
  return {};
}

Refusal Oracle::enforce_pledge(Bill& bill, const Act& wanted) {
  if (!bill.pledge || bill.pledge->state == "OFFERED") return "EBL_STATE";
  if (wanted.by != bill.pledge->to) return "EBL_NOT_ENTITLED";
  if (wanted.get("stage") == "NOTICE") {
    if (bill.pledge->notice) return "EBL_STATE";
    bill.pledge->notice = std::max(bill.at, wanted.at);
    record(bill, wanted, "ENFORCEMENT_NOTICE", bill.owner);
    return {};
  }
  if (!bill.pledge->notice || wanted.at - *bill.pledge->notice < fortnight_s)
    return "EBL_NOTICE_PERIOD";
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  bill.holder = wanted.by;
  bill.owner = wanted.by;
  bill.nominee = "";
  bill.pledge.reset();
  record(bill, wanted, "PLEDGE_ENFORCED", wanted.by, wanted.by);
  return {};
}

}  // namespace tradelane::oracle
