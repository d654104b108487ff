// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/load.hpp"

#include <algorithm>
#include <array>

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace tradelane::bench {
namespace {

using std::chrono::nanoseconds;

/// As many as a peer may have under way at once.
constexpr std::size_t open_loop_slots = 2500;
constexpr std::uint64_t waits_for_delay = ~std::uint64_t{0};

}  // namespace

std::size_t Load::slots_of(const LoadOptions& options) {
  return options.rate > 0 ? open_loop_slots : options.in_flight;
}

Load::Load(const LoadOptions& options, std::vector<std::unique_ptr<Link>>& links,
           Conversation& conversation)
    : options_(options),
      links_(links),
      conversation_(conversation),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      watches_writes_(links.size(), false),
      begun_(slots_of(options)),
      answered_(slots_of(options), 0) {
  for (std::size_t i = 0; i < links.size(); ++i) {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, links[i]->fd(), &event);
  }
  for (std::size_t slot = begun_.size(); slot > 0; --slot) free_.push_back(slot - 1);
}

Load::~Load() { ::close(epoll_); }

void Load::greet_all() {
  for (const auto& link : links_)
    conversation_.greet(*link, [&] {
      pollfd readable{.fd = link->fd(), .events = POLLIN, .revents = 0};
      if (::poll(&readable, 1, 10'000) != 1) throw RunFailed("no REGISTER within ten seconds");
      link->flush();
    });
}

LoadResult Load::run(const std::function<void()>& begun, const std::function<void()>& ended) {
  greet_all();
  auto now = Clock::now();
  const auto measure_from = now + options_.warm_up;
  const auto measure_until = measure_from + options_.measured;
  const auto give_up = measure_until + std::chrono::seconds(10);
  next_start_ = now;
  bool measuring = false;
  Clock::time_point since;
  for (;;) {
    if (!measuring && now >= measure_from && !stops_) {
      measuring = true;
      result_ = {};
      since = now;
      begun();
    }
    // A slow machine is given the time for one.
    if (measuring && now >= measure_until && result_.transactions > 0) {
      measuring = false;
      stops_ = true;
      ended();
      result_.seconds = std::chrono::duration<double>(now - since).count();
    }
    if (stops_ && free_.size() == begun_.size()) return result_;
    if (now > give_up) throw RunFailed("transactions are left that do not end");
    if (!stops_) start_more(now);
    answer_due(now);
    wait(now);
    now = Clock::now();
  }
}

void Load::start_more(Clock::time_point now) {
  if (options_.rate <= 0) {
    while (!free_.empty()) start(free_.back(), now);
    return;
  }
  const auto interval = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(1.0 / options_.rate));
  for (; next_start_ <= now && !free_.empty(); next_start_ += interval)
    start(free_.back(), next_start_);
}

void Load::start(std::size_t slot, Clock::time_point intended) {
  free_.pop_back();
  begun_[slot] = intended;
  answered_[slot] = wake_up_;
  link_of(slot).send(conversation_.begin(slot));
}

void Load::hear(std::size_t link, std::string_view message) {
  const auto step = conversation_.hear(message);
  if (step.slot % links_.size() != link) throw RunFailed("an answer on another stream");
  if (answered_[step.slot] == wake_up_ || answered_[step.slot] == waits_for_delay)
    throw RunFailed("a second request before the answer to the first");
  if (!step.is_done) return answer(step.slot, step.answer);
  if (!stops_) {
    ++result_.transactions;
    result_.latency.add(static_cast<std::uint64_t>(
        std::chrono::duration_cast<nanoseconds>(Clock::now() - begun_[step.slot]).count()));
  }
  free_.push_back(step.slot);
}

void Load::answer(std::size_t slot, std::string_view bytes) {
  if (options_.delay.count() == 0) {
    answered_[slot] = wake_up_;
    link_of(slot).send(bytes);
    return;
  }
  answered_[slot] = waits_for_delay;
  due_.push_back({Clock::now() + options_.delay, slot, std::string(bytes)});
}

/// The delay is the same for all, so they come due in order.
void Load::answer_due(Clock::time_point now) {
  for (; next_due_ < due_.size() && due_[next_due_].at <= now; ++next_due_) {
    const Due& due = due_[next_due_];
    answered_[due.slot] = wake_up_;
    link_of(due.slot).send(due.answer);
  }
  if (next_due_ == due_.size() || next_due_ > 4096) {
    due_.erase(due_.begin(), due_.begin() + static_cast<std::ptrdiff_t>(next_due_));
    next_due_ = 0;
  }
}

void Load::watch(std::size_t link) {
  const bool wants = links_[link]->wants_write();
  if (watches_writes_[link] == wants) return;
  watches_writes_[link] = wants;
  epoll_event event{.events = EPOLLIN | (wants ? EPOLLOUT : 0U), .data = {.u64 = link}};
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, links_[link]->fd(), &event);
}

/// Sends what is queued, then hears what has come: one wake-up.
void Load::wait(Clock::time_point now) {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    links_[i]->flush();
    watch(i);
  }
  ++wake_up_;
  auto until = now + std::chrono::milliseconds(50);
  if (next_due_ < due_.size()) until = std::min(until, due_[next_due_].at);
  if (options_.rate > 0 && !stops_ && !free_.empty()) until = std::min(until, next_start_);
  const auto left = std::max<std::int64_t>(
      0, std::chrono::duration_cast<nanoseconds>(until - Clock::now()).count());
  const timespec timeout{.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
  std::array<epoll_event, 64> events;
  const int count =
      ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events.at(static_cast<std::size_t>(i));
    const auto link = static_cast<std::size_t>(event.data.u64);
    if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0) continue;
    links_[link]->read([&](std::string_view message) { hear(link, message); });
  }
}

}  // namespace tradelane::bench
