// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/caller.hpp"

namespace tradelane::contract {
namespace {

constexpr const char* party_attribute = "tradelane.party";

/// The party that the certificate names or, when it names none, the MSP's default party.
std::optional<PartyId> selected_party(const crypto::ClientIdentity& identity, const MspId& msp,
                                      const ledger::Reader& ledger) {
  const auto attribute = identity.attributes.find(party_attribute);
  if (attribute != identity.attributes.end()) return PartyId::parse(attribute->second);
  const auto row = ledger.find(key::default_party(msp));
  if (!row) return std::nullopt;
  return row->party;
}

std::optional<Party> find_party(const crypto::ClientIdentity& identity, const MspId& msp,
                                const ledger::Reader& ledger) {
  const auto id = selected_party(identity, msp, ledger);
  if (!id) return std::nullopt;
  auto party = ledger.find(key::party(*id));
  if (party && party->msp != msp) return std::nullopt;
  return party;
}

}  // namespace

Result<Caller> resolve_caller(const ledger::Invocation& call, const ledger::Reader& ledger,
                              const crypto::IdentityCache& identities, Who::Kind asked_for) {
  const auto msp = MspId::parse(call.msp);
  if (!msp) return refuse(Code::auth_denied, "A10", "MSP id");
  const auto identity = identities.find_or_parse(call.msp, call.certificate);
  if (!identity) return refuse(Code::auth_denied, "A10", "certificate");
  Caller caller{.msp = *msp};
  if (asked_for == Who::Kind::operators) {
    const auto boot = ledger.find(key::boot());
    caller.is_operator = boot && boot->operator_msps.contains(*msp);
  }
  if (asked_for != Who::Kind::anyone) caller.party = find_party(**identity, *msp, ledger);
  return caller;
}

}  // namespace tradelane::contract
