// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/codec/money.hpp"
#include "chaincode/contract/party_record.hpp"
#include "chaincode/contracts/ebl/records.hpp"

/// The records of evidence: what feeds have said, as digests. Plain data.
namespace tradelane::evidence {

enum class RecordType : std::uint8_t { container_event, customs_decl, einvoice, logistics_status };
/// In alphabetical order, so that a set of types sorts like its texts.
constexpr auto enum_texts(RecordType) {
  using T = std::string_view;
  return std::array{std::pair{RecordType::container_event, T("CONTAINER_EVENT")},
                    std::pair{RecordType::customs_decl, T("CUSTOMS_DECL")},
                    std::pair{RecordType::einvoice, T("EINVOICE")},
                    std::pair{RecordType::logistics_status, T("LOGISTICS_STATUS")}};
}

struct FeedTag {
  static constexpr std::string_view name = "FeedId";
  static constexpr std::string_view pattern = "^[a-z0-9-]{1,32}$";
  static bool valid(std::string_view text) {
    const auto allowed = [](char c) { return is_digit(c) || is_lower(c) || c == '-'; };
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), allowed);
  }
};
using FeedId = Id<FeedTag>;

/// `<source node>/<record type>/<record id>`: one object of a source, over versions and feeds.
struct EvidenceTag {
  static constexpr std::string_view name = "EvidenceId";
  static constexpr std::string_view pattern =
      "^[0-9A-Z]{26}/(CONTAINER_EVENT|CUSTOMS_DECL|EINVOICE|LOGISTICS_STATUS)/[0-9a-f]{64}$";
  static bool valid(std::string_view text);
};
using EvidenceId = Id<EvidenceTag>;

/// The parts of an evidence id.
struct EvidenceKey {
  PartyId source = {};
  RecordType type = RecordType::customs_decl;
  Digest record = {};

  EvidenceId id() const;
};
EvidenceKey split(const EvidenceId& id);

/// A key with which a source signs its envelopes, and its algorithm: SM2-SM3 or ES256 or EdDSA.
struct FeedKey {
  static constexpr std::string_view name = "FeedKey";
  std::string kid = {};
  std::string alg = {};
  contract::JwkText jwk = {};
  Timestamp valid_from = {};
  Timestamp valid_to = {};
  static constexpr auto fields() {
    return listing(field("kid", &FeedKey::kid), field("alg", &FeedKey::alg),
                   field("jwk", &FeedKey::jwk), field("validFrom", &FeedKey::valid_from),
                   field("validTo", &FeedKey::valid_to));
  }
  bool operator==(const FeedKey&) const = default;
};

enum class FeedState : std::uint8_t { active, frozen };
constexpr auto enum_texts(FeedState) {
  using T = std::string_view;
  return std::array{std::pair{FeedState::active, T("ACTIVE")},
                    std::pair{FeedState::frozen, T("FROZEN")}};
}

struct Feed {
  static constexpr std::string_view name = "Feed";
  static constexpr std::string_view schema = "tradelane.feed/1";
  FeedId id = {};
  PartyId source_node = {};
  Set<RecordType> record_types = {};
  std::vector<FeedKey> keys = {};
  std::optional<std::string> product_id = {};
  std::optional<std::string> contract_id = {};
  FeedState state = FeedState::active;
  /// The two digests that a source has signed at one number, once it has.
  std::vector<Digest> equivocation = {};
  static constexpr auto fields() {
    return listing(field("id", &Feed::id), field("sourceNode", &Feed::source_node),
                   field("recordTypes", &Feed::record_types), field("keys", &Feed::keys),
                   field("productId", &Feed::product_id), field("contractId", &Feed::contract_id),
                   field("state", &Feed::state),
                   optional_field("equivocation", &Feed::equivocation));
  }
  bool operator==(const Feed&) const = default;
};

/// The last envelope of a feed: its number, and the digest of the bytes that were signed.
struct FeedHead {
  static constexpr std::string_view name = "FeedHead";
  static constexpr std::string_view schema = "tradelane.feedHead/1";
  std::int64_t seq = 0;
  std::optional<Digest> digest = {};
  static constexpr auto fields() {
    return listing(field("seq", &FeedHead::seq), field("digest", &FeedHead::digest));
  }
  bool operator==(const FeedHead&) const = default;
};

