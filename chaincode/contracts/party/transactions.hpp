// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "chaincode/contract/act.hpp"
#include "chaincode/contracts/party/records.hpp"

/// The argument objects of `party:…`: plain data, the contract's public face.
namespace tradelane::party {

struct Bootstrap {
  static constexpr std::string_view name = "Bootstrap";
  Set<MspId> operator_msps = {};
  Set<std::string> fingerprint_kids = {};
  Rulebook rulebook = {};
  static constexpr auto fields() {
    return listing(field("operatorMsps", &Bootstrap::operator_msps),
                   field("fingerprintKids", &Bootstrap::fingerprint_kids),
                   field("rulebook", &Bootstrap::rulebook));
  }
};

/// Of Register and Update.
struct RegisterCommitments {
  static constexpr std::string_view name = "RegisterCommitments";
  Digest identity = {};
  /// To those identifiers in it that fail their check and are on the operators' list.
  Set<Digest> lawful = {};
  static constexpr auto fields() {
    return listing(field("identity", &RegisterCommitments::identity),
                   optional_field("lawful", &RegisterCommitments::lawful));
  }
};

struct Register {
  static constexpr std::string_view name = "Register";
  PartyId party_id = {};
  MspId msp = {};
  bool default_party = false;
  ActsBy acts_by = ActsBy::certificate;
  Set<Role> roles = {};
  Country jurisdiction = {};
  std::optional<Place> place_of_business = {};
  std::vector<VerificationKey> keys = {};
  /// Of a joint party: how many of its keys must sign.
  std::optional<std::int64_t> signatures_needed = {};
  RegisterCommitments commitments = {};
  static constexpr auto fields() {
    return listing(
        field("partyId", &Register::party_id), field("msp", &Register::msp),
        field("defaultParty", &Register::default_party), field("actsBy", &Register::acts_by),
        field("roles", &Register::roles), field("jurisdiction", &Register::jurisdiction),
        field("placeOfBusiness", &Register::place_of_business), field("keys", &Register::keys),
        field("signaturesNeeded", &Register::signatures_needed),
        field("commitments", &Register::commitments));
  }
};

struct AcceptTerms {
  static constexpr std::string_view name = "AcceptTerms";
  PartyId party_id = {};
  Rulebook rulebook = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("partyId", &AcceptTerms::party_id),
                   field("rulebook", &AcceptTerms::rulebook),
                   optional_field("signatures", &AcceptTerms::signatures));
  }
};

/// What is named changes, the rest stays.
struct Update {
  static constexpr std::string_view name = "Update";
  PartyId party_id = {};
  std::optional<Set<Role>> roles = {};
  std::optional<Country> jurisdiction = {};
  std::optional<Place> place_of_business = {};
  std::optional<RegisterCommitments> commitments = {};
  static constexpr auto fields() {
    return listing(field("partyId", &Update::party_id), field("roles", &Update::roles),
                   field("jurisdiction", &Update::jurisdiction),
                   field("placeOfBusiness", &Update::place_of_business),
                   field("commitments", &Update::commitments));
  }
};

/// A planned end of a key.
struct RetireKey {
  static constexpr std::string_view name = "RetireKey";
  std::string kid = {};
  Timestamp valid_to = {};
  static constexpr auto fields() {
    return listing(field("kid", &RetireKey::kid), field("validTo", &RetireKey::valid_to));
  }
  bool operator==(const RetireKey&) const = default;
};

/// The end of a key, from a moment that has come or lies in the past.
struct RevokeKey {
  static constexpr std::string_view name = "RevokeKey";
  std::string kid = {};
  Timestamp from = {};
  RevocationReason reason = RevocationReason::compromised;
  static constexpr auto fields() {
    return listing(field("kid", &RevokeKey::kid), field("from", &RevokeKey::from),
                   field("reason", &RevokeKey::reason));
  }
  bool operator==(const RevokeKey&) const = default;
};

/// An act as Get lists it.
struct DisputedAct {
  static constexpr std::string_view name = "DisputedAct";
  std::string kid = {};
  Timestamp at = {};
  TxId txid = {};
  static constexpr auto fields() {
    return listing(field("kid", &DisputedAct::kid), field("at", &DisputedAct::at),
                   field("txId", &DisputedAct::txid));
  }
  bool operator==(const DisputedAct&) const = default;
};

struct RotateKey {
  static constexpr std::string_view name = "RotateKey";
  PartyId party_id = {};
  std::vector<VerificationKey> add = {};
  std::vector<RetireKey> retire = {};
  std::vector<RevokeKey> revoke = {};
  std::vector<DisputedAct> dispute = {};
  std::vector<contract::Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("partyId", &RotateKey::party_id), optional_field("add", &RotateKey::add),
                   optional_field("retire", &RotateKey::retire),
                   optional_field("revoke", &RotateKey::revoke),
                   optional_field("dispute", &RotateKey::dispute),
                   optional_field("signatures", &RotateKey::signatures));
  }
};

