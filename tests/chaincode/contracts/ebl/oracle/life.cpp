// SPDX-License-Identifier: Apache-2.0
// What happens to a bill besides: ebl.md 8.4, contracts.md 5.
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"

namespace tradelane::oracle {

Refusal Oracle::sign(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (bill.status != "ISSUED") return "EBL_STATE";
  bill.prev_holder = "";
  if (bill.owner == bill.holder) bill.prev_owner = "";
  record(bill, wanted, "SIGN", "");
  return {};
}

Refusal Oracle::attach(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.holder) return "EBL_NOT_HOLDER";
  if (bill.status != "ISSUED") return "EBL_STATE";
  const std::int64_t size = std::stoll(wanted.get("size"));
  const std::string type = wanted.get("mediaType");
  if (size < 1 || size > 16 * 1024 * 1024 || type.size() > 100) return "EBL_SIZE";
  const std::string what = std::to_string(size) + type;
  const auto old = bill.attached.find(wanted.get("document"));
  if (old != bill.attached.end()) {
    if (old->second != what) return "EBL_HASH_MISMATCH";
    was_repeated_ = true;
    return {};
  }
  bill.attached[wanted.get("document")] = what;
  record(bill, wanted, "DOCUMENT_ATTACHED", "");
  return {};
}

Refusal Oracle::remark(Bill& bill, const Act& wanted) {
  const bool is_pledgee = bill.pledge && bill.pledge->to == wanted.by;
  if (wanted.by != bill.holder && wanted.by != bill.owner && wanted.by != bill.issuer &&
      !is_pledgee)
    return "EBL_NOT_ENTITLED";
  const std::int64_t length = std::stoll(wanted.get("length"));
  if (length < 1 || length > 255) return "EBL_SIZE";
  record(bill, wanted, "REMARK", "");
  return {};
}

Refusal Oracle::void_bill(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.issuer) return "EBL_NOT_ENTITLED";
  if (bill.status != "ISSUED") return "EBL_STATE";
  if (bill.pledge) return "EBL_PLEDGED";
  const bool is_untouched = bill.owner == bill.issuer || bill.seq == 1;
  if (bill.holder != bill.issuer || !is_untouched) return "EBL_HELD_BY_OTHER";
  bill.status = "VOIDED";
  bill.nominee = "";
  bill.prev_owner = "";
  bill.prev_holder = "";
  record(bill, wanted, "VOIDED", "");
  return {};
}

Refusal Oracle::deliver(Bill& bill, const Act& wanted) {
  if (wanted.by != bill.issuer) return "EBL_NOT_ENTITLED";
  if (bill.status != "SURRENDERED_FOR_DELIVERY") return "EBL_STATE";
  const std::int64_t total = std::stoll(wanted.get("delivered"));
  if (total <= bill.delivered) return "ARG_MALFORMED";
  if (wanted.withholds_document) return "PRIVATE_MISSING";
  if (total > bill.goods.packages) return "EBL_OVER_DELIVERY";
  bill.delivered = total;
  record(bill, wanted, "DELIVERED", bill.holder);
  return {};
}

}  // namespace tradelane::oracle
