// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::devpeer {

/// What a peer answers with ERROR, in its words. Thrown by the simulator, caught in one place:
/// where a chaincode's request is answered.
struct LedgerError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Whose peer runs which transaction of which chaincode.
struct SimulationScope {
  std::string channel = {};
  std::string txid = {};
  std::string chaincode = {};
  /// The organisation whose peer this is: only its own private values are here.
  std::string org = {};
  /// Every organisation of the channel: `_implicit_org_<MSP>` exists for these.
  std::set<std::string> organisations = {};
};

/// The organisation of an implicit collection; empty for any other name.
std::string_view implicit_member(std::string_view collection);

/// One transaction on one peer: reads see the store and never the transaction's own writes; nothing
/// is written but the set. Used by one thread; the store must not change meanwhile.
class Simulator {
 public:
  /// As many rows as a query may yield in all; what is beyond is cut off without a word, as on a
  /// peer.
  static constexpr std::size_t total_query_limit = 100'000;

  Simulator(const Store& store, SimulationScope scope)
      : store_(store), scope_(std::move(scope)), set_{.chaincode = scope_.chaincode} {}

  /// An absent value is empty. `collection` empty means public state, everywhere below.
  Bytes get(const std::string& collection, const std::string& key);
  /// As `get`; private values are not compared with their hashes, as on a peer.
  std::vector<Bytes> get_many(const std::string& collection, const std::vector<std::string>& keys);
  /// The public hash of a private value; empty when absent.
  Bytes get_hash(const std::string& collection, const std::string& key);
  Metadata get_metadata(const std::string& collection, const std::string& key);
  std::vector<HistoryEntry> history(const std::string& key);

  /// An empty value deletes.
  void put(const std::string& collection, const std::string& key, Bytes value);
  void purge(const std::string& collection, const std::string& key);
  void put_metadata(const std::string& collection, const std::string& key, Metadata metadata);

  /// A range query in steps. Neither copied nor moved: the set refers to what it saw.
  class Scan {
   public:
    /// The next row, absent at the end. Every row taken is recorded as read.
    std::optional<StoredRow> next();
    /// The key of the row that would come; nothing is recorded.
    std::optional<std::string> next_key();

   private:
    friend class Simulator;
    void fetch();
    Simulator* simulator_ = nullptr;
    Place at_ = {};
    std::string end_ = {};
    std::vector<StoredRow> page_ = {};
    std::size_t position_ = 0;
    std::size_t taken_ = 0;
    std::size_t limit_ = total_query_limit;
    bool drained_ = false;
    RangeRead* record_ = nullptr;  // none for private data, which nobody validates
  };
  std::shared_ptr<Scan> scan(const std::string& collection, const std::string& start,
                             const std::string& end);
  struct Page {
    std::vector<StoredRow> rows = {};
    /// Where the next page starts; empty after the last.
    std::string bookmark = {};
  };
  /// Only in a transaction that writes nothing; the same for private scans.
  Page page(const std::string& start, const std::string& end, std::size_t size);

  const SimulationScope& scope() const { return scope_; }
  /// The set so far.
  ReadWriteSet set() const;
  const PrivateSet& private_set() const { return private_; }
  /// A private value was asked for, whether it came or not.
  bool asked_private() const { return asked_private_; }
  /// Collections of which something was read that another organisation's peer may not hold.
  const std::set<std::string>& private_reads() const { return private_reads_; }

 private:
  void require_collection(const std::string& collection) const;
  void require_access(const std::string& collection) const;
  HashedSet& hashed(const std::string& collection, const std::string& key);
  void before_write();
  Place place(const std::string& collection, const std::string& key) const;
  Place hashed_place(const std::string& collection, const std::string& key) const;

  const Store& store_;
  SimulationScope scope_;
  ReadWriteSet set_;
  std::vector<std::unique_ptr<RangeRead>> ranges_ = {};
  PrivateSet private_ = {};
  bool wrote_ = false;
  bool paged_ = false;
  bool queried_private_ = false;
  bool asked_private_ = false;
  std::set<std::string> private_reads_ = {};
};

}  // namespace tradelane::devpeer
