// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/bench/shim/link.hpp"
#include "tests/bench/shim/wire.hpp"
#include "tests/bench/shim/workload.hpp"

namespace tradelane::bench {

/// What the driver says and hears, without links and clock. A slot is one transaction that can be
/// under way; it begins again and again. Everything that a peer would not forgive throws
/// `RunFailed`. Used on one thread.
class Conversation {
 public:
  struct Step {
    std::size_t slot = 0;
    bool is_done = false;
    std::string_view answer = {};  // valid until the next call
  };

  virtual ~Conversation() = default;
  /// Before the first transaction of a link.
  virtual void greet(Link& link, const std::function<void()>& wait) = 0;
  /// The first message of the next transaction of `slot`; valid until the next call.
  virtual std::string_view begin(std::size_t slot) = 0;
  virtual Step hear(std::string_view message) = 0;
};

/// A peer with a chaincode: strict in states, counts, keys, values and status.
std::unique_ptr<Conversation> peer_conversation(const Workload& workload, std::size_t slots,
                                                bool modern);
/// A floor: messages of the same sizes, and as many, without any meaning. The first four bytes say
/// how long the answer is to be, the next four which slot it belongs to; the answer repeats both.
std::unique_ptr<Conversation> echo_conversation(const Workload& workload, std::size_t slots);

}  // namespace tradelane::bench
