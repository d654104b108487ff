// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chaincode/shim/message.hpp"

namespace tradelane::shim {

/// Where a value lives; the empty collection is public state.
struct StatePlace {
  std::string_view collection = {};
  std::string_view key = {};
};

/// What a transaction has read already. Its state is a snapshot, so a second look at a key gives
/// the same; its own writes are not seen by reads and do not come here. Values stay where they came
/// in. Used on one thread.
class ReadCache {
 public:
  /// Keeps at most about `capacity` bytes: what comes later is not kept.
  explicit ReadCache(std::size_t capacity) : capacity_(capacity) {}

  /// "" when there is no such key; absent when the place has not been read yet, or was not kept.
  std::optional<std::string_view> find(const StatePlace& place) const;
  /// True when it is kept. `value` lies in `answer`; it is "" when there is no such key.
  bool keep(const StatePlace& place, std::string_view value, const PeerMessage& answer);

 private:
  std::size_t capacity_;
  std::size_t bytes_ = 0;
  struct Kept {
    std::string_view value;
    PeerMessage answer;
  };
  std::unordered_map<std::string, Kept> values_ = {};
};

}  // namespace tradelane::shim
