// SPDX-License-Identifier: Apache-2.0
#include "tests/support/raw_http2.hpp"

#include <cerrno>
#include <stdexcept>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "chaincode/shim/http2/address.hpp"

namespace tradelane::test {
namespace {

constexpr std::size_t head_size = 9;
constexpr int patience_ms = 60'000;

std::uint32_t read_number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
  return value;
}

bool wait(int fd, short events) {
  pollfd what{.fd = fd, .events = events, .revents = 0};
  return ::poll(&what, 1, patience_ms) == 1;
}

}  // namespace

RawHttp2::RawHttp2(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto address = *shim::http2::Address::parse("127.0.0.1", port);
  const int on = 1;
  ::setsockopt(fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd(), address.raw(), address.size()) != 0)
    throw std::runtime_error("no connection to the server under test");
}

Bytes RawHttp2::number(std::uint32_t value) {
  Bytes out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU));
  return out;
}

Bytes RawHttp2::frame(const Frame& frame) {
  Bytes out = number(static_cast<std::uint32_t>(frame.payload.size())).substr(1);
  out.push_back(static_cast<char>(frame.type));
  out.push_back(static_cast<char>(frame.flags));
  return out + number(frame.stream) + frame.payload;
}

Bytes RawHttp2::field(std::string_view name, std::string_view value) {
  Bytes out(1, '\0');  // literal without indexing, new name
  for (const std::string_view text : {name, value}) {
    out.push_back(static_cast<char>(text.size()));
    out.append(text);
  }
  return out;
}

Bytes RawHttp2::request(std::uint32_t stream, std::string_view path, const Bytes& more_fields) {
  return frame({.type = headers,
                .flags = end_headers,
                .stream = stream,
                .payload = field(":method", "POST") + field(":scheme", "http") +
                           field(":path", path) + field(":authority", "test") +
                           field("content-type", "application/grpc") + field("te", "trailers") +
                           more_fields});
}

bool RawHttp2::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::size_t RawHttp2::try_send(std::string_view bytes) {
  const auto count = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

/// False when the other end has closed before there were `size` bytes.
bool RawHttp2::fill(std::size_t size) {
  char buffer[16'384];
  while (received_.size() < size) {
    if (!wait(fd(), POLLIN)) throw std::runtime_error("the server under test says nothing");
    const auto count = ::recv(fd(), buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
  }
  return true;
}

std::optional<RawHttp2::Frame> RawHttp2::read() {
  if (!fill(head_size)) return std::nullopt;
  const std::size_t size = read_number(std::string_view(received_).substr(0, 3));
  if (!fill(head_size + size)) return std::nullopt;
  Frame out{.type = static_cast<std::uint8_t>(received_[3]),
            .flags = static_cast<std::uint8_t>(received_[4]),
            .stream = read_number(std::string_view(received_).substr(5, 4)),
            .payload = received_.substr(head_size, size)};
  received_.erase(0, head_size + size);
  return out;
}

std::optional<RawHttp2::Frame> RawHttp2::read_until(Type type) {
  for (;;) {
    auto frame = read();
    if (!frame || frame->type == type) return frame;
  }
}

std::vector<RawHttp2::Frame> RawHttp2::read_all() {
  std::vector<Frame> out;
  while (auto frame = read()) out.push_back(std::move(*frame));
  return out;
}

std::uint32_t error_of(const RawHttp2::Frame& frame) {
  const std::size_t offset = frame.type == RawHttp2::goaway ? 4 : 0;
  return read_number(std::string_view(frame.payload).substr(offset, 4));
}

}  // namespace tradelane::test
