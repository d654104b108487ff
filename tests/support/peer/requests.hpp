// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "proto/peer/shim.pb.h"
#include "tests/support/peer/queries.hpp"
#include "tests/support/peer/simulator.hpp"

namespace tradelane::test {

/// How a peer of the tests is set up. A test may change it between two messages.
struct PeerRules {
  using RichQuery = std::function<PeerRows(const PeerNamespace&, const std::string& query)>;

  /// What READY says. Absent: a peer of v2.5, which says nothing and ends a stream on a batch.
  std::optional<protos::ChaincodeAdditionalParams> announced = {};
  /// More rows of one query are cut off without a word.
  std::size_t total_query_limit = 100000;
  /// The state database fails under a request for several keys: peers up to v3.1.5 then answer with
  /// an empty list.
  bool multi_get_fails = false;
  bool has_history = true;
  bool has_key_level_endorsement = true;
  bool has_purge = true;
  /// Plays CouchDB. Empty: LevelDB, which has no rich queries.
  RichQuery rich_query = {};
  /// Package ids that the peer is launching now; it accepts no other.
  std::set<std::string> launching = {};
  /// Accepts every package id.
  bool development = false;
};

/// What a peer of v3.1 announces as its sample configuration is shipped.
protos::ChaincodeAdditionalParams announced_by_v3_1();

/// One transaction, or one call inside it, on one stream.
struct PeerContext {
  std::string channel = {};
  std::string txid = {};
  std::string chaincode = {};
  std::string creator_msp = {};
  Timestamp time = {};
  bool is_init = false;
  protos::SignedProposal proposal = {};
  std::shared_ptr<PeerSimulator> simulator = {};
  PeerQueries queries = {};
  std::size_t requests = 0;
};

/// What the peer answers to each ledger request but INVOKE_CHAINCODE. Follows
/// fabric-shim.md 1.8 to 1.15; without state but the ids of queries.
class PeerRequests {
 public:
  using Message = protos::ChaincodeMessage;

  explicit PeerRequests(const PeerRules& rules) : rules_(rules) {}

  /// The payload of the RESPONSE. Throws `PeerRefusal`.
  std::string answer(PeerContext& context, const Message& request);

 private:
  std::string get(PeerContext& context, const Message& request) const;
  std::string get_multiple(PeerContext& context, const Message& request) const;
  std::string get_hash(PeerContext& context, const Message& request) const;
  std::string get_metadata(PeerContext& context, const Message& request) const;
  std::string range(PeerContext& context, const Message& request);
  std::string rich_query(PeerContext& context, const Message& request);
  std::string history(PeerContext& context, const Message& request);
  std::string next(PeerContext& context, const Message& request) const;
  void write_one(PeerContext& context, const Message& request) const;
  void write_batch(PeerContext& context, const Message& request) const;
  void write(PeerContext& context, PeerWrite write) const;
  std::string open(PeerContext& context, PeerRows rows, const protos::QueryMetadata& metadata,
                   bool paginated);

  const PeerRules& rules_;
  std::uint64_t queries_ = 0;
};

}  // namespace tradelane::test
