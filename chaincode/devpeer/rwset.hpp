// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chaincode/base/bytes.hpp"

/// What one transaction read and wants to write, as values, and Fabric's own form of it. Everything
/// here is pure.
namespace tradelane::devpeer {

/// Where a value was last written: the block, and the transaction's place in it.
struct Version {
  std::uint64_t block = 0;
  std::uint64_t tx = 0;
  auto operator<=>(const Version&) const = default;
  /// As Fabric prints it; "<nil>" when absent.
  static std::string text(const std::optional<Version>& version);
};

/// Named entries beside a value; `VALIDATION_PARAMETER` is its endorsement policy.
using Metadata = std::map<std::string, Bytes>;

/// A write; an empty value deletes, as on a peer.
struct Write {
  Bytes value = {};
  bool purge = false;
  bool deletes() const { return value.empty(); }
  bool operator==(const Write&) const = default;
};

struct HashedWrite {
  /// SHA-256 of the value; empty when the write deletes.
  Bytes value_hash = {};
  bool purge = false;
  bool operator==(const HashedWrite&) const = default;
};

/// What a range query saw. `end` is the query's end when `exhausted`, else the last key seen.
struct RangeRead {
  std::string start = {};
  std::string end = {};
  bool exhausted = false;
  std::vector<std::pair<std::string, Version>> rows = {};
  bool operator==(const RangeRead&) const = default;
};

/// The public side of one private collection; keys are SHA-256 of the true keys.
struct HashedSet {
  std::map<Bytes, std::optional<Version>> reads = {};
  std::map<Bytes, HashedWrite> writes = {};
  std::map<Bytes, Metadata> metadata = {};
  /// The true keys, where they are known: a peer writes in their order.
  std::map<Bytes, std::string> names = {};
  bool operator==(const HashedSet&) const = default;
};

/// The write set of one private collection, in clear.
struct PrivateWrites {
  std::map<std::string, Write> writes = {};
  /// Keys whose metadata is written; it stands beside the hashed key.
  std::set<std::string> metadata = {};
  bool operator==(const PrivateWrites&) const = default;
};

/// What one transaction did in the name space of one chaincode.
struct ReadWriteSet {
  std::string chaincode = {};
  std::map<std::string, std::optional<Version>> reads = {};
  std::vector<RangeRead> ranges = {};
  std::map<std::string, Write> writes = {};
  std::map<std::string, Metadata> metadata = {};
  /// By collection.
  std::map<std::string, HashedSet> hashed = {};
  bool writes_something() const;
  bool operator==(const ReadWriteSet&) const = default;
};

/// By collection.
using PrivateSet = std::map<std::string, PrivateWrites>;

/// What one transaction did in all: one set for each chaincode, in the order of their names.
using ReadWriteSets = std::vector<ReadWriteSet>;
/// The private writes behind them, by chaincode.
using PrivateSets = std::map<std::string, PrivateSet>;

/// A serialised rwset.TxReadWriteSet; a chaincode that read and wrote nothing is not in it.
Bytes encode_public(const ReadWriteSets& sets, const PrivateSets& clear);
/// Absent for anything that is not a well-formed set. The same chaincode may be there twice.
std::optional<ReadWriteSets> decode_public(std::string_view bytes);

/// A serialised rwset.TxPvtReadWriteSet; empty when there is nothing private.
Bytes encode_private(const PrivateSets& clear);
std::optional<PrivateSets> decode_private(std::string_view bytes);

/// A serialised kvrwset.KVRWSet: one collection's part of the above.
Bytes encode_private_writes(const PrivateWrites& writes);
std::optional<PrivateWrites> decode_private_writes(std::string_view bytes);

/// A metadata map as it is kept beside a value; empty for an empty map.
Bytes encode_metadata(const Metadata& metadata);
/// Throws `Fault` for bytes that `encode_metadata` did not write.
Metadata decode_metadata(std::string_view bytes);

}  // namespace tradelane::devpeer
