// SPDX-License-Identifier: Apache-2.0
// Surrender and its answer: ebl.md 2.5 and 8.4.
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {

Refusal Oracle::request_surrender(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  const bool is_shipper = bill.kind == "STRAIGHT" && wanted.by == bill.first_holder;
  if (bill.kind != "BLANK" && wanted.by != bill.owner && !is_shipper) return "EBL_NOT_ENTITLED";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  const std::string ref = wanted.get("surrenderRequestReference");
  if (ref.empty() || ref.size() > 100) return "ARG_MALFORMED";
  const bool to_amend = wanted.get("code") == "AREQ";
  if (to_amend == wanted.get("reasonCode").empty()) return "ARG_MALFORMED";
  if (references.contains(ref)) return "EBL_REF_REUSED";
  references[ref] = {wanted.bill, ""};
  bill.status = to_amend ? "PENDING_SURRENDER_FOR_AMENDMENT" : "PENDING_SURRENDER_FOR_DELIVERY";
  bill.surrender = Surrender{ref, wanted.get("code"), wanted.by, wanted.get("reasonCode")};
  bill.prev_holder = "";
  bill.prev_owner = "";
  bill.nominee = "";
  record(bill, wanted, to_amend ? "SURRENDER_FOR_AMENDMENT" : "SURRENDER_FOR_DELIVERY",
         bill.issuer);
  return {};
}

Refusal Oracle::cancel_surrender(Bill& bill, const Act& wanted) {
  if (!bill.status.starts_with("PENDING_SURRENDER")) return "EBL_STATE";
  if (wanted.by != bill.surrender->by) return "EBL_NOT_ENTITLED";
  bill.status = "ISSUED";
  bill.surrender.reset();
  record(bill, wanted, "SURRENDER_CANCELLED", bill.issuer);
  return {};
}

Refusal Oracle::answer_surrender(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.issuer) return "EBL_NOT_ENTITLED";
  const std::string ref = wanted.get("surrenderRequestReference");
  const auto known = references.find(ref);
  const bool is_ours = known != references.end() && known->second.first == wanted.bill;
  if (is_ours && !known->second.second.empty()) return "EBL_ALREADY_ANSWERED";
  const bool is_pending = bill.status.starts_with("PENDING_SURRENDER");
  if (!is_pending || bill.surrender->ref != ref) return "EBL_STATE";
  const bool is_taken = wanted.get("answer") == "SURR";
  if (!is_taken && wanted.get("comment").empty()) return "EBL_COMMENT_REQUIRED";
  known->second.second = wanted.get("answer");
  const std::string asked_by = bill.surrender->by;
  const bool to_amend = bill.surrender->code == "AREQ";
  bill.status = !is_taken  ? "ISSUED"
                : to_amend ? "SURRENDERED_FOR_AMENDMENT"
                           : "SURRENDERED_FOR_DELIVERY";
  bill.prev_holder = "";
  bill.prev_owner = "";
  bill.nominee = "";
  if (!is_taken) bill.surrender.reset();
  record(bill, wanted, is_taken ? "SACC" : "SREJ", asked_by);
  return {};
}

}  // namespace tradelane::oracle
