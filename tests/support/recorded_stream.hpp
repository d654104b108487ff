// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "chaincode/shim/http2/client.hpp"

namespace tradelane::test {

namespace h2 = tradelane::shim::http2;

/// What a test knows of a stream that lives on an I/O thread. Used by both threads.
class RecordedStream {
 public:
  /// Makes the users of streams, each recorded here; the last one is the one that sends.
  h2::AcceptStream accept() {
    return [this](h2::Outlet& outlet, const h2::Remote& remote, h2::Loop& loop) {
      change([&] {
        outlet_ = &outlet;
        loop_ = &loop;
        fingerprint = remote.fingerprint;
        ++opened;
      });
      return std::make_unique<User>(*this);
    };
  }
  h2::Client::Ended ended() {
    return [this](const h2::Ending& ending) { change([&] { endings.push_back(ending); }); };
  }

  /// Waits until `condition` holds, looking when something has happened; false after a minute.
  template <class Condition>
  bool wait(Condition condition) {
    std::unique_lock lock(changing_);
    return changed_.wait_for(lock, std::chrono::minutes(1), condition);
  }
  bool wait_for_messages(std::size_t count) {
    return wait([&] { return messages.size() >= count; });
  }
  /// Runs `use` on the I/O thread while the stream is open.
  void use(std::function<void(h2::Outlet&)> use) {
    const std::lock_guard lock(changing_);
    if (loop_ == nullptr) return;
    loop_->post([this, use = std::move(use)] {
      if (outlet_ != nullptr) use(*outlet_);
    });
  }
  void send(std::string message) {
    use([message](h2::Outlet& outlet) { outlet.send(message); });
  }

  // Read inside `wait`, or when nothing can happen any more.
  std::vector<std::string> messages = {};
  std::vector<h2::Ending> endings = {};
  std::string fingerprint = {};
  std::size_t opened = 0;
  std::size_t batches = 0;
  std::size_t half_closes = 0;
  std::size_t closes = 0;

 private:
  class User : public h2::StreamUser {
   public:
    explicit User(RecordedStream& record) : record_(record) {}
    void received(Bytes message) override {
      record_.change([&] { record_.messages.push_back(std::move(message)); });
    }
    void batch_end() override {
      record_.change([&] { ++record_.batches; });
    }
    void half_closed() override {
      record_.change([&] { ++record_.half_closes; });
    }
    void closed() override {
      record_.change([&] {
        record_.outlet_ = nullptr;
        ++record_.closes;
      });
    }

   private:
    RecordedStream& record_;
  };

  template <class Change>
  void change(Change what) {
    const std::lock_guard lock(changing_);
    what();
    changed_.notify_all();
  }

  std::mutex changing_;
  std::condition_variable changed_;
  h2::Outlet* outlet_ = nullptr;  // written and used on the I/O thread
  h2::Loop* loop_ = nullptr;
};

}  // namespace tradelane::test
