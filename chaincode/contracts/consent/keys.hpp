// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/consent/records.hpp"
#include "chaincode/ledger/key.hpp"

/// The only file that spells a key of this contract.
namespace tradelane::consent::key {

/// "CNS" / consent id.
inline ledger::Key<Consent> consent(const ConsentId& id) { return {"CNS", {id.text()}}; }
/// "CNSUSE" / consent id.
inline ledger::Key<ConsentUse> use(const ConsentId& id) { return {"CNSUSE", {id.text()}}; }
/// "ACC" / consent id / txid of the decision. The block height orders the rows: a shared "last row"
/// would make every denial conflict with the next.
inline ledger::Key<Access> access(const ConsentId& id, const std::string& txid) {
  return {"ACC", {id.text(), txid}};
}
inline ledger::Range<Access> accesses(const ConsentId& id) { return {"ACC", {id.text()}}; }

}  // namespace tradelane::consent::key
