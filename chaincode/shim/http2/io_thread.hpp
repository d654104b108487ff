// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "chaincode/shim/http2/stream.hpp"

namespace tradelane::shim::http2 {

class IoThread;

/// Something with a descriptor that an I/O thread looks after. Used on that thread only.
class Pollable {
 public:
  explicit Pollable(IoThread& thread) : thread_(thread) {}
  virtual ~Pollable() = default;
  Pollable(const Pollable&) = delete;
  Pollable& operator=(const Pollable&) = delete;

  virtual int fd() const = 0;
  /// The descriptor has `events` of epoll. Reads all there is and handles it; writes nothing.
  virtual void ready(std::uint32_t events) = 0;
  /// Everything readable, here and elsewhere, has been handled.
  virtual void batch_end() {}
  /// Writes what there is; once in each wake-up in which this was touched.
  virtual void flush() {}
  /// A few times a second.
  virtual void tick() {}
  /// To be destroyed at the end of this wake-up.
  virtual bool is_over() const { return false; }

 protected:
  using Clock = std::chrono::steady_clock;

  /// Asks for `batch_end` and `flush` before this wake-up ends.
  void touch();
  /// Which events of epoll to wait for.
  void watch(std::uint32_t events);
  IoThread& thread() { return thread_; }
  /// When this wake-up began.
  Clock::time_point now() const;

 private:
  friend class IoThread;
  IoThread& thread_;
  std::uint32_t watched_ = 0;
  bool touched_ = false;
};

/// One thread that waits for descriptors. In each wake-up it reads everything, then lets everybody
/// finish the batch, then writes: one system call per connection, however many messages there are.
/// `post`, `run`, `start` and `stop` may be called from any thread.
class IoThread : public Loop {
 public:
  using Clock = std::chrono::steady_clock;
  using Task = std::function<void()>;

  /// Throws `Fault` when the system gives no descriptors for it.
  IoThread();
  ~IoThread() override;
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  /// Once; after `stop` it does nothing.
  void start();
  /// Destroys what is looked after, on the thread itself, and ends it. May be called again, also by
  /// several threads at once: each returns when all is over. Never on the thread itself.
  void stop();

  /// A task does not throw.
  void post(Task task) override;
  /// As `post`, and returns when it has been run or dropped. At once on the thread itself.
  void run(Task task);

  // On the thread only.

  /// Looks after `pollable` from now on, until it is over. False, and it is gone, when the system
  /// will not watch it.
  bool adopt(std::unique_ptr<Pollable> pollable);
  /// Runs `task` after `delay`, to a fifth of a second.
  void after(std::chrono::milliseconds delay, Task task);
  Clock::time_point now() const { return now_; }

  /// Room for what is read, shared by all that are looked after: nothing stays in it.
  struct Buffers {
    std::vector<char> received;
    std::vector<char> decrypted;
  };
  Buffers& buffers() { return buffers_; }

 private:
  friend class Pollable;
  struct Timer {
    Clock::time_point at;
    Task task;
  };

  void loop();
  void wait();
  void run_posted();
  void run_timers();
  void tick();
  void settle();
  void bury();
  void wake() const;

  int epoll_fd_ = -1;
  int wake_fd_ = -1;
  Buffers buffers_;
  std::unordered_map<Pollable*, std::unique_ptr<Pollable>> looked_after_;
  std::vector<Pollable*> touched_;
  std::vector<Pollable*> round_;
  std::vector<Pollable*> over_;
  std::vector<Timer> timers_;
  Clock::time_point now_ = Clock::now();
  Clock::time_point next_tick_ = now_;
  std::atomic<bool> stopping_ = false;

  std::mutex posted_lock_;
  std::vector<Task> posted_;
  bool ended_ = false;
  std::vector<Task> running_;

  std::mutex life_lock_;  // of whoever starts and stops it
  std::thread thread_;
  /// Told by the thread itself: `thread_` is written to by whoever starts and stops it.
  std::atomic<std::thread::id> id_ = {};
};

}  // namespace tradelane::shim::http2
