// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "chaincode/base/spare_bytes.hpp"
#include "chaincode/codec/fields.hpp"
#include "chaincode/ledger/decoded.hpp"
#include "chaincode/ledger/key.hpp"
#include "chaincode/ledger/view.hpp"

namespace tradelane::ledger {

/// Typed reads over a `ReadView`, each key fetched and decoded once per transaction: within one
/// transaction the ledger is a snapshot, so a second look must give the same answer. What it gives
/// out by reference stays as long as the reader. Used on one thread.
class Reader {
 public:
  explicit Reader(ReadView& view) : view_(view) {}

  /// Absent when there is no such record. Bytes that are no R are a `Fault`.
  template <Record R>
  const std::optional<R>& find(const Key<R>& key) const {
    return record_at<R>(key.text());
  }
  /// The same for a key that is not typed.
  template <Record R>
  const std::optional<R>& record_at(const std::string& key) const {
    const Seen& seen = look(key);
    return seen.record.template as<R>(seen.bytes ? &*seen.bytes : nullptr);
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
      seen_.try_emplace(missing[i], std::move(values[i]));
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

  /// The first `most` records of the range behind the key `after` (empty: from its start).
  template <Record R>
  std::vector<std::pair<std::vector<std::string>, R>> page(const Range<R>& range,
                                                           const std::string& after,
                                                           std::size_t most) const {
    std::vector<std::pair<std::vector<std::string>, R>> out;
    // No key lies between a key and the same with one U+0000 more.
    const std::string start = after.empty() ? range.start() : after + '\0';
    view_.range(start, range.end(), [&](std::string_view key, const Bytes& value) {
      auto parts = split_key(key);
      if (!parts) throw Fault("a key in a range is not composite");
      out.emplace_back(std::move(parts->second), decode_record<R>(value));
      return out.size() < most;
    });
    return out;
  }

  /// For queries only: a writing transaction must not depend on what one organisation keeps.
  std::optional<Bytes> find_private(std::string_view collection, std::string_view key) const {
    return view_.get_private(collection, key);
  }

  const std::optional<Bytes>& bytes_at(const std::string& key) const { return look(key).bytes; }

 private:
  struct Seen {
    explicit Seen(std::optional<Bytes> value) : bytes(std::move(value)) {}
    ~Seen() {
      if (bytes) make_spare(std::move(*bytes));
    }
    Seen(const Seen&) = delete;
    Seen& operator=(const Seen&) = delete;
    std::optional<Bytes> bytes;
    Decoded record = {};
  };

  const Seen& look(const std::string& key) const {
    auto at = seen_.find(key);
    if (at == seen_.end()) at = seen_.try_emplace(key, view_.get(key)).first;
    return at->second;
  }

  ReadView& view_;
  mutable std::map<std::string, Seen> seen_;
};

}  // namespace tradelane::ledger