/// An object of a source in its newest version.
struct Evidence {
  static constexpr std::string_view name = "Evidence";
  static constexpr std::string_view schema = "tradelane.evidence/1";
  EvidenceId id = {};
  std::int64_t latest_version = 1;
  Timestamp published_at = {};
  PartyId owner = {};
  static constexpr auto fields() {
    return listing(field("id", &Evidence::id), field("latestVersion", &Evidence::latest_version),
                   field("publishedAt", &Evidence::published_at), field("owner", &Evidence::owner));
  }
  bool operator==(const Evidence&) const = default;
};

struct Classification {
  static constexpr std::string_view name = "Classification";
  bool personal = false;
  bool important = false;
  std::string export_basis = {};
  static constexpr auto fields() {
    return listing(field("personal", &Classification::personal),
                   field("important", &Classification::important),
                   field("exportBasis", &Classification::export_basis));
  }
  bool operator==(const Classification&) const = default;
};

/// Over the salt of the facts followed by the original bytes.
struct PayloadDigest {
  static constexpr std::string_view name = "PayloadDigest";
  std::string alg = {};
  Digest value = {};
  static constexpr auto fields() {
    return listing(field("alg", &PayloadDigest::alg), field("value", &PayloadDigest::value));
  }
  bool operator==(const PayloadDigest&) const = default;
};

struct EnvelopeSignature {
  static constexpr std::string_view name = "EnvelopeSignature";
  std::string alg = {};
  std::string kid = {};
  std::string value = {};  // base64url, r‖s or DER
  static constexpr auto fields() {
    return listing(field("alg", &EnvelopeSignature::alg), field("kid", &EnvelopeSignature::kid),
                   field("value", &EnvelopeSignature::value));
  }
  bool operator==(const EnvelopeSignature&) const = default;
};

/// SOURCE: the facts are what the source itself signed. ADAPTER: the source signed its bytes only.
enum class FactsBy : std::uint8_t { adapter, source };
constexpr auto enum_texts(FactsBy) {
  using T = std::string_view;
  return std::array{std::pair{FactsBy::adapter, T("ADAPTER")},
                    std::pair{FactsBy::source, T("SOURCE")}};
}

/// What a source signs about one version of one object.
struct Envelope {
  static constexpr std::string_view name = "Envelope";
  std::string schema_name = {};
  FeedId feed = {};
  PartyId source_node = {};
  std::int64_t seq = 0;
  std::optional<Digest> prev_digest = {};
  RecordType record_type = RecordType::customs_decl;
  Digest record = {};
  std::int64_t record_version = 1;
  Timestamp event_time = {};
  Timestamp published_at = {};
  PartyId owner = {};
  std::optional<std::string> contract_id = {};
  std::optional<std::string> consent_ref = {};
  Classification classification = {};
  std::string content_type = {};
  std::string charset = {};
  PayloadDigest payload_digest = {};
  /// The commitment of the opening named `facts`.
  Digest facts_digest = {};
  FactsBy facts_by = FactsBy::source;
  EnvelopeSignature sig = {};

  static constexpr auto fields() {
    return listing(
        field("schema", &Envelope::schema_name), field("feedId", &Envelope::feed),
        field("sourceNode", &Envelope::source_node), field("seq", &Envelope::seq),
        field("prevDigest", &Envelope::prev_digest), field("recordType", &Envelope::record_type),
        field("recordId", &Envelope::record), field("recordVersion", &Envelope::record_version),
        field("eventTime", &Envelope::event_time), field("publishedAt", &Envelope::published_at),
        field("ownerId", &Envelope::owner), field("contractId", &Envelope::contract_id),
        field("consentRef", &Envelope::consent_ref),
        field("classification", &Envelope::classification),
        field("contentType", &Envelope::content_type), field("charset", &Envelope::charset),
        field("payloadDigest", &Envelope::payload_digest),
        field("factsDigest", &Envelope::facts_digest), field("factsBy", &Envelope::facts_by),
        field("sig", &Envelope::sig));
  }
  bool operator==(const Envelope&) const = default;

  EvidenceId evidence_id() const { return EvidenceKey{source_node, record_type, record}.id(); }
};

/// One version of an object, as it was signed.
struct EvidenceVersion {
  static constexpr std::string_view name = "EvidenceVersion";
  static constexpr std::string_view schema = "tradelane.evidenceVersion/1";
  Envelope envelope = {};
  static constexpr auto fields() { return listing(field("envelope", &EvidenceVersion::envelope)); }
  bool operator==(const EvidenceVersion&) const = default;
};

struct MatchTag : Id26Rule {
  static constexpr std::string_view name = "MatchId";
};
using MatchId = Id<MatchTag>;

