// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"

#include "chaincode/contracts/ebl/keys.hpp"

namespace tradelane::ebl {

Result<Acting> acting_on(const BillId& id, const std::vector<contract::Signature>& signatures,
                         const contract::Context& tx) {
  auto bill = tx.ledger.find(key::bill(id));
  if (!bill) return refuse(Code::ebl_unknown, "B1");
  const auto signer = signatures.empty()
                          ? tx.caller.party
                          : tx.ledger.find(contract::key::party(signatures.front().party));
  if (!signer) return refuse(Code::act_key, "A2");
  if (!contract::may_submit(tx.caller, *signer)) return refuse(Code::auth_denied, "B2");
  const auto act = contract::company_act(
      tx, *signer, signatures,
      {.name = "bill/" + id.text(), .seq = bill->seq, .last_act = bill->last_act});
  if (!act) return act.error();
  return Acting{.bill = std::move(*bill), .actor = signer->id, .act = *act};
}

}  // namespace tradelane::ebl
