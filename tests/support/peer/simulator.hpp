// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/peer/ledger.hpp"

namespace tradelane::test {

/// The peer refuses a request; the text is what it adds to "TYPE failed: transaction ID: ...: ".
struct PeerRefusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The rows of a query, serialised as the peer sends them, and where a page after them would begin.
struct PeerRows {
  std::vector<std::string> rows = {};
  std::vector<std::string> keys = {};     // of a range, for bookmarks
  std::shared_ptr<PeerRange> range = {};  // of a public range: what is pulled is noted there
};

/// One transaction's view of the ledger and what it wants changed: reads never see its own writes,
/// and some queries exclude writes, whichever comes first. Chaincodes that a transaction calls on
/// its own channel share its simulator. Source: fabric-shim.md 1.9.
class PeerSimulator {
 public:
  PeerSimulator(PeerLedger& ledger, std::string channel, std::string txid)
      : ledger_(ledger), channel_(std::move(channel)), txid_(std::move(txid)) {}

  /// "" when the key is absent.
  std::string get(const std::string& chaincode, const std::string& key);
  std::string get_private(const std::string& chaincode, const std::string& collection,
                          const std::string& key, bool check_version);
  std::string get_private_hash(const std::string& chaincode, const std::string& collection,
                               const std::string& key);
  Metadata get_metadata(const std::string& chaincode, const std::string& collection,
                        const std::string& key);

  PeerRows range(const std::string& chaincode, const std::string& start, const std::string& end);
  PeerRows private_range(const std::string& chaincode, const std::string& collection,
                         const std::string& start, const std::string& end);
  PeerRows history(const std::string& chaincode, const std::string& key);

  void write(PeerWrite write);
  /// Before a query that only a transaction without writes may make.
  void begin_paginated_query();
  void begin_private_query();

  const std::vector<PeerWrite>& writes() const { return writes_; }
  const std::vector<PeerRead>& reads() const { return reads_; }
  std::vector<PeerRange> ranges() const;
  PeerNamespace& space(const std::string& chaincode) { return ledger_.of(channel_, chaincode); }
  const std::string& channel() const { return channel_; }

 private:
  void require_collection(const std::string& chaincode, const std::string& collection);
  const PrivateEntry* find_private(const std::string& chaincode, const std::string& collection,
                                   const std::string& key);
  [[noreturn]] void refuse(std::string_view text) const;

  PeerLedger& ledger_;
  std::string channel_;
  std::string txid_;
  std::vector<PeerWrite> writes_;
  std::vector<PeerRead> reads_;
  std::vector<std::shared_ptr<PeerRange>> ranges_;
  bool wrote_ = false;
  bool queried_pages_ = false;
  bool queried_private_ = false;
};

}  // namespace tradelane::test
