// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace tradelane::shim {

/// Why a message of the peer was not used. None of these does harm.
enum class Ignored : std::uint8_t {
  already_ready,   // REGISTERED or READY again
  without_txid,    // a transaction that could not be answered
  not_waited_for,  // an answer that comes late, twice, or to nobody
};
inline constexpr std::array<const char*, 3> ignored_names{"already_ready", "without_txid",
                                                          "not_waited_for"};

/// Upper bounds of `Counters::durations` in microseconds; the last bucket has none.
inline constexpr std::array<std::int64_t, 16> duration_bounds{
    100,    250,     500,     1'000,   2'500,     5'000,     10'000,     25'000,
    50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000, 10'000'000, 30'000'000};

/// What all streams of one package id count together. Read by any thread.
struct Counters {
  using Count = std::atomic<std::uint64_t>;
  Count completed = 0;   // answered below 400
  Count refused = 0;     // answered 400 and above
  Count failed = 0;      // answered ERROR, for whatever reason
  Count over_limit = 0;  // of these, because of a limit of one transaction
  Count abandoned = 0;   // not answered: deadline, lost stream, or forgotten by the peer
  // Of the failed ones, never begun:
  Count busy = 0;
  Count draining_refused = 0;
  Count duplicates = 0;

  Count round_trips = 0;  // requests to peers
  // Round trips that there would have been with one request for each read and write:
  Count saved_by_batches = 0;
  Count saved_by_multi_get = 0;
  Count saved_by_cache = 0;

  Count messages_received = 0;
  Count bytes_received = 0;
  Count messages_sent = 0;
  Count bytes_sent = 0;
  std::array<Count, ignored_names.size()> ignored = {};

  Count streams = 0;  // opened so far
  Count handshake_timeouts = 0;
  Count unanswered_requests = 0;
  /// From the arrival of a transaction to its end, by `duration_bounds`.
  std::array<Count, duration_bounds.size() + 1> durations = {};
  Count duration_micros = 0;  // their sum

  std::atomic<std::size_t> in_flight = 0;
  std::atomic<std::size_t> ready_streams = 0;
  std::atomic<bool> draining = false;
};

inline void add(Counters::Count& count, std::uint64_t more = 1) {
  count.fetch_add(more, std::memory_order_relaxed);
}

}  // namespace tradelane::shim
