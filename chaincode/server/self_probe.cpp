// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/self_probe.hpp"

namespace tradelane::server {

SelfProbe::SelfProbe(Dial dial, Pace pace, Log& log)
    : dial_(std::move(dial)), pace_(pace), log_(log) {}

void SelfProbe::start() {
  is_stopped_ = false;
  thread_ = std::thread([this] { run(); });
}

void SelfProbe::stop() {
  {
    const std::lock_guard lock(pause_lock_);
    is_stopped_ = true;
  }
  pause_.notify_all();
  if (thread_.joinable()) thread_.join();
  failures_ = 0;
}

std::optional<std::string> SelfProbe::complaint(Clock::time_point now) const {
  if (is_stopped_) return std::nullopt;
  if (has_given_up()) return "no listener answers";
  if (now - last_.load() > 3 * pace_.interval + std::chrono::seconds(5))
    return "the probe of the listeners is stuck";
  return std::nullopt;
}

void SelfProbe::run() {
  std::unique_lock lock(pause_lock_);
  while (!pause_.wait_for(lock, pace_.interval, [this] { return is_stopped_.load(); })) {
    lock.unlock();
    dial_once();
    lock.lock();
  }
}

void SelfProbe::dial_once() {
  const auto answered = dial_();
  last_ = Clock::now();
  if (answered) {
    failures_ = 0;
    return;
  }
  const unsigned failures = ++failures_;
  log_.error("probe_failed", {{"why", answered.error().detail},
                              {"failures", std::int64_t{failures}},
                              {"most", std::int64_t{pace_.failures}}});
}

}  // namespace tradelane::server
