// SPDX-License-Identifier: Apache-2.0
// The server's end of an HTTP/2 connection on a socket, fed by somebody who
// need not speak HTTP/2: once the other end has gone, the connection ends, and
// no stream and no byte of a message is left. The bytes say what is sent: raw
// bytes, or frames that are right but for what the fuzzer turns.
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaincode/shim/http2/grpc_frame.hpp"
#include "chaincode/shim/http2/server_connection.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

namespace h2 = shim::http2;

/// Sends every message back, and ends with its client.
class Echo : public h2::StreamUser {
 public:
  explicit Echo(h2::Outlet& outlet) : outlet_(outlet) {}
  void received(Bytes message) override { outlet_.send(std::move(message)); }
  void half_closed() override { outlet_.finish(h2::Status::ok, ""); }
  void closed() override {}

 private:
  h2::Outlet& outlet_;
};

Bytes frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  Bytes out;
  for (int shift = 16; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(payload.size() >> static_cast<unsigned>(shift)));
  out.push_back(static_cast<char>(type));
  out.push_back(static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(stream >> static_cast<unsigned>(shift)));
  return out.append(payload);
}

/// A header field without compression, RFC 7541 6.2.2.
Bytes field(std::string_view name, std::string_view value) {
  Bytes out(1, '\0');
  out.push_back(static_cast<char>(name.size()));
  out.append(name).push_back(static_cast<char>(value.size()));
  return out.append(value);
}

Bytes request(std::uint32_t stream) {
  static const Bytes fields = field(":method", "POST") + field(":scheme", "http") +
                              field(":path", "/fuzz") + field(":authority", "x") +
                              field("content-type", "application/grpc") + field("te", "trailers");
  constexpr std::uint8_t end_headers = 4;
  return frame(1, end_headers, stream, fields);
}

Bytes next_bytes(Source& source, std::uint32_t& stream) {
  switch (source.below(7)) {
    case 0:
      return Bytes(source.piece());
    case 1:
      return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, {});
    case 2:
      return request(stream += 2);
    case 3: {
      const std::uint8_t flags = source.octet();
      return frame(0, flags, stream, h2::frame_message(source.piece()));
    }
    case 4: {
      const std::uint8_t flags = source.octet();
      return frame(0, flags, stream, source.piece());
    }
    case 5: {
      const std::uint8_t type = source.octet();
      const std::uint8_t flags = source.octet();
      const std::uint32_t number = source.below(2) == 0 ? stream : source.octet();
      return frame(type, flags, number, source.piece());
    }
    default: {
      Bytes out;
      const std::uint8_t type = source.octet();
      const std::uint8_t flags = source.octet();
      const std::uint8_t number = source.octet();
      const Bytes one = frame(type, flags, number, source.piece());
      for (std::size_t times = source.octet(); times > 0; --times) out += one;
      return out;
    }
  }
}

struct Server {
  Log log{-1, LogLevel::error};
  h2::Limits limits{.message_bytes = 1000, .header_bytes = 500, .idle_frames = 50};
  std::shared_ptr<h2::ServerState> state = std::make_shared<h2::ServerState>("/fuzz", limits, log);
  h2::IoThread thread;
  Server() { thread.start(); }
};

/// libFuzzer's watch over slow inputs is a signal, which ends whatever system call waits.
template <class Call>
auto uninterrupted(Call&& call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

/// Sends as far as the server reads; false when it has closed.
bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent =
        uninterrupted([&] { return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Reads until the server closes.
void drain(int fd) {
  std::array<char, 4096> buffer;
  for (;;) {
    pollfd wait{.fd = fd, .events = POLLIN, .revents = 0};
    require(uninterrupted([&] { return ::poll(&wait, 1, 10'000); }) == 1,
            "a connection ends when its client has gone");
    if (uninterrupted([&] { return ::recv(fd, buffer.data(), buffer.size(), 0); }) <= 0) return;
  }
}

void adopt(Server& server, int fd) {
  server.thread.run([&] {
    auto place = server.state->admission.admit(*h2::Address::parse("127.0.0.1", 1));
    require(place.has_value(), "no earlier connection is left");
    auto channel =
        std::make_unique<h2::Channel>(h2::Descriptor(fd), std::nullopt, server.thread.buffers());
    server.thread.adopt(std::make_unique<h2::ServerConnection>(
        server.thread, std::move(channel), "fuzz", server.state,
        [](h2::Outlet& outlet, const h2::Remote&, h2::Loop&) {
          return std::make_unique<Echo>(outlet);
        },
        std::move(*place)));
  });
}

}  // namespace

void http2_server(std::string_view bytes) {
  static Server server;
  int ends[2];
  require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0, "there are sockets");
  require(::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0, "sockets need not block");
  adopt(server, ends[0]);
  Source source(bytes);
  std::uint32_t stream = ~0U;  // the first one is 1
  for (int steps = 0; !source.empty() && steps < 40; ++steps)
    if (!send_all(ends[1], next_bytes(source, stream))) break;
  ::shutdown(ends[1], SHUT_WR);
  drain(ends[1]);
  ::close(ends[1]);
  server.thread.run([] {});  // the wake-up that has buried the connection is over
  require(server.state->streams == 0, "no stream is left");
  require(server.state->assembled_bytes == 0, "no byte of a message is left");
  require(server.state->admission.connections() == 0, "no connection is left");
}

}  // namespace tradelane::fuzz
