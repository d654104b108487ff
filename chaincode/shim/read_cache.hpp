// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim {

/// Where a value lives; the empty collection is public state.
struct StatePlace {
  std::string_view collection = {};
  std::string_view key = {};
};

/// What a transaction has read already. Its state is a snapshot, so a second look at a key gives
/// the same; its own writes are not seen by reads and do not come here. Used on one thread.
class ReadCache {
 public:
  using Value = std::optional<Bytes>;  // absent: there is no such key

  /// Keeps at most about `capacity` bytes: what comes later is not kept.
  explicit ReadCache(std::size_t capacity) : capacity_(capacity) {}

  /// Null when the place has not been read yet, or was not kept.
  const Value* find(const StatePlace& place) const;
  /// True when it is kept.
  bool keep(const StatePlace& place, const Value& value);

 private:
  std::size_t capacity_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, Value> values_ = {};
};

}  // namespace tradelane::shim
