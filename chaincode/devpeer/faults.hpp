// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <csignal>
#include <cstdint>

namespace tradelane::devpeer {

/// Misbehaviour on request, for tests of chaincode servers and clients. Counters count down; 0 is
/// off. Safe to change from any thread.
struct Faults {
  /// The n-th ledger request from now ends its stream.
  std::atomic<std::uint64_t> drop_stream{0};
  /// The n-th ledger request from now is answered ERROR.
  std::atomic<std::uint64_t> answer_error{0};
  /// Each ledger request waits so long for its answer.
  std::atomic<std::uint64_t> delay_ms{0};
  /// The process kills itself, as kill -9 would, when it is for the n-th time about to answer
  /// Endorse, about to answer Submit, about to write a validated block, or has a block on disk that
  /// nobody knows of yet.
  std::atomic<std::uint64_t> kill_endorsed{0};
  std::atomic<std::uint64_t> kill_ordered{0};
  std::atomic<std::uint64_t> kill_validated{0};
  std::atomic<std::uint64_t> kill_committed{0};

  /// True for the call that finds `counter` at one.
  static bool strikes(std::atomic<std::uint64_t>& counter) {
    std::uint64_t now = counter.load();
    while (now != 0)
      if (counter.compare_exchange_weak(now, now - 1)) return now == 1;
    return false;
  }
  static void kill_at(std::atomic<std::uint64_t>& counter) {
    if (strikes(counter)) std::raise(SIGKILL);
  }
};

}  // namespace tradelane::devpeer
