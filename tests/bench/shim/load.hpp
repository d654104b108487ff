// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "tests/bench/shim/conversation.hpp"
#include "tests/bench/shim/histogram.hpp"
#include "tests/bench/shim/link.hpp"

namespace tradelane::bench {

struct LoadOptions {
  std::size_t in_flight = 64;
  /// Transactions per second that begin whether or not others have ended; 0: closed loop.
  double rate = 0;
  /// How long the ledger takes for one answer.
  std::chrono::microseconds delay{0};
  std::chrono::milliseconds warm_up{500};
  std::chrono::milliseconds measured{2000};
};

struct LoadResult {
  std::uint64_t transactions = 0;
  double seconds = 0;
  Histogram latency = {};  // from the intended begin to COMPLETED
};

/// Keeps `in_flight` transactions going over some links, on the thread that calls it.
class Load {
 public:
  /// `links` and `conversation` outlive it. There are as many slots as `slots_of(options)`.
  Load(const LoadOptions& options, std::vector<std::unique_ptr<Link>>& links,
       Conversation& conversation);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  static std::size_t slots_of(const LoadOptions& options);

  /// `begun` and `ended` are called at the edges of what is measured. Throws `RunFailed`.
  LoadResult run(const std::function<void()>& begun, const std::function<void()>& ended);

 private:
  using Clock = std::chrono::steady_clock;
  struct Due {
    Clock::time_point at;
    std::size_t slot;
    std::string answer;
  };

  void greet_all();
  void start_more(Clock::time_point now);
  void start(std::size_t slot, Clock::time_point intended);
  void hear(std::size_t link, std::string_view message);
  void answer(std::size_t slot, std::string_view bytes);
  void answer_due(Clock::time_point now);
  void wait(Clock::time_point now);
  void watch(std::size_t link);
  Link& link_of(std::size_t slot) { return *links_[slot % links_.size()]; }

  LoadOptions options_;
  std::vector<std::unique_ptr<Link>>& links_;
  Conversation& conversation_;
  int epoll_ = -1;
  std::vector<bool> watches_writes_;
  std::vector<std::size_t> free_;
  std::vector<Clock::time_point> begun_;
  /// The wake-up in which a slot was answered last: nobody can have seen that answer yet.
  std::vector<std::uint64_t> answered_;
  std::uint64_t wake_up_ = 1;
  std::vector<Due> due_;
  std::size_t next_due_ = 0;
  Clock::time_point next_start_;
  bool stops_ = false;
  LoadResult result_;
};

}  // namespace tradelane::bench
