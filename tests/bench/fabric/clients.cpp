// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fabric/clients.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/gateway/invoke.hpp"

namespace tradelane::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// What all clients share.
class Window {
 public:
  void answered(Clock::time_point asked, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (!measures_) return;
    ++result_.transactions;
    result_.latency.add(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now - asked).count()));
  }
  void refused(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (failure_.empty()) failure_ = why;
    over_ = true;
    changed_.notify_all();
  }
  bool is_over() const {
    const std::lock_guard lock(mutex_);
    return over_;
  }

  /// False when a client has failed before `end`.
  bool wait_until(Clock::time_point end) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_until(lock, end, [&] { return over_; });
  }
  void measure(bool on) {
    const std::lock_guard lock(mutex_);
    measures_ = on;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  /// After every client has ended.
  LoadResult take(double seconds) {
    if (!failure_.empty()) throw RunFailed(failure_);
    result_.seconds = seconds;
    return result_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool measures_ = false;
  bool over_ = false;
  std::string failure_;
  LoadResult result_;
};

void ask_again_and_again(gateway::Gateway& gateway, const gateway::Call& call, Window& window) {
  while (!window.is_over()) {
    const auto asked = Clock::now();
    const auto answer = gateway::query(gateway, call);
    if (!answer) return window.refused(answer.failure().text());
    window.answered(asked, Clock::now());
  }
}

}  // namespace

LoadResult evaluate(gateway::Gateway& gateway, const LoadOptions& options, const CallOfSlot& call,
                    const std::function<void()>& begun, const std::function<void()>& ended) {
  Window window;
  double seconds = 0;
  {
    std::vector<std::jthread> clients;
    for (std::size_t slot = 0; slot < options.in_flight; ++slot)
      clients.emplace_back([&, slot] { ask_again_and_again(gateway, call(slot), window); });
    if (window.wait_until(Clock::now() + options.warm_up)) {
      begun();
      const auto from = Clock::now();
      window.measure(true);
      window.wait_until(from + options.measured);
      window.measure(false);
      ended();
      seconds = std::chrono::duration<double>(Clock::now() - from).count();
    }
    window.close();
  }
  return window.take(seconds);
}

}  // namespace tradelane::bench
