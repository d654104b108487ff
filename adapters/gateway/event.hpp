// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

#include "chaincode/base/bytes.hpp"

namespace tradelane::gateway {

/// Where a reader of events stands. Block 0 without a transaction id means: no position yet.
struct Checkpoint {
  std::uint64_t block = 0;
  /// The last transaction of `block` whose event was dealt with; "" when none was.
  std::string transaction_id = {};
  bool operator==(const Checkpoint&) const = default;
};

struct Event {
  std::uint64_t block = 0;
  std::string transaction_id = {};
  std::string chaincode = {};
  /// `tradelane.v1`
  std::string name = {};
  Bytes payload = {};
  /// No other event of this chaincode follows in this block.
  bool last_in_block = false;

  /// What to keep after this event has been dealt with.
  Checkpoint checkpoint() const {
    return last_in_block ? Checkpoint{.block = block + 1} : Checkpoint{block, transaction_id};
  }
};

}  // namespace tradelane::gateway
