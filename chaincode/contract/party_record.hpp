// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/codec/country.hpp"
#include "chaincode/codec/fields.hpp"
#include "chaincode/ledger/key.hpp"

/// The records that say who may act. They live in this layer because every call is authorised by
/// them; the transactions that write them are in contracts/party. Plain data.
namespace tradelane::contract {

enum class Role : std::uint8_t {
  analytics,
  bank,
  carrier,
  consignee,
  data_consumer,
  data_owner,
  data_provider,
  feed_node,
  operator_,
  regulator,
  shipper
};
/// In alphabetical order, so that a set of roles sorts like its texts.
constexpr auto enum_texts(Role) {
  using T = std::string_view;
  return std::array{std::pair{Role::analytics, T("analytics")},
                    std::pair{Role::bank, T("bank")},
                    std::pair{Role::carrier, T("carrier")},
                    std::pair{Role::consignee, T("consignee")},
                    std::pair{Role::data_consumer, T("dataConsumer")},
                    std::pair{Role::data_owner, T("dataOwner")},
                    std::pair{Role::data_provider, T("dataProvider")},
                    std::pair{Role::feed_node, T("feedNode")},
                    std::pair{Role::operator_, T("operator")},
                    std::pair{Role::regulator, T("regulator")},
                    std::pair{Role::shipper, T("shipper")}};
}

/// CERTIFICATE: whoever holds a certificate that selects the party acts for it. SIGNATURE: the
/// party's own detached signature is asked for besides.
enum class ActsBy : std::uint8_t { certificate, signature };
constexpr auto enum_texts(ActsBy) {
  using T = std::string_view;
  return std::array{std::pair{ActsBy::certificate, T("CERTIFICATE")},
                    std::pair{ActsBy::signature, T("SIGNATURE")}};
}

enum class PartyState : std::uint8_t { active, suspended };
constexpr auto enum_texts(PartyState) {
  using T = std::string_view;
  return std::array{std::pair{PartyState::active, T("ACTIVE")},
                    std::pair{PartyState::suspended, T("SUSPENDED")}};
}

/// A public key in RFC 7517's form: EC (P-256, SM2), OKP (Ed25519) or RSA.
struct JwkText {
  static constexpr std::string_view name = "Jwk";
  std::string kty = {};
  std::optional<std::string> crv = {};
  std::optional<std::string> x = {};
  std::optional<std::string> y = {};
  std::optional<std::string> n = {};
  std::optional<std::string> e = {};

  static constexpr auto fields() {
    return listing(field("kty", &JwkText::kty), field("crv", &JwkText::crv),
                   field("x", &JwkText::x), field("y", &JwkText::y), field("n", &JwkText::n),
                   field("e", &JwkText::e));
  }
  bool operator==(const JwkText&) const = default;
};

/// A verification key and the half-open time [validFrom, validTo) in which it may sign.
struct VerificationKey {
  static constexpr std::string_view name = "VerificationKey";
  std::string kid = {};
  JwkText jwk = {};
  Timestamp valid_from = {};
  Timestamp valid_to = {};

  static constexpr auto fields() {
    return listing(field("kid", &VerificationKey::kid), field("jwk", &VerificationKey::jwk),
                   field("validFrom", &VerificationKey::valid_from),
                   field("validTo", &VerificationKey::valid_to));
  }
  bool operator==(const VerificationKey&) const = default;
};

/// A rulebook by name and SHA-256.
struct Rulebook {
  static constexpr std::string_view name = "Rulebook";
  std::string id = {};
  Digest sha256 = {};

  static constexpr auto fields() {
    return listing(field("id", &Rulebook::id), field("sha256", &Rulebook::sha256));
  }
  bool operator==(const Rulebook&) const = default;
};

/// The channel's constitution: written once.
struct Boot {
  static constexpr std::string_view name = "Boot";
  static constexpr std::string_view schema = "tradelane.boot/1";
  Set<MspId> operator_msps = {};
  Set<std::string> fingerprint_kids = {};
  Rulebook rulebook = {};

