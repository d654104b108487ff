// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include <arpa/inet.h>

#include "tests/bench/shim/link.hpp"
#include "tests/bench/shim/pipe.hpp"

namespace tradelane::bench {
namespace {

constexpr std::size_t head_bytes = 4;

class SocketLink : public Link {
 public:
  explicit SocketLink(std::uint16_t port) : pipe_(port, {}) {}

  void send(std::string_view message) override {
    const std::uint32_t size = htonl(static_cast<std::uint32_t>(message.size()));
    char head[head_bytes];
    std::memcpy(head, &size, sizeof head);
    pipe_.output().append(head, sizeof head).append(message);
  }
  void read(const Receive& receive) override {
    pipe_.read(input_);
    std::size_t at = 0;
    while (input_.size() - at >= head_bytes) {
      std::uint32_t size = 0;
      std::memcpy(&size, input_.data() + at, sizeof size);
      size = ntohl(size);
      if (input_.size() - at < head_bytes + size) break;
      receive({input_.data() + at + head_bytes, size});
      at += head_bytes + size;
    }
    input_.erase(0, at);
  }
  void flush() override { pipe_.flush(); }
  bool wants_write() const override { return pipe_.wants_write(); }
  int fd() const override { return pipe_.fd(); }

 private:
  Pipe pipe_;
  std::string input_;
};

}  // namespace

std::unique_ptr<Link> dial_socket(std::uint16_t port) { return std::make_unique<SocketLink>(port); }

}  // namespace tradelane::bench
