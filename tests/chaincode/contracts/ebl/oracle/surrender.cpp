// SPDX-License-Identifier: Apache-2.0
// Surrender and its answer: ebl.md 2.5 and 8.4.
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {

Refusal Oracle::request_surrender(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (wanted.by != bill.owner) return "EBL_NOT_ENTITLED";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  const std::string ref = wanted.get("surrenderRequestReference");
  if (ref.empty() || ref.size() > 100) return "ARG_MALFORMED";
  if (references.contains(ref)) return "EBL_REF_REUSED";
  references[ref] = {wanted.bill, ""};
  bill.status = "PENDING_SURRENDER_FOR_DELIVERY";
  bill.surrender = Surrender{ref, wanted.get("code"), wanted.by};
  record(bill, wanted, "SURRENDER_FOR_DELIVERY", bill.issuer);
  return {};
}

Refusal Oracle::answer_surrender(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.issuer) return "EBL_NOT_ENTITLED";
  const std::string ref = wanted.get("surrenderRequestReference");
  const auto known = references.find(ref);
  const bool is_ours = known != references.end() && known->second.first == wanted.bill;
  if (is_ours && !known->second.second.empty()) return "EBL_ALREADY_ANSWERED";
  const bool is_pending = bill.status == "PENDING_SURRENDER_FOR_DELIVERY";
  if (!is_pending || bill.surrender->ref != ref) return "EBL_STATE";
  known->second.second = wanted.get("answer");
  const bool is_taken = wanted.get("answer") == "SURR";
  const std::string asked_by = bill.surrender->by;
  bill.status = is_taken ? "SURRENDERED_FOR_DELIVERY" : "ISSUED";
  bill.prev_holder = "";
  if (!is_taken) bill.surrender.reset();
  record(bill, wanted, is_taken ? "SACC" : "SREJ", asked_by);
  return {};
}

}  // namespace tradelane::oracle
