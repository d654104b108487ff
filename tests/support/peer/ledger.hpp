// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chaincode/base/time.hpp"

/// What a peer of the tests keeps between transactions. Plain data, in memory, used on one thread.
namespace tradelane::test {

using Metadata = std::map<std::string, std::string>;

/// One change that a transaction has asked for.
struct PeerWrite {
  enum class Kind : std::uint8_t { put, del, purge, metadata };
  std::string chaincode = {};
  std::string collection = {};  // "": public
  std::string key = {};
  Kind kind = Kind::put;
  std::string value = {};
  std::string metakey = {};  // of kind metadata
  bool operator==(const PeerWrite&) const = default;
};

/// A key that a transaction has looked at, and in which version; absent: the key was not there.
struct PeerRead {
  std::string chaincode = {};
  std::string collection = {};
  std::string key = {};
  std::optional<std::uint64_t> version = {};
  bool operator==(const PeerRead&) const = default;
};

/// A range of public keys that a transaction has looked at, as far as the peer pulled it: what it
/// validates against phantoms.
struct PeerRange {
  std::string chaincode = {};
  std::string start = {};
  std::string end = {};
  std::vector<std::string> keys = {};  // pulled, the one behind the last page included
  bool is_exhausted = false;           // there was no key behind these
  bool operator==(const PeerRange&) const = default;
};

/// Who may use a collection, and whether this peer holds its data.
struct PeerCollection {
  std::set<std::string> members = {};
  bool member_only_read = true;
  bool member_only_write = true;
  bool is_here = true;
};

struct PrivateEntry {
  std::optional<std::string> value = {};  // absent: only the hash has come to this peer
  std::string hash = {};
  std::uint64_t version = 0;
  Metadata metadata = {};
};

struct HistoryEntry {
  std::string txid = {};
  std::string value = {};
  Timestamp time = {};
  bool is_delete = false;
};

/// One chaincode's part of one channel. Tests put into it what they need; what has no version yet
/// has version 0.
struct PeerNamespace {
  std::map<std::string, std::string> values = {};
  std::map<std::string, std::uint64_t> versions = {};
  std::map<std::string, Metadata> metadata = {};
  std::map<std::string, std::vector<HistoryEntry>> history = {};  // oldest first
  std::map<std::string, PeerCollection> collections = {};
  std::map<std::string, std::map<std::string, PrivateEntry>> private_data = {};

  std::optional<std::uint64_t> version_of(const std::string& key) const;
  /// Also the collection that each organisation has without a definition.
  std::optional<PeerCollection> collection(const std::string& name) const;
};

enum class PeerVerdict : std::uint8_t { valid, mvcc_read_conflict };

/// The channels of a peer.
class PeerLedger {
 public:
  PeerNamespace& of(const std::string& channel, const std::string& chaincode) {
    return channels_[channel][chaincode];
  }
  bool has_channel(const std::string& channel) const { return channels_.contains(channel); }

  /// Applies the writes as the next block, unless something read has changed since.
  PeerVerdict commit(const std::string& channel, const std::string& txid, Timestamp time,
                     const std::vector<PeerRead>& reads, const std::vector<PeerWrite>& writes);
  /// Number of the last block.
  std::uint64_t height() const { return height_; }

 private:
  void apply_public(PeerNamespace& space, const PeerWrite& write) const;
  void apply_private(PeerNamespace& space, const PeerWrite& write) const;

  std::map<std::string, std::map<std::string, PeerNamespace>> channels_;
  std::uint64_t height_ = 0;
};

}  // namespace tradelane::test
