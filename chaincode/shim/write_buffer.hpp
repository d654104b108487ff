// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "chaincode/shim/dialogue.hpp"

namespace tradelane::shim {

/// A write that waits to be sent.
struct PendingWrite {
  MessageType type =
      MessageType::put_state;  // or del_state, purge_private_data, put_state_metadata
  std::string collection = {};
  std::string key = {};
  Bytes value = {};
  std::string metakey = {};  // of put_state_metadata
  /// On the wire, at most.
  std::size_t bytes() const {
    return collection.size() + key.size() + value.size() + metakey.size() + 64;
  }
};

/// The writes of one transaction in the order in which they were asked for: to the peer several at
/// once where it can take them, one by one where it cannot. What is never flushed never happens.
/// Used by one transaction on one thread.
class WriteBuffer {
 public:
  /// `dialogue` outlives the buffer.
  explicit WriteBuffer(Dialogue& dialogue) : dialogue_(dialogue) {}

  /// Keeps `write`; sends what was kept before when there is no room beside it.
  void add(PendingWrite write);
  /// Sends everything that is kept.
  void flush();

 private:
  void send_batch();
  void send(const PendingWrite& write);

  Dialogue& dialogue_;
  std::vector<PendingWrite> writes_ = {};
  std::size_t bytes_ = 0;
};

}  // namespace tradelane::shim
