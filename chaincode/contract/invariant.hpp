// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chaincode/ledger/changes.hpp"
#include "chaincode/ledger/reader.hpp"

/// What must hold whoever wrote the change: an independent second look at every call, before
/// anything reaches the peer. A breach is a fault of ours, never of the caller.
namespace tradelane::contract {

/// One public record before and after a transaction. Refers to the `ChangeSet`.
template <class R>
struct Change {
  const std::vector<std::string>& key;
  const std::optional<R>& before;
  const std::optional<R>& after;
};

/// All public writes of one transaction, with what stood there before. What is written is decoded
/// again from its bytes, once for all who look.
class ChangeSet {
 public:
  ChangeSet(const ledger::Changes& changes, const ledger::Reader& ledger);

  /// The changed records whose key has this type.
  template <Record R>
  std::vector<Change<R>> of(std::string_view key_type) const {
    std::vector<Change<R>> out;
    (void)each<R>(key_type, [&](const Change<R>& change) {
      out.push_back(change);
      return true;
    });
    return out;
  }
  /// Whether `holds` of each of them; asks no further when it does not.
  template <Record R, class Holds>
  bool each(std::string_view key_type, const Holds& holds) const {
    for (const Item& item : items_)
      if (item.type == key_type &&
          !holds(Change<R>{item.parts, ledger_.record_at<R>(*item.key), item.after<R>()}))
        return false;
    return true;
  }

  /// The record at `key` as it will be after the transaction.
  template <Record R>
  const std::optional<R>& after(const ledger::Key<R>& key) const {
    for (const Item& item : items_)
      if (*item.key == key.text()) return item.after<R>();
    return ledger_.find(key);
  }

  const ledger::Changes& changes() const { return changes_; }

 private:
  /// A write under a composite key.
  struct Item {
    const std::string* key;
    std::string type;
    std::vector<std::string> parts;
    /// Null: it is deleted.
    const Bytes* value;
    ledger::Decoded record = {};

    template <Record R>
    const std::optional<R>& after() const {
      return record.as<R>(value);
    }
  };

  const ledger::Changes& changes_;
  const ledger::Reader& ledger_;
  std::vector<Item> items_;
};

/// `id` becomes the token: INVARIANT_<id>. `holds` looks at every call's changes.
struct Invariant {
  std::string id = {};
  std::function<bool(const ChangeSet&)> holds = {};
};

/// An invariant over each changed record of one type by itself.
template <Record R>
Invariant on_each(std::string_view id, std::string_view key_type,
                  bool (*holds)(const std::optional<R>& before, const std::optional<R>& after)) {
  return {.id = std::string(id),
          .holds = [type = std::string(key_type), holds](const ChangeSet& set) {
            return set.each<R>(
                type, [&](const Change<R>& change) { return holds(change.before, change.after); });
          }};
}

}  // namespace tradelane::contract
