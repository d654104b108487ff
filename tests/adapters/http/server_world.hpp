// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <mutex>

#include <doctest/doctest.h>
#include <fcntl.h>

#include "adapters/http/server.hpp"
#include "tests/adapters/http/socket.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::test {

/// Stops handlers until the test lets them go.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  /// For the handler.
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  /// Until `count` handlers stand before it.
  void await(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

/// A server that answers each request with "METHOD path length-of-body".
struct ServerWorld {
  explicit ServerWorld(http::Limits limits = {}, std::size_t workers = 2)
      : server(
            {.workers = workers, .limits = limits},
            [this](const http::Request& request) { return answer(request); }, log) {
    REQUIRE(server.start().ok());
  }
  /// What must end before the gate and the log do.
  ~ServerWorld() {
    gate.open();
    server.stop();
    ::close(file);
  }
  ServerWorld(const ServerWorld&) = delete;
  ServerWorld& operator=(const ServerWorld&) = delete;

  http::Response answer(const http::Request& request) {
    if (request.path == "/wait") gate.pass();
    if (request.path == "/throw") throw Fault("canary: the secret of the handler");
    if (request.path == "/split") return {.headers = {{"X-A", "1\r\nX-B: 2"}}};
    return {.status = 201,
            .body = request.method + " " + request.path + " " + std::to_string(request.body.size()),
            .content_type = "text/plain",
            .headers = {{"Retry-After", "7"}, {"X-Seen", request.header("X-Sent")}}};
  }
  std::string status(const std::string& bytes) {
    return Socket(server.port()).send(bytes).status();
  }

  TempFolder folder;
  int file = ::open(folder.file("log").c_str(), O_RDWR | O_CREAT, 0600);
  Log log{file, LogLevel::info};
  Gate gate;
  http::Server server;
};

}  // namespace tradelane::test