  static constexpr auto fields() {
    return listing(field("operatorMsps", &Boot::operator_msps),
                   field("fingerprintKids", &Boot::fingerprint_kids),
                   field("rulebook", &Boot::rulebook));
  }
  bool operator==(const Boot&) const = default;
};

/// A place by its UN/LOCODE: `HKHKG`. Of MLETR 13 and 14 the ledger shows no more than the town.
struct PlaceTag {
  static constexpr std::string_view name = "Place";
  static constexpr std::string_view pattern = "^[A-Z]{2}[A-Z2-9]{3}$";
  /// Also the country of the first two letters is assigned: nobody is at home at sea (XZ).
  static bool valid(std::string_view text);
};
using Place = Id<PlaceTag>;

/// Every member that came after the first form is left out while it has its default, so that a
/// record of that form keeps its bytes; such members are written from format 2 of the channel on.
struct Party {
  static constexpr std::string_view name = "Party";
  static constexpr std::string_view schema = "tradelane.party/1";
  PartyId id = {};
  MspId msp = {};
  bool default_party = false;
  ActsBy acts_by = ActsBy::certificate;
  Set<Role> roles = {};
  Country jurisdiction = {};
  /// Where it has its business (MLETR 14); records of the first form say nothing.
  std::optional<Place> place_of_business = {};
  std::vector<VerificationKey> keys = {};
  /// So many of its keys must sign an act: 2 of a joint party of two (ETDA 2023 s 2).
  std::optional<std::int64_t> signatures_needed = {};
  /// From this moment on each act that the party signs has a row of its own (signed_acts.hpp).
  std::optional<Timestamp> acts_since = {};
  /// Commitment to legal name, address and identifiers.
  Digest identity = {};
  /// The rulebook that the party has accepted.
  std::optional<Rulebook> terms = {};
  PartyState state = PartyState::active;
  Timestamp at = {};
  std::int64_t seq = 0;
  Digest last_act = {};

  static constexpr auto fields() {
    return listing(field("id", &Party::id), field("msp", &Party::msp),
                   field("defaultParty", &Party::default_party), field("actsBy", &Party::acts_by),
                   field("roles", &Party::roles), field("jurisdiction", &Party::jurisdiction),
                   field("placeOfBusiness", &Party::place_of_business), field("keys", &Party::keys),
                   field("signaturesNeeded", &Party::signatures_needed),
                   field("actsSince", &Party::acts_since), field("identity", &Party::identity),
                   field("terms", &Party::terms), field("state", &Party::state),
                   field("at", &Party::at), field("seq", &Party::seq),
                   field("lastAct", &Party::last_act));
  }
  bool operator==(const Party&) const = default;

  bool has(Role role) const { return roles.contains(role); }
};

/// Which party acts for an MSP when a certificate names none.
struct DefaultParty {
  static constexpr std::string_view name = "DefaultParty";
  static constexpr std::string_view schema = "tradelane.defaultParty/1";
  PartyId party = {};

  static constexpr auto fields() { return listing(field("party", &DefaultParty::party)); }
  bool operator==(const DefaultParty&) const = default;
};

namespace key {

/// "BOOT": one per channel.
inline ledger::Key<Boot> boot() { return {"BOOT", {}}; }
/// "PARTY" / party id.
inline ledger::Key<Party> party(const PartyId& id) { return {"PARTY", {id.text()}}; }
/// "PARTYMSP" / MSP id: index of default parties.
inline ledger::Key<DefaultParty> default_party(const MspId& msp) {
  return {"PARTYMSP", {msp.text()}};
}

}  // namespace key
}  // namespace tradelane::contract

namespace tradelane {
// Compiled once, in party_record.cpp.
extern template struct FieldsCodec<contract::Boot>;
extern template struct FieldsCodec<contract::Party>;
extern template struct FieldsCodec<contract::DefaultParty>;
}  // namespace tradelane
