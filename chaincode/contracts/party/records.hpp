// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/party_record.hpp"
#include "chaincode/contract/signed_acts.hpp"

/// The records of this contract. `Boot`, `Party` and `DefaultParty` authorise every call, so their
/// definition is in the layer below.
namespace tradelane::party {

using contract::ActsBy;
using contract::Boot;
using contract::DefaultParty;
using contract::Party;
using contract::PartyState;
using contract::Place;
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

/// A transaction of Fabric.
struct TxTag : Hex64Rule {
  static constexpr std::string_view name = "TxId";
};
using TxId = Id<TxTag>;

/// Why, as a code: free text has no place on the channel.
struct ReasonTag {
  static constexpr std::string_view name = "ReasonCode";
  static constexpr std::string_view pattern = "^[A-Z][A-Z0-9_]{0,31}$";
  static bool valid(std::string_view text);
};
using ReasonCode = Id<ReasonTag>;

/// Which form what is new is written in. 1: records of the first form, and no rows of signed acts.
/// 2: a new party has a place of business, and its acts have rows. No row: 1.
struct Format {
  static constexpr std::string_view name = "Format";
  static constexpr std::string_view schema = "tradelane.format/1";
  static constexpr std::int64_t newest = 2;
  std::int64_t format = 1;
  static constexpr auto fields() { return listing(field("format", &Format::format)); }
  bool operator==(const Format&) const = default;
};

enum class RevocationReason : std::uint8_t { compromised, lost, superseded };
constexpr auto enum_texts(RevocationReason) {
  using T = std::string_view;
  return std::array{std::pair{RevocationReason::compromised, T("COMPROMISED")},
                    std::pair{RevocationReason::lost, T("LOST")},
                    std::pair{RevocationReason::superseded, T("SUPERSEDED")}};
}

/// From `from` on what the key signed is not to be trusted; `at`: when the ledger was told.
struct Revocation {
  static constexpr std::string_view name = "Revocation";
  Timestamp from = {};
  RevocationReason reason = RevocationReason::compromised;
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("from", &Revocation::from), field("reason", &Revocation::reason),
                   field("at", &Revocation::at));
  }
  bool operator==(const Revocation&) const = default;
};

/// A key that has left its party's record: its time was over, or it was revoked. Kept for ever, so
/// that what it signed can be verified later and its kid is never used again.
struct RetiredKey {
  static constexpr std::string_view name = "RetiredKey";
  static constexpr std::string_view schema = "tradelane.retiredKey/1";
  VerificationKey key = {};
  std::optional<Revocation> revoked = {};
  static constexpr auto fields() {
    return listing(field("key", &RetiredKey::key), field("revoked", &RetiredKey::revoked));
  }
  bool operator==(const RetiredKey&) const = default;
};

/// An act that its own party disowns, because the key was not in its hands any more. It undoes
/// nothing: what follows from it is for the parties, a court or the void and reissue of the bill.
struct Dispute {
  static constexpr std::string_view name = "Dispute";
  static constexpr std::string_view schema = "tradelane.dispute/1";
  PartyId party = {};
  std::string kid = {};
  std::string transaction = {};
  std::string txid = {};
  Timestamp signed_at = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("party", &Dispute::party), field("kid", &Dispute::kid),
                   field("transaction", &Dispute::transaction), field("txId", &Dispute::txid),
                   field("signedAt", &Dispute::signed_at), field("at", &Dispute::at));
  }
  bool operator==(const Dispute&) const = default;
};

/// An identifier that fails its check and is lawful all the same, as an operator knows. The key is
/// the commitment to the identifier, so the channel does not see which.
struct LawfulIdentifier {
  static constexpr std::string_view name = "LawfulIdentifier";
  static constexpr std::string_view schema = "tradelane.lawfulIdentifier/1";
  MspId by = {};
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("by", &LawfulIdentifier::by), field("at", &LawfulIdentifier::at));
  }
  bool operator==(const LawfulIdentifier&) const = default;
};

/// A code within a list of codes: WAVE in DCSA.
struct ListedCode {
  static constexpr std::string_view name = "ListedCode";
  std::string list = {};
  std::string code = {};
  static constexpr auto fields() {
    return listing(field("list", &ListedCode::list), field("code", &ListedCode::code));
  }
  auto operator<=>(const ListedCode&) const = default;
};

/// A platform for electronic bills, by its code among DCSA's `eblPlatform` or one agreed upon, and
/// the keys that its signatures are verified with. Public: no company's identity is in it.
struct Platform {
  static constexpr std::string_view name = "Platform";
  static constexpr std::string_view schema = "tradelane.platform/1";
  std::string code = {};
  std::string list = {};
  /// Further codes of the same platform.
  Set<ListedCode> aliases = {};
  std::vector<VerificationKey> keys = {};
  Timestamp at = {};
  std::int64_t seq = 0;
  static constexpr auto fields() {
    return listing(field("code", &Platform::code), field("list", &Platform::list),
                   field("aliases", &Platform::aliases), field("keys", &Platform::keys),
                   field("at", &Platform::at), field("seq", &Platform::seq));
  }
  bool operator==(const Platform&) const = default;
};

/// What a code stands for, in whatever list: never two things.
struct PlatformCode {
  static constexpr std::string_view name = "PlatformCode";
  static constexpr std::string_view schema = "tradelane.platformCode/1";
  std::string list = {};
  std::string platform = {};
  static constexpr auto fields() {
    return listing(field("list", &PlatformCode::list), field("platform", &PlatformCode::platform));
  }
  bool operator==(const PlatformCode&) const = default;
};

}  // namespace tradelane::party

namespace tradelane {
// Compiled once, in records.cpp.
extern template struct FieldsCodec<party::Format>;
extern template struct FieldsCodec<party::RetiredKey>;
extern template struct FieldsCodec<party::Dispute>;
extern template struct FieldsCodec<party::LawfulIdentifier>;
extern template struct FieldsCodec<party::Platform>;
extern template struct FieldsCodec<party::PlatformCode>;
}  // namespace tradelane
