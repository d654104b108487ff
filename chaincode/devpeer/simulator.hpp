// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "chaincode/devpeer/rules.hpp"
#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::devpeer {

/// What a peer answers with ERROR, in its words. Thrown by the simulator, caught in one place:
/// where a chaincode's request is answered.
struct LedgerError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A collection of a chaincode.
using CollectionName = std::pair<std::string, std::string>;

/// Whose peer runs which transaction, for which chaincode.
struct SimulationScope {
  const ChannelRules& rules;
  std::string txid = {};
  /// MSP id of the client who proposed it.
  std::string creator = {};
  /// The organisation whose peer this is: only its own private values are here.
  std::string org = {};
  std::string chaincode = {};
};

/// One transaction on one peer, as one chaincode sees it: reads see the store and never the
/// transaction's own writes; nothing is written but the sets. Used by one thread; the store must
/// not change meanwhile.
class Simulator {
 public:
  /// As many rows as a query may yield in all; what is beyond is cut off without a word, as on a
  /// peer.
  static constexpr std::size_t total_query_limit = 100'000;

  /// `store` and the rules outlive it.
  Simulator(const Store& store, SimulationScope scope)
      : store_(store), scope_(std::move(scope)), all_(std::make_shared<Transaction>()) {}
  /// Another chaincode in the transaction of `caller`: its reads and writes join.
  Simulator(const Simulator& caller, std::string chaincode)
      : store_(caller.store_), scope_(caller.scope_), all_(caller.all_) {
    scope_.chaincode = std::move(chaincode);
  }

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

  /// A range query in steps. Neither copied nor moved: the sets refer to what it saw.
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
  /// What all chaincodes of the transaction have done so far.
  ReadWriteSets sets() const;
  PrivateSets private_sets() const;
  /// A private value was asked for, whether it came or not.
  bool asked_private() const { return all_->asked_private; }
  /// Collections of which something was read that another organisation's peer may not hold.
  const std::set<CollectionName>& private_reads() const { return all_->private_reads; }

 private:
  /// One chaincode's part.
  struct Part {
    ReadWriteSet set = {};
    std::vector<std::unique_ptr<RangeRead>> ranges = {};
    PrivateSet clear = {};
  };
  struct Transaction {
    std::map<std::string, Part> parts = {};
    bool wrote = false;
    bool paged = false;
    bool queried_private = false;
    bool asked_private = false;
    std::set<CollectionName> private_reads = {};
  };

  Part& part();
  void note_private_read(const std::string& collection);
  void require_collection(const std::string& collection) const;
  std::optional<Collection> find_known(const std::string& collection) const;
  void require_readable(const std::string& collection) const;
  void require_writable(const std::string& collection) const;
  HashedSet& hashed(const std::string& collection, const std::string& key);
  void before_write();
  Place place(const std::string& collection, const std::string& key) const;
  Place hashed_place(const std::string& collection, const std::string& key) const;

  const Store& store_;
  SimulationScope scope_;
  std::shared_ptr<Transaction> all_;
};

}  // namespace tradelane::devpeer
