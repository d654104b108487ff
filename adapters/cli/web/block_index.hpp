// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/gateway/block.hpp"

namespace tradelane::cli::web {

/// Where a transaction stands on the ledger.
struct Place {
  std::uint64_t block = 0;
  std::uint64_t at = 0;
  auto operator<=>(const Place&) const = default;
};

/// Something that transactions speak of: a bill, a loan, an asset.
struct Known {
  std::string id = {};
  /// What arguments and events call it: `bill` for a `billId`, `tx` for a transaction's own id;
  /// empty where nothing says more than that it is one.
  std::set<std::string> kinds = {};
  /// How many transactions speak of it; the newest of them.
  std::size_t count = 0;
  Place newest = {};
};

/// Which transactions speak of an id, from what blocks themselves say: ids of transactions, of the
/// entries of an event, and of the arguments (members named `…Id`, lists of texts, identifiers of
/// 26 characters, and arguments that are no JSON). In memory, bounded: the oldest blocks go first.
/// Used by one thread at a time.
class BlockIndex {
 public:
  static constexpr std::size_t most_references = 1'000'000;  // about 100 MB
  /// Of one transaction; what it speaks of besides is not found.
  static constexpr std::size_t most_ids = 256;
  static constexpr std::size_t longest_id = 200;

  explicit BlockIndex(std::size_t most = most_references) : most_(most) {}

  /// Blocks come in their order.
  void add(const gateway::Block& block);

  /// Oldest first.
  std::vector<Place> find(const std::string& id) const;
  /// The transaction with this id that counts: of those with one id the valid one, else the first.
  std::optional<Place> transaction(const std::string& id) const;
  /// Ids that begin with `part`, then those that hold it elsewhere, each in order; at most `most`.
  std::vector<Known> search(const std::string& part, std::size_t most) const;

  /// The oldest block of which everything is still here; absent while there is none.
  std::optional<std::uint64_t> first() const;
  std::size_t references() const { return references_; }
  bool has_dropped() const { return has_dropped_; }

 private:
  struct Mentions {
    std::set<std::string> kinds = {};
    std::deque<Place> places = {};
  };
  using Ids = std::map<std::string, Mentions>;
  using Transactions = std::map<std::string, Place>;
  struct Held {
    std::uint64_t block = 0;
    std::vector<Ids::iterator> ids = {};
    std::vector<Transactions::iterator> transactions = {};
  };
  void add(const gateway::BlockTransaction& transaction, const Place& place, Held& held);
  void drop_oldest();

  const std::size_t most_;
  Ids ids_;
  Transactions transactions_;
  std::deque<Held> blocks_;
  std::size_t references_ = 0;
  bool has_dropped_ = false;
};

/// What one transaction speaks of: ids with what they are called there. Pure.
std::map<std::string, std::set<std::string>> ids_of(const gateway::BlockTransaction& transaction);

}  // namespace tradelane::cli::web
