// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "chaincode/contracts/evidence/records.hpp"

/// The argument objects of `evidence:…`: plain data, the contract's public face.
namespace tradelane::evidence {

struct RegisterFeed {
  static constexpr std::string_view name = "RegisterFeed";
  FeedId feed_id = {};
  PartyId source_node = {};
  Set<RecordType> record_types = {};
  std::vector<FeedKey> keys = {};
  std::optional<std::string> product_id = {};
  std::optional<std::string> contract_id = {};
  static constexpr auto fields() {
    return listing(
        field("feedId", &RegisterFeed::feed_id), field("sourceNode", &RegisterFeed::source_node),
        field("recordTypes", &RegisterFeed::record_types), field("keys", &RegisterFeed::keys),
        field("productId", &RegisterFeed::product_id),
        field("contractId", &RegisterFeed::contract_id));
  }
};

/// The envelope stays as it came: the signature covers it as a whole.
struct Submit {
  static constexpr std::string_view name = "EvidenceSubmit";
  AsSent<Envelope> envelope = {};
  static constexpr auto fields() { return listing(field("envelope", &Submit::envelope)); }
};

struct Get {
  static constexpr std::string_view name = "EvidenceGet";
  EvidenceId evidence_id = {};
  static constexpr auto fields() { return listing(field("evidenceId", &Get::evidence_id)); }
};

/// An object and its newest version as it was signed.
struct EvidenceView {
  static constexpr std::string_view name = "EvidenceView";
  Evidence evidence = {};
  Envelope envelope = {};
  static constexpr auto fields() {
    return listing(field("evidence", &EvidenceView::evidence),
                   field("envelope", &EvidenceView::envelope));
  }
};

/// `evidence:Match`: compare a bill with one customs declaration and with container events.
struct RunMatch {
  static constexpr std::string_view name = "RunMatch";
  MatchId match_id = {};
  ebl::BillId bill_id = {};
  Set<EvidenceId> evidence = {};
  static constexpr auto fields() {
    return listing(field("matchId", &RunMatch::match_id), field("billId", &RunMatch::bill_id),
                   field("evidence", &RunMatch::evidence));
  }
};

struct MatchReport {
  static constexpr std::string_view name = "MatchReport";
  MatchId match_id = {};
  static constexpr auto fields() { return listing(field("matchId", &MatchReport::match_id)); }
};

/// On what one matched record rests: who vouches for its facts, the digest of the original bytes,
/// and whether the source has said something newer since.
struct MatchedSource {
  static constexpr std::string_view name = "MatchedSource";
  EvidenceId id = {};
  FactsBy facts_by = FactsBy::source;
  PayloadDigest payload_digest = {};
  Timestamp published_at = {};
  std::int64_t latest_version = 1;
  static constexpr auto fields() {
    return listing(field("evidenceId", &MatchedSource::id),
                   field("factsBy", &MatchedSource::facts_by),
                   field("payloadDigest", &MatchedSource::payload_digest),
                   field("publishedAt", &MatchedSource::published_at),
                   field("latestVersion", &MatchedSource::latest_version));
  }
  bool operator==(const MatchedSource&) const = default;
};

struct MatchView {
  static constexpr std::string_view name = "MatchView";
  Match match = {};
  /// In the order of the match's evidence.
  std::vector<MatchedSource> sources = {};
  /// Every record is still in the version that was matched.
  bool current = true;
  static constexpr auto fields() {
    return listing(field("match", &MatchView::match), field("sources", &MatchView::sources),
                   field("current", &MatchView::current));
  }
};

}  // namespace tradelane::evidence
