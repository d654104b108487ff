// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/party_record.hpp"
#include "chaincode/contracts/party/records.hpp"

/// The keys of this contract; those that every call needs are defined in the layer below.
namespace tradelane::party::key {

using contract::key::boot;
using contract::key::default_party;
using contract::key::party;
using contract::key::signed_act;

inline ledger::Range<Party> parties() { return {"PARTY", {}}; }

/// "FORMAT": one per channel, none of a channel that began before there was a second.
inline ledger::Key<Format> format() { return {"FORMAT", {}}; }

/// "PARTYKEY" / party id / kid. Never erased.
inline ledger::Key<RetiredKey> retired_key(const PartyId& party, const std::string& kid) {
  return {"PARTYKEY", {party.text(), kid}};
}
inline ledger::Range<RetiredKey> retired_keys(const PartyId& party) {
  return {"PARTYKEY", {party.text()}};
}

/// "PARTYACT" / party id / kid / …: what `signed_act` writes.
inline ledger::Range<contract::SignedAct> signed_acts(const PartyId& party,
                                                      const std::string& kid) {
  return {"PARTYACT", {party.text(), kid}};
}

/// "DISPUTE" / subject / sequence after the act, padded / party id. Whoever looks at a bill finds
/// its disputes beside it.
inline ledger::Key<Dispute> dispute(const contract::SignedAct& act, const PartyId& party) {
  std::string number = std::to_string(act.seq);
  number.insert(0, number.size() < 10 ? 10 - number.size() : 0, '0');
  return {"DISPUTE", {act.subject, number, party.text()}};
}
inline ledger::Range<Dispute> disputes(const std::string& subject) {
  return {"DISPUTE", {subject}};
}

/// "LAWFULID" / commitment.
inline ledger::Key<LawfulIdentifier> lawful(const Digest& commitment) {
  return {"LAWFULID", {commitment.text()}};
}

/// "PLATFORM" / its code.
inline ledger::Key<Platform> platform(const std::string& code) { return {"PLATFORM", {code}}; }
/// "PLATFORMCODE" / code, whatever its list.
inline ledger::Key<PlatformCode> platform_code(const std::string& code) {
  return {"PLATFORMCODE", {code}};
}

}  // namespace tradelane::party::key