/// Suspend and Reinstate.
struct OnParty {
  static constexpr std::string_view name = "OnParty";
  PartyId party_id = {};
  ReasonCode reason = {};
  static constexpr auto fields() {
    return listing(field("partyId", &OnParty::party_id), field("reason", &OnParty::reason));
  }
};

struct RegisterPlatform {
  static constexpr std::string_view name = "RegisterPlatform";
  std::string code = {};
  std::string list = {};
  Set<ListedCode> aliases = {};
  std::vector<VerificationKey> keys = {};
  static constexpr auto fields() {
    return listing(field("code", &RegisterPlatform::code), field("list", &RegisterPlatform::list),
                   optional_field("aliases", &RegisterPlatform::aliases),
                   field("keys", &RegisterPlatform::keys));
  }
};

struct SetFormat {
  static constexpr std::string_view name = "SetFormat";
  std::int64_t format = 0;
  static constexpr auto fields() { return listing(field("format", &SetFormat::format)); }
};

struct AllowCommitments {
  static constexpr std::string_view name = "AllowCommitments";
  Digest lawful = {};
  static constexpr auto fields() { return listing(field("lawful", &AllowCommitments::lawful)); }
};

struct AllowIdentifier {
  static constexpr std::string_view name = "AllowIdentifier";
  AllowCommitments commitments = {};
  static constexpr auto fields() {
    return listing(field("commitments", &AllowIdentifier::commitments));
  }
};

/// The acts of one key from a moment on, page by page.
struct ActsAsked {
  static constexpr std::string_view name = "ActsAsked";
  std::string kid = {};
  Timestamp from = {};
  /// Behind this one, the last of the page before.
  std::optional<TxId> after = {};
  static constexpr auto fields() {
    return listing(field("kid", &ActsAsked::kid), field("from", &ActsAsked::from),
                   field("after", &ActsAsked::after));
  }
};

struct Get {
  static constexpr std::string_view name = "PartyGet";
  PartyId party_id = {};
  /// Also the identity, as far as the caller's own organisation keeps it.
  bool open = false;
  /// Also the keys that have left the record.
  bool retired_keys = false;
  std::optional<ActsAsked> acts = {};
  static constexpr auto fields() {
    return listing(field("partyId", &Get::party_id), optional_field("open", &Get::open),
                   optional_field("retiredKeys", &Get::retired_keys), field("acts", &Get::acts));
  }
};

struct ActView {
  static constexpr std::string_view name = "ActView";
  Timestamp at = {};
  std::string txid = {};
  contract::SignedAct act = {};
  /// When its party has disputed it.
  std::optional<Timestamp> disputed_at = {};
  static constexpr auto fields() {
    return listing(field("at", &ActView::at), field("txId", &ActView::txid),
                   field("act", &ActView::act), field("disputedAt", &ActView::disputed_at));
  }
  bool operator==(const ActView&) const = default;
};

struct ActsPage {
  static constexpr std::string_view name = "ActsPage";
  /// Acts before it have no rows; absent when none has.
  std::optional<Timestamp> complete_since = {};
  std::vector<ActView> acts = {};
  /// There is more: ask again with `from` and `after` of the last one.
  bool has_more = false;
  static constexpr auto fields() {
    return listing(field("completeSince", &ActsPage::complete_since),
                   field("acts", &ActsPage::acts), field("hasMore", &ActsPage::has_more));
  }
};

struct PartyView {
  static constexpr std::string_view name = "PartyView";
  Party party = {};
  /// Absent unless asked for and kept by the caller's organisation.
  std::optional<Identity> identity = {};
  std::optional<std::vector<RetiredKey>> retired_keys = {};
  std::optional<ActsPage> acts = {};
  static constexpr auto fields() {
    return listing(field("party", &PartyView::party), field("identity", &PartyView::identity),
                   field("retiredKeys", &PartyView::retired_keys), field("acts", &PartyView::acts));
  }
};

enum class IdentifierType : std::uint8_t { dcsa, lei, ubi, uscc };
constexpr auto enum_texts(IdentifierType) {
  using T = std::string_view;
  return std::array{
      std::pair{IdentifierType::dcsa, T("DCSA")}, std::pair{IdentifierType::lei, T("LEI")},
      std::pair{IdentifierType::ubi, T("UBI")}, std::pair{IdentifierType::uscc, T("USCC")}};
}

struct Find {
  static constexpr std::string_view name = "Find";
  IdentifierType type = IdentifierType::lei;
  std::string id = {};
  /// `next` of the answer before.
  std::optional<PartyId> after = {};
  static constexpr auto fields() {
    return listing(field("type", &Find::type), field("id", &Find::id),
                   field("after", &Find::after));
  }
};

struct Found {
  static constexpr std::string_view name = "Found";
  /// Those whose identity the caller's organisation keeps and that have the identifier in it.
  std::vector<PartyId> parties = {};
  /// The platform of a DCSA code.
  std::optional<Platform> platform = {};
  /// Absent when all parties were looked at.
  std::optional<PartyId> next = {};
  static constexpr auto fields() {
    return listing(field("parties", &Found::parties), field("platform", &Found::platform),
                   field("next", &Found::next));
  }
};

}  // namespace tradelane::party
