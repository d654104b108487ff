// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/io_thread.hpp"

#include <atomic>

#include <doctest/doctest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"

using namespace tradelane::shim::http2;

namespace {

/// What has happened on the thread, in order.
struct Story {
  std::vector<std::string> lines;
  std::atomic<std::size_t> count = 0;
  void tell(std::string line) {
    lines.push_back(std::move(line));
    ++count;
  }
};

/// A pollable that is ready when the test says so.
class Bell : public Pollable {
 public:
  Bell(IoThread& thread, Story& story, std::string name)
      : Pollable(thread), story_(story), name_(std::move(name)) {}
  ~Bell() override {
    story_.tell(name_ + " gone");
    ::close(fd_);
  }
  int fd() const override { return fd_; }
  void ready(std::uint32_t) override {
    eventfd_t value = 0;
    ::eventfd_read(fd_, &value);
    story_.tell(name_ + " ready");
    if (partner != nullptr) partner->touch_from_outside();
  }
  void batch_end() override { story_.tell(name_ + " batch"); }
  void flush() override { story_.tell(name_ + " flush"); }
  bool is_over() const override { return over; }

  void ring() const { ::eventfd_write(fd_, 1); }
  void touch_from_outside() { touch(); }
  Bell* partner = nullptr;
  bool over = false;

 private:
  int fd_ = ::eventfd(0, EFD_NONBLOCK);
  Story& story_;
  std::string name_;
};

}  // namespace

TEST_CASE("loop: tasks run in order on the thread, and are dropped after its end") {
  IoThread thread;
  std::vector<int> ran;
  for (const int i : {1, 2, 3}) thread.post([&ran, i] { ran.push_back(i); });
  thread.start();
  thread.run([&ran] { ran.push_back(4); });
  CHECK(ran == std::vector<int>{1, 2, 3, 4});
  std::thread::id id;
  thread.run([&] {
    id = std::this_thread::get_id();
    thread.run([&ran] { ran.push_back(5); });  // at once: it is the thread
    CHECK(ran.back() == 5);
  });
  CHECK(id != std::this_thread::get_id());
  thread.stop();
  const auto held = std::make_shared<int>(0);
  thread.post([held] {});
  CHECK(held.use_count() == 1);
  thread.run([&ran] { ran.push_back(6); });
  CHECK(ran.back() == 5);
}

TEST_CASE("loop: others may have tasks run while it starts and while it ends") {
  IoThread thread;
  std::atomic<bool> has_ended = false;
  std::atomic<std::size_t> ran = 0;
  std::thread other([&] {
    while (!has_ended) thread.run([&] { ++ran; });
  });
  thread.start();
  CHECK(tradelane::test::eventually([&] { return ran > 0; }));
  thread.stop();
  has_ended = true;
  other.join();
  const std::size_t until_the_end = ran;
  thread.run([&] { ++ran; });
  CHECK(ran == until_the_end);
}

TEST_CASE("loop: it may be stopped by several threads at once, and each returns when it is over") {
  constexpr int all = 4;
  /// Is destroyed on the thread, which thereby ends only once everybody has come to stop it.
  struct Gate : Pollable {
    using Pollable::Pollable;
    ~Gate() override {
      (void)tradelane::test::eventually([this] { return *come == all; });
      *is_gone = true;
      ::close(own);
    }
    int fd() const override { return own; }
    void ready(std::uint32_t) override {}
    int own = ::eventfd(0, EFD_NONBLOCK);
    std::atomic<int>* come = nullptr;
    std::atomic<bool>* is_gone = nullptr;
  };
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> come = 0;
    std::atomic<bool> is_gone = false;
    std::atomic<int> saw_the_end = 0;
    IoThread thread;
    thread.start();
    thread.run([&] {
      auto gate = std::make_unique<Gate>(thread);
      gate->come = &come;
      gate->is_gone = &is_gone;
      thread.adopt(std::move(gate));
    });
    std::vector<std::thread> stoppers;
    for (int i = 0; i < all; ++i)
      stoppers.emplace_back([&] {
        ++come;
        thread.stop();
        if (is_gone) ++saw_the_end;
      });
    for (std::thread& stopper : stoppers) stopper.join();
    CHECK(saw_the_end == all);
  }
}

TEST_CASE("loop: it may be stopped while it is started, and is not started after that") {
  std::atomic<int> ran = 0;
  for (int round = 0; round < 20; ++round) {
    IoThread thread;
    std::thread other([&] { thread.stop(); });
    thread.start();
    other.join();
    thread.start();
    ran = 0;
    thread.run([&] { ++ran; });
    CHECK(ran == 0);
  }
}

TEST_CASE("loop: a task runs after its delay, never before") {
  IoThread thread;
  thread.start();
  std::atomic<bool> late = false;
  std::atomic<bool> early = false;
  thread.run([&] {
    thread.after(std::chrono::hours(1), [&] { late = true; });
    thread.after(std::chrono::milliseconds(0), [&] { early = true; });
  });
  CHECK(tradelane::test::eventually([&] { return early.load(); }));
  thread.stop();
  CHECK_FALSE(late);
}

TEST_CASE("loop: everybody reads, then everybody ends the batch, then everybody writes, once") {
  Story story;
  IoThread thread;
  auto owned_a = std::make_unique<Bell>(thread, story, "a");
  auto owned_b = std::make_unique<Bell>(thread, story, "b");
  Bell& a = *owned_a;
  Bell& b = *owned_b;
  thread.start();
  thread.run([&] {
    thread.adopt(std::move(owned_a));
    thread.adopt(std::move(owned_b));
  });
  thread.run([&] {
    story.lines.clear();
    a.partner = &b;  // b has output because of what a has read, and has nothing to read itself
    a.ring();
  });
  CHECK(tradelane::test::eventually([&] {
    std::size_t seen = 0;
    thread.run([&] { seen = story.lines.size(); });
    return seen >= 5;
  }));
  const auto first_five = [&] {
    std::vector<std::string> out;
    thread.run([&] { out.assign(story.lines.begin(), story.lines.begin() + 5); });
    return out;
  };
  CHECK(first_five() ==
        std::vector<std::string>{"a ready", "a batch", "b batch", "a flush", "b flush"});
}

TEST_CASE("loop: what is over goes at the end of the wake-up, the rest with the thread") {
  Story story;
  IoThread thread;
  auto owned = std::make_unique<Bell>(thread, story, "a");
  auto other = std::make_unique<Bell>(thread, story, "b");
  Bell& a = *owned;
  thread.start();
  thread.run([&] {
    thread.adopt(std::move(owned));
    thread.adopt(std::move(other));
  });
  thread.run([&] {
    a.over = true;
    a.touch_from_outside();
    CHECK(story.lines.back() != "a gone");
  });
  thread.run([&] { CHECK(std::count(story.lines.begin(), story.lines.end(), "a gone") == 1); });
  thread.run([&] { CHECK(std::count(story.lines.begin(), story.lines.end(), "b gone") == 0); });
  thread.stop();
  CHECK(story.lines.back() == "b gone");
}
