// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/devpeer/rwset.hpp"

namespace tradelane::devpeer {

/// A value as it is kept.
struct Stored {
  Bytes value = {};
  Version version = {};
  Metadata metadata = {};
  bool operator==(const Stored&) const = default;
};

struct StoredRow {
  std::string key = {};
  Stored stored = {};
};

/// One committed write of a key.
struct HistoryEntry {
  std::string txid = {};
  Bytes value = {};
  bool is_delete = false;
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
};

/// Where a transaction was committed first, and how.
struct TransactionStatus {
  std::uint64_t block = 0;
  std::uint64_t tx = 0;
  int code = 0;  // a protos.TxValidationCode
  bool operator==(const TransactionStatus&) const = default;
};

/// Where a value lives. `collection` is empty for public state; `org` is empty but for private
/// values in clear, which each organisation's peer keeps for itself.
struct Place {
  std::string org = {};
  std::string chaincode = {};
  std::string collection = {};
  Bytes key = {};
  auto operator<=>(const Place&) const = default;
};

/// What a committed transaction wrote into one private collection, in clear.
struct PrivateRecord {
  std::uint64_t tx = 0;
  std::string chaincode = {};
  std::string collection = {};
  /// As encode_private_writes wrote it.
  Bytes writes = {};
  /// The block that forgets it; 0: none.
  std::uint64_t expires = 0;
  bool operator==(const PrivateRecord&) const = default;
};

/// When a private value in clear, or the hash of one, is gone unless it was written again.
struct Expiry {
  std::uint64_t block = 0;
  bool is_hashed = false;
  Place place = {};
  Version version = {};
  bool operator==(const Expiry&) const = default;
};

/// A private key of which nothing may be left, in any block up to that transaction.
struct Purge {
  std::uint64_t tx = 0;
  std::string chaincode = {};
  std::string collection = {};
  /// SHA-256 of the key.
  Bytes key = {};
};

/// One block and everything that it changes; it is applied whole or not at all.
struct Commit {
  struct Entry {
    std::string txid = {};
    int code = 0;
  };
  struct Historical {
    std::string chaincode = {};
    std::string key = {};
    std::uint64_t tx = 0;
    HistoryEntry entry = {};
  };
  std::uint64_t number = 0;
  Bytes block = {};
  std::vector<Entry> transactions = {};
  /// Absent deletes. Public and private values in clear; keys of `hashed` are digests.
  std::map<Place, std::optional<Stored>> values = {};
  std::map<Place, std::optional<Stored>> hashed = {};
  std::vector<Historical> history = {};
  std::vector<PrivateRecord> private_records = {};
  std::vector<Expiry> expiries = {};
  std::vector<Purge> purges = {};
};

/// The ledger of the embedded peer: blocks, state with versions, private values, history. Safe from
/// any thread; a snapshot over several reads is the caller's business. Any failure of the disk is a
/// `Fault`.
class Store {
 public:
  /// In memory.
  Store();
  /// In the file `path`. What `commit` and `keep_private` returned from survives a lost process
  /// and a lost machine.
  explicit Store(const std::string& path);
  ~Store();

  /// Number of blocks.
  std::uint64_t height() const;
  std::optional<Bytes> block(std::uint64_t number) const;
  std::optional<TransactionStatus> transaction(std::string_view txid) const;

  std::optional<Stored> find(const Place& place) const;
  /// `place.key` is the SHA-256 of the key.
  std::optional<Stored> find_hashed(const Place& place) const;
  /// At most `limit` rows from `first.key`, in byte order, before `end` (empty: no end).
  std::vector<StoredRow> range(const Place& first, std::string_view end, std::size_t limit) const;
  /// Newest first.
  std::vector<HistoryEntry> history(std::string_view chaincode, std::string_view key) const;

  /// What the transactions of a block wrote privately, in their order.
  std::vector<PrivateRecord> private_records(std::uint64_t block) const;
  /// What ends with this block.
  std::vector<Expiry> expiring(std::uint64_t block) const;

  /// Private write sets between endorsement and commit, as encode_private wrote them. A proposal
  /// that was endorsed at two heights may have left two.
  void keep_private(std::string_view txid, std::string_view set);
  std::vector<Bytes> kept_private(std::string_view txid) const;

  /// The next block; `Fault` when it is not. Forgets the private sets of its transactions, those
  /// that were kept 1,000 blocks ago, what expires with it and what it purges.
  void commit(const Commit& commit);

  /// A named value about the ledger itself, such as its channel.
  std::optional<Bytes> note(std::string_view name) const;
  void set_note(std::string_view name, std::string_view value);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::devpeer