/// How far two sources agree, from the best to the worst. SOFT is told to whoever lends, HARD ends
/// the matter.
enum class Level : std::uint8_t { ok, soft, hard };
constexpr auto enum_texts(Level) {
  using T = std::string_view;
  return std::array{std::pair{Level::ok, T("OK")}, std::pair{Level::soft, T("SOFT")},
                    std::pair{Level::hard, T("HARD")}};
}

/// What one rule of hk-domain.md 4.8 (M01 and following) found.
struct Verdict {
  static constexpr std::string_view name = "Verdict";
  std::string rule = {};
  Level level = Level::ok;
  static constexpr auto fields() {
    return listing(field("rule", &Verdict::rule), field("level", &Verdict::level));
  }
  bool operator==(const Verdict&) const = default;
};

/// One version of an object, and the commitment of the facts that were compared.
struct MatchedEvidence {
  static constexpr std::string_view name = "MatchedEvidence";
  EvidenceId id = {};
  std::int64_t version = 1;
  Digest facts = {};
  static constexpr auto fields() {
    return listing(field("evidenceId", &MatchedEvidence::id),
                   field("version", &MatchedEvidence::version),
                   field("facts", &MatchedEvidence::facts));
  }
  bool operator==(const MatchedEvidence&) const = default;
};

/// A bill compared with what feeds say about the same cargo. Written once.
struct Match {
  static constexpr std::string_view name = "Match";
  static constexpr std::string_view schema = "tradelane.match/1";
  MatchId id = {};
  ebl::BillId bill = {};
  Digest bill_facts = {};
  std::vector<MatchedEvidence> evidence = {};
  std::vector<Verdict> verdicts = {};
  /// The worst of the verdicts.
  Level overall = Level::ok;
  Timestamp at = {};
  static constexpr auto fields() {
    return listing(field("id", &Match::id), field("billId", &Match::bill),
                   field("billFacts", &Match::bill_facts), field("evidence", &Match::evidence),
                   field("verdicts", &Match::verdicts), field("overall", &Match::overall),
                   field("at", &Match::at));
  }
  bool operator==(const Match&) const = default;
};

/// The private value `facts` of a customs declaration.
struct DeclarationFacts {
  static constexpr std::string_view name = "DeclarationFacts";
  std::string entry_id = {};
  std::string ie_flag = {};
  Date declared_on = {};
  std::string bill_no = {};
  Set<std::string> containers = {};
  std::int64_t packages = 0;
  Decimal gross_weight_g = {};
  Set<std::string> hs6 = {};
  std::string trade_co_scc = {};
  std::string owner_code_scc = {};
  Money total = {};
  std::string status = {};
  static constexpr auto fields() {
    return listing(
        field("entryId", &DeclarationFacts::entry_id), field("ieFlag", &DeclarationFacts::ie_flag),
        field("declaredOn", &DeclarationFacts::declared_on),
        field("billNo", &DeclarationFacts::bill_no),
        field("containers", &DeclarationFacts::containers),
        field("packages", &DeclarationFacts::packages),
        field("grossWeightG", &DeclarationFacts::gross_weight_g),
        field("hs6", &DeclarationFacts::hs6), field("tradeCoScc", &DeclarationFacts::trade_co_scc),
        field("ownerCodeScc", &DeclarationFacts::owner_code_scc),
        field("total", &DeclarationFacts::total), field("status", &DeclarationFacts::status));
  }
};

/// The private value `facts` of a container event; only what has happened (ACT) is evidence.
struct EventFacts {
  static constexpr std::string_view name = "EventFacts";
  std::string event_id = {};
  std::string event_type = {};
  std::string code = {};
  std::string classifier = {};
  Timestamp event_time = {};
  std::optional<std::string> container = {};
  std::optional<std::string> imo = {};
  std::optional<std::string> voyage = {};
  std::optional<std::string> unlocode = {};
  static constexpr auto fields() {
    return listing(field("eventId", &EventFacts::event_id),
                   field("eventType", &EventFacts::event_type), field("code", &EventFacts::code),
                   field("classifier", &EventFacts::classifier),
                   field("eventTime", &EventFacts::event_time),
                   field("container", &EventFacts::container), field("imo", &EventFacts::imo),
                   field("voyage", &EventFacts::voyage), field("unlocode", &EventFacts::unlocode));
  }
};

}  // namespace tradelane::evidence

namespace tradelane {
// Compiled once, in records.cpp.
extern template struct FieldsCodec<evidence::Feed>;
extern template struct FieldsCodec<evidence::FeedHead>;
extern template struct FieldsCodec<evidence::Evidence>;
extern template struct FieldsCodec<evidence::EvidenceVersion>;
extern template struct FieldsCodec<evidence::Match>;
}  // namespace tradelane
