// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "chaincode/codec/fields.hpp"
#include "chaincode/ledger/key.hpp"
#include "chaincode/ledger/view.hpp"

namespace tradelane::ledger {

/// Typed reads over a `ReadView`, each key fetched once per transaction: within one transaction the
/// ledger is a snapshot, so a second look must give the same answer. Used on one thread.
class Reader {
 public:
  explicit Reader(ReadView& view) : view_(view) {}

  /// Absent when there is no such record. Bytes that are no R are a `Fault`.
  template <Record R>
  std::optional<R> find(const Key<R>& key) const {
    const auto& bytes = bytes_at(key.text());
    if (!bytes) return std::nullopt;
    return decode_record<R>(*bytes);
  }
  template <Record R>
  bool exists(const Key<R>& key) const {
    return bytes_at(key.text()).has_value();
  }

  /// Fetches the keys that are not known yet in one round trip where the peer allows it.
  void load_all(const std::vector<std::string>& keys) const {
    std::vector<std::string> missing;
    for (const std::string& key : keys)
      if (!seen_.contains(key)) missing.push_back(key);
    if (missing.empty()) return;
    auto values = view_.get_all(missing);
    if (values.size() != missing.size()) throw Fault("the peer answered with another count");
    for (std::size_t i = 0; i < missing.size(); ++i)
      seen_.insert_or_assign(missing[i], std::move(values[i]));
  }

  /// Every record of the range in key order, with the parts of its key.
  template <Record R>
  std::vector<std::pair<std::vector<std::string>, R>> list(const Range<R>& range) const {
    std::vector<std::pair<std::vector<std::string>, R>> out;
    view_.range(range.start(), range.end(), [&](std::string_view key, const Bytes& value) {
      auto parts = split_key(key);
      if (!parts) throw Fault("a key in a range is not composite");
      out.emplace_back(std::move(parts->second), decode_record<R>(value));
      return true;
    });
    return out;
  }

  /// For queries only: a writing transaction must not depend on what one organisation keeps.
  std::optional<Bytes> find_private(std::string_view collection, std::string_view key) const {
    return view_.get_private(collection, key);
  }

  const std::optional<Bytes>& bytes_at(const std::string& key) const {
    auto at = seen_.find(key);
    if (at == seen_.end()) at = seen_.emplace(key, view_.get(key)).first;
    return at->second;
  }

 private:
  ReadView& view_;
  mutable std::map<std::string, std::optional<Bytes>> seen_;
};

}  // namespace tradelane::ledger
