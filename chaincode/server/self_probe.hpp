// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"

namespace tradelane::server {

/// Dials this process again and again, as a peer does, on a thread of its own: a listener can be
/// dead in a process that seems alive, and only a dial shows it (reliability.md 3.2, "Dead
/// listener"). One thread starts and stops it, any may ask how it is.
class SelfProbe {
 public:
  using Dial = std::function<Result<>()>;
  using Clock = std::chrono::steady_clock;
  struct Pace {
    std::chrono::milliseconds interval = std::chrono::seconds(10);
    unsigned failures = 3;  // in a row, until it is given up
  };

  /// `dial` may block for some seconds. `log` outlives the probe.
  SelfProbe(Dial dial, Pace pace, Log& log);
  ~SelfProbe() { stop(); }
  SelfProbe(const SelfProbe&) = delete;
  SelfProbe& operator=(const SelfProbe&) = delete;

  void start();
  /// Afterwards nothing is dialled, and all is well for good: who drains refuses connections.
  void stop();

  /// The last dial was answered; true before the first one.
  bool is_answered() const { return failures_ == 0; }
  /// So many in a row were not answered: the process should be ended.
  bool has_given_up() const { return failures_ >= pace_.failures; }
  /// Why this process is not well: given up, or the probe itself has been silent for three times
  /// its interval and five seconds. Absent while it is.
  std::optional<std::string> complaint(Clock::time_point now = Clock::now()) const;

 private:
  void run();
  void dial_once();

  const Dial dial_;
  const Pace pace_;
  Log& log_;
  std::atomic<unsigned> failures_ = 0;
  std::atomic<Clock::time_point> last_ = Clock::now();
  std::atomic<bool> is_stopped_ = true;
  std::mutex pause_lock_;
  std::condition_variable pause_;
  std::thread thread_;
};

}  // namespace tradelane::server
