// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/records.hpp"
#include "chaincode/ledger/key.hpp"

/// The only file that spells a key of this contract.
namespace tradelane::ebl::key {

/// "EBL" / carrier code / reference / sub-reference. Never erased, never used again.
inline ledger::Key<Bill> bill(const BillId& id) { return {"EBL", parts_of(id)}; }

/// "EBLTX" / the same / sequence, padded so that the chain comes in its order.
inline ledger::Key<Step> step(const BillId& id, std::int64_t seq) {
  auto parts = parts_of(id);
  std::string number = std::to_string(seq);
  parts.push_back(std::string(number.size() < 10 ? 10 - number.size() : 0, '0') + number);
  return {"EBLTX", parts};
}
inline ledger::Range<Step> steps(const BillId& id) { return {"EBLTX", parts_of(id)}; }

/// "EBLHELD" / party / the parts of the bill's id: index of who holds what.
inline ledger::Key<HeldBill> held(const PartyId& holder, const BillId& id) {
  auto parts = parts_of(id);
  parts.insert(parts.begin(), holder.text());
  return {"EBLHELD", parts};
}
inline ledger::Range<HeldBill> all_held(const PartyId& holder) {
  return {"EBLHELD", {holder.text()}};
}

/// "EBLDOC" / the parts of the bill's id / commitment to the document.
inline ledger::Key<AttachedDocument> document(const BillId& id, const Digest& commitment) {
  auto parts = parts_of(id);
  parts.push_back(commitment.text());
  return {"EBLDOC", parts};
}

/// "SURREF" / surrender request reference.
inline ledger::Key<SurrenderRef> surrender(const std::string& ref) { return {"SURREF", {ref}}; }

/// "EBLFREEZE" / the parts of the bill's id: whether that bill is frozen.
inline ledger::Key<Safety> freeze(const BillId& id) { return {"EBLFREEZE", parts_of(id)}; }
/// "EBLPAUSE": one per channel, whether all bills rest.
inline ledger::Key<Safety> pause() { return {"EBLPAUSE", {}}; }
/// "EBLRECOVERY" / the parts of the bill's id.
inline ledger::Key<Recovery> recovery(const BillId& id) { return {"EBLRECOVERY", parts_of(id)}; }
/// "EBLPAPER" / carrier code / number of the paper set.
inline ledger::Key<PaperSet> paper(const std::string& carrier_code, const std::string& number) {
  return {"EBLPAPER", {carrier_code, number}};
}

}  // namespace tradelane::ebl::key
