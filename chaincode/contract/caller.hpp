// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/contract/who.hpp"
#include "chaincode/crypto/identity_cache.hpp"
#include "chaincode/ledger/invocation.hpp"
#include "chaincode/ledger/reader.hpp"

namespace tradelane::contract {

/// Who calls: an MSP, and the party under that MSP for which the certificate speaks. The attribute
/// `tradelane.party` selects among the parties registered under the caller's own MSP; without it
/// the MSP's default party is meant. Nobody is found for an attribute that names a party of another
/// MSP. Source: contracts.md 2.
///
/// Only what the transaction asks of its callers is looked up, for each record is a round trip to
/// the peer: nothing where anyone may call, the operators only where they alone may.
struct Caller {
  MspId msp = {};
  std::optional<Party> party = {};
  /// The channel is bootstrapped and `msp` is one of its operators.
  bool is_operator = false;

  bool is(const PartyId& id) const { return party && party->id == id; }
  bool has(Role role) const { return party && party->has(role); }
};

/// AUTH_DENIED (A10) when the creator's certificate or MSP id cannot be read.
Result<Caller> resolve_caller(const ledger::Invocation& call, const ledger::Reader& ledger,
                              const crypto::IdentityCache& identities, Who::Kind asked_for);

}  // namespace tradelane::contract
