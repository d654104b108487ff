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
    return std::tuple{field("feedId", &RegisterFeed::feed_id),
                      field("sourceNode", &RegisterFeed::source_node),
                      field("recordTypes", &RegisterFeed::record_types),
                      field("keys", &RegisterFeed::keys),
                      field("productId", &RegisterFeed::product_id),
                      field("contractId", &RegisterFeed::contract_id)};
  }
};

/// The envelope stays as it came: the signature covers it as a whole.
struct Submit {
  static constexpr std::string_view name = "EvidenceSubmit";
  Json envelope = {};
  static constexpr auto fields() { return std::tuple{field("envelope", &Submit::envelope)}; }
};

struct Get {
  static constexpr std::string_view name = "EvidenceGet";
  EvidenceId evidence_id = {};
  static constexpr auto fields() { return std::tuple{field("evidenceId", &Get::evidence_id)}; }
};

/// An object and its newest version as it was signed.
struct EvidenceView {
  static constexpr std::string_view name = "EvidenceView";
  Evidence evidence = {};
  Envelope envelope = {};
  static constexpr auto fields() {
    return std::tuple{field("evidence", &EvidenceView::evidence),
                      field("envelope", &EvidenceView::envelope)};
  }
};

}  // namespace tradelane::evidence
