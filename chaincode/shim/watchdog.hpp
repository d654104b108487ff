// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "chaincode/base/log.hpp"

namespace tradelane::shim {

/// Shows that a thread gets on. `Inside` is for that thread only.
class Pulse {
 public:
  explicit Pulse(std::string name) : name_(std::move(name)) {}

  /// The thread is inside a transaction while this exists.
  class Inside {
   public:
    explicit Inside(Pulse* pulse) : pulse_(pulse) {
      if (pulse_ != nullptr) pulse_->step();
    }
    ~Inside() {
      if (pulse_ != nullptr) pulse_->step();
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Pulse* pulse_;
  };

  /// The watchdog has seen it inside one transaction for too long.
  bool is_stuck() const { return is_stuck_; }

 private:
  friend class Watchdog;
  void step() {
    steps_.store(steps_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  std::string name_;
  std::atomic<std::uint64_t> steps_ = 0;  // odd: inside
  std::atomic<bool> is_stuck_ = false;
};

/// Reports threads that do not come out of a transaction: in the log once each, and as long as it
/// lasts in their number. Has a thread of its own; used from any thread.
class Watchdog {
 public:
  /// A thread that is inside one transaction for longer than `limit` is stuck. `log` outlives the
  /// watchdog.
  Watchdog(std::chrono::milliseconds limit, Log& log);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// Watches a thread until the pulse is gone.
  std::shared_ptr<Pulse> watch(std::string name);

  /// The process should be ended when there are any, for a thread cannot be.
  std::size_t stuck_threads() const { return stuck_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Watched {
    std::weak_ptr<Pulse> pulse;
    std::uint64_t steps = 0;
    Clock::time_point since = {};
  };

  void run();
  void look();
  void look_at(Watched& watched, Pulse& pulse, Clock::time_point now);

  std::chrono::milliseconds limit_;
  Log& log_;
  std::atomic<std::size_t> stuck_ = 0;
  std::mutex lock_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::vector<Watched> watched_;
  std::thread thread_;
};

}  // namespace tradelane::shim
