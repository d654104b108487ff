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

/// One public record before and after a transaction.
template <class R>
struct Change {
  std::vector<std::string> key = {};
  std::optional<R> before = {};
  std::optional<R> after = {};
};

/// All public writes of one transaction, with what stood there before.
class ChangeSet {
 public:
  ChangeSet(const ledger::Changes& changes, const ledger::Reader& ledger)
      : changes_(changes), ledger_(ledger) {}

  /// The changed records whose key has this type.
  template <Record R>
  std::vector<Change<R>> of(std::string_view key_type) const {
    std::vector<Change<R>> out;
    for (const auto& [place, write] : changes_.writes()) {
      if (!place.collection.empty()) continue;
      auto split = ledger::split_key(place.key);
      if (!split || split->first != key_type) continue;
      Change<R> change{.key = std::move(split->second)};
      if (const auto& bytes = ledger_.bytes_at(place.key)) change.before = decode_record<R>(*bytes);
      if (write.kind == ledger::Changes::Kind::put) change.after = decode_record<R>(write.value);
      out.push_back(std::move(change));
    }
    return out;
  }

  /// The record at `key` as it will be after the transaction.
  template <Record R>
  std::optional<R> after(const ledger::Key<R>& key) const {
    const auto at = changes_.writes().find({"", key.text()});
    if (at == changes_.writes().end()) return ledger_.find(key);
    if (at->second.kind != ledger::Changes::Kind::put) return std::nullopt;
    return decode_record<R>(at->second.value);
  }

  const ledger::Changes& changes() const { return changes_; }

 private:
  const ledger::Changes& changes_;
  const ledger::Reader& ledger_;
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
            for (const auto& change : set.of<R>(type))
              if (!holds(change.before, change.after)) return false;
            return true;
          }};
}

}  // namespace tradelane::contract
