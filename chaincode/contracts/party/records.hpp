// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/party_record.hpp"

/// The records of this contract. `Boot`, `Party` and `DefaultParty` authorise every call, so their
/// definition is in the layer below.
namespace tradelane::party {

using contract::ActsBy;
using contract::Boot;
using contract::DefaultParty;
using contract::Party;
using contract::PartyState;
using contract::Role;
using contract::Rulebook;
using contract::VerificationKey;

/// An identifier inside the private identity of a party.
struct Identifier {
  static constexpr std::string_view name = "Identifier";
  std::string type = {};  // USCC, UBI, LEI, DCSA …
  std::string id = {};
  static constexpr auto fields() {
    return listing(field("type", &Identifier::type), field("id", &Identifier::id));
  }
  bool operator==(const Identifier&) const = default;
};

/// The private value called `identity`.
struct Identity {
  static constexpr std::string_view name = "Identity";
  std::string legal_name = {};
  std::string address = {};
  std::vector<Identifier> identifiers = {};
  static constexpr auto fields() {
    return listing(field("legalName", &Identity::legal_name), field("address", &Identity::address),
                   field("identifiers", &Identity::identifiers));
  }
  bool operator==(const Identity&) const = default;
};

}  // namespace tradelane::party
