// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/watchdog.hpp"

#include <algorithm>
#include <utility>

namespace tradelane::shim {
namespace {

using std::chrono::milliseconds;

/// How often to look for something that is allowed to last for `limit`.
milliseconds interval(milliseconds limit) {
  return std::clamp(limit / 4, milliseconds(1), milliseconds(1000));
}

}  // namespace

Watchdog::Watchdog(milliseconds limit, Log& log)
    : limit_(limit), log_(log), thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(lock_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<Pulse> Watchdog::watch(std::string name) {
  auto pulse = std::make_shared<Pulse>(std::move(name));
  const std::lock_guard lock(lock_);
  watched_.push_back({.pulse = pulse, .since = Clock::now()});
  return pulse;
}

void Watchdog::run() {
  std::unique_lock lock(lock_);
  while (!changed_.wait_for(lock, interval(limit_), [this] { return ending_; })) look();
}

void Watchdog::look() {
  const auto now = Clock::now();
  std::erase_if(watched_, [](const Watched& watched) { return watched.pulse.expired(); });
  std::size_t stuck = 0;
  for (Watched& watched : watched_) {
    const auto pulse = watched.pulse.lock();
    if (!pulse) continue;
    look_at(watched, *pulse, now);
    if (pulse->is_stuck()) ++stuck;
  }
  stuck_ = stuck;
}

void Watchdog::look_at(Watched& watched, Pulse& pulse, Clock::time_point now) {
  const std::uint64_t steps = pulse.steps_.load(std::memory_order_relaxed);
  const bool is_inside = steps % 2 == 1;
  if (steps != watched.steps || !is_inside) {
    if (pulse.is_stuck_.exchange(false)) log_.warn("thread_goes_on", {{"thread", pulse.name_}});
    watched.steps = steps;
    watched.since = now;
  } else if (!pulse.is_stuck() && now - watched.since > limit_) {
    pulse.is_stuck_ = true;
    log_.error(
        "thread_stuck",
        {{"thread", pulse.name_},
         {"milliseconds", std::int64_t{limit_.count()}},
         {"mend", "a transaction does not return: end this process, and mend the contract"}});
  }
}

}  // namespace tradelane::shim
