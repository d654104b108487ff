// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/io_thread.hpp"

#include <algorithm>
#include <array>
#include <future>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::shim::http2 {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_ticks{200};
constexpr std::size_t received_bytes = 64 * 1024;
/// Whatever one read can complete: what it brought, and the record that was begun before it.
constexpr std::size_t decrypted_bytes = received_bytes + 32 * 1024;
/// How often those that still have something may go on before descriptors are asked again.
constexpr int rounds_per_wakeup = 4;

}  // namespace

void Pollable::touch() {
  if (touched_) return;
  touched_ = true;
  thread_.touched_.push_back(this);
}

void Pollable::watch(std::uint32_t events) {
  if (events == watched_) return;
  watched_ = events;
  epoll_event event{};
  event.events = events;
  event.data.ptr = this;
  ::epoll_ctl(thread_.epoll_fd_, EPOLL_CTL_MOD, fd(), &event);
}

Pollable::Clock::time_point Pollable::now() const { return thread_.now(); }

IoThread::IoThread()
    : epoll_fd_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      buffers_{.received = std::vector<char>(received_bytes),
               .decrypted = std::vector<char>(decrypted_bytes)} {
  epoll_event event{};
  event.events = EPOLLIN;  // without a pollable: the descriptor that wakes
  if (epoll_fd_ < 0 || wake_fd_ < 0 || ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, wake_fd_, &event) != 0)
    throw Fault("no descriptors for an I/O thread");
}

IoThread::~IoThread() {
  stop();
  ::close(epoll_fd_);
  ::close(wake_fd_);
}

void IoThread::start() {
  const std::lock_guard life(life_lock_);
  if (stopping_) return;
  thread_ = std::thread([this] { loop(); });
}

void IoThread::stop() {
  stopping_ = true;
  wake();
  const std::lock_guard life(life_lock_);
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(posted_lock_);
  ended_ = true;
  posted_.clear();
}

void IoThread::wake() const {
  // It can only fail when it is full, and then it wakes already.
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_fd_, &one, sizeof one);
}

void IoThread::post(Task task) {
  bool is_first = false;
  {
    const std::lock_guard lock(posted_lock_);
    if (ended_) return;
    is_first = posted_.empty();
    posted_.push_back(std::move(task));
  }
  if (is_first) wake();
}

void IoThread::run(Task task) {
  if (std::this_thread::get_id() == id_) return task();
  auto done = std::make_shared<std::promise<void>>();
  const auto end = done->get_future();
  // With a task that is dropped goes its promise, and that ends the waiting as well.
  post([task = std::move(task), done = std::move(done)] {
    task();
    done->set_value();
  });
  end.wait();
}

bool IoThread::adopt(std::unique_ptr<Pollable> pollable) {
  Pollable& placed = *pollable;
  placed.watched_ = EPOLLIN;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &placed;
  if (::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, placed.fd(), &event) != 0) return false;
  looked_after_.emplace(&placed, std::move(pollable));
  placed.touch();
  return true;
}

void IoThread::after(milliseconds delay, Task task) {
  timers_.push_back({now_ + delay, std::move(task)});
}

void IoThread::loop() {
  id_ = std::this_thread::get_id();
  while (!stopping_) {
    wait();
    run_posted();
    if (now_ >= next_tick_) tick();
    settle();
  }
  {
    const std::lock_guard lock(posted_lock_);
    ended_ = true;
    posted_.clear();
  }
  timers_.clear();
  looked_after_.clear();
  id_ = std::thread::id();  // the next thread of the process may get the same
}

void IoThread::wait() {
  std::array<epoll_event, 64> events;
  const auto until_tick = std::chrono::ceil<milliseconds>(next_tick_ - now_);
  const auto timeout = touched_.empty() ? std::max(until_tick, milliseconds(0)) : milliseconds(0);
  const int count = ::epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()),
                                 static_cast<int>(timeout.count()));
  now_ = Clock::now();
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events.at(static_cast<std::size_t>(i));
    auto* pollable = static_cast<Pollable*>(event.data.ptr);
    if (pollable == nullptr) {
      std::uint64_t wakes = 0;
      [[maybe_unused]] const auto read = ::read(wake_fd_, &wakes, sizeof wakes);
      continue;
    }
    pollable->touch();
    pollable->ready(event.events);
  }
}

void IoThread::run_posted() {
  {
    const std::lock_guard lock(posted_lock_);
    running_.swap(posted_);
  }
  for (Task& task : running_) task();
  running_.clear();
}

void IoThread::run_timers() {
  std::vector<Timer> due;
  const auto late = [this](const Timer& timer) { return timer.at > now_; };
  const auto first = std::partition(timers_.begin(), timers_.end(), late);
  std::move(first, timers_.end(), std::back_inserter(due));
  timers_.erase(first, timers_.end());
  for (Timer& timer : due) timer.task();
}

void IoThread::tick() {
  next_tick_ = now_ + between_ticks;
  run_timers();
  // A tick may bring in a new one.
  std::vector<Pollable*> all;
  for (const auto& [pollable, owner] : looked_after_) all.push_back(pollable);
  for (Pollable* pollable : all) {
    pollable->touch();
    pollable->tick();
  }
}

/// Nothing is written before everybody has finished the batch.
void IoThread::settle() {
  for (int i = 0; i < rounds_per_wakeup && !touched_.empty(); ++i) {
    for (std::size_t at = 0; at < touched_.size(); ++at) touched_[at]->batch_end();
    round_.swap(touched_);
    for (Pollable* pollable : round_) {
      pollable->touched_ = false;
      pollable->flush();
      if (pollable->is_over()) over_.push_back(pollable);
    }
    round_.clear();
    bury();
  }
}

void IoThread::bury() {
  while (!over_.empty()) {
    Pollable* const pollable = over_.back();
    over_.pop_back();
    auto gone = looked_after_.extract(pollable);
    ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, pollable->fd(), nullptr);
    gone.mapped().reset();
    std::erase(touched_, pollable);  // its own end may have touched it
  }
}

}  // namespace tradelane::shim::http2
