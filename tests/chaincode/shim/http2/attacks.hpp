// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/echo.hpp"
#include "tests/support/raw_http2.hpp"

/// What an end can do that means no good, against a server that says everything back.
namespace tradelane::test {

struct Attack {
  const char* name;
  /// Does it until the other end has had enough of it, and checks that it had.
  std::function<void(std::uint16_t port)> run;
};

inline Bytes repeat(const Bytes& piece, std::size_t count) {
  Bytes out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

/// Sends `piece` until the other end has closed, which it must soon.
inline void send_for_ever(RawHttp2& client, const Bytes& piece) {
  constexpr std::size_t most = 64 * 1024 * 1024;
  std::size_t sent = 0;
  while (sent < most && client.send(piece)) sent += piece.size();
  CHECK(sent < most);
}

/// Frames of one kind, on a connection with an open stream.
inline Attack flood(const char* name, const RawHttp2::Frame& frame) {
  return {name, [frame](std::uint16_t port) {
            RawHttp2 client(port);
            REQUIRE(client.send(RawHttp2::hello() + RawHttp2::request(1, echo_path)));
            REQUIRE(client.read_until(RawHttp2::headers));
            send_for_ever(client, repeat(RawHttp2::frame(frame), 1000));
          }};
}

/// A block of header fields that is begun with `begin` and goes on in CONTINUATION.
inline Attack endless_headers(const char* name, const Bytes& begin) {
  return {name, [begin](std::uint16_t port) {
            RawHttp2 client(port);
            REQUIRE(client.send(
                RawHttp2::hello() +
                RawHttp2::frame({.type = RawHttp2::headers, .stream = 1, .payload = begin})));
            const Bytes fields = repeat(RawHttp2::field("a", "b"), 3000);
            send_for_ever(
                client,
                RawHttp2::frame({.type = RawHttp2::continuation, .stream = 1, .payload = fields}));
          }};
}

/// Streams that are opened and reset at once, a hundred thousand on as many connections as it
/// takes.
inline void reset_rapidly(std::uint16_t port) {
  constexpr std::uint32_t all = 100'000;
  constexpr std::uint32_t of_one_packet = 100;
  for (std::uint32_t sent = 0; sent < all;) {
    RawHttp2 client(port);
    bool is_open = client.send(RawHttp2::hello());
    for (std::uint32_t id = 1; is_open && sent < all; sent += of_one_packet) {
      Bytes packet;
      for (std::uint32_t i = 0; i < of_one_packet; ++i, id += 2)
        packet += RawHttp2::request(id, echo_path) +
                  RawHttp2::frame(
                      {.type = RawHttp2::rst_stream, .stream = id, .payload = RawHttp2::number(8)});
      is_open = client.send(packet);
    }
  }
}

inline std::vector<Attack> attacks() {
  // The value of a field that says it has four hundred million bytes.
  const Bytes one_value = Bytes("\0\4name\x7f", 7) + "\x81\x86\xdf\xbe\x01";
  return {
      flood("SETTINGS", {.type = RawHttp2::settings}),
      flood("PING", {.type = RawHttp2::ping, .payload = "12345678"}),
      flood("PING answers",
            {.type = RawHttp2::ping, .flags = RawHttp2::ack, .payload = "12345678"}),
      flood("PRIORITY",
            {.type = RawHttp2::priority, .stream = 3, .payload = RawHttp2::number(1) + "\x10"}),
      flood("WINDOW_UPDATE of the connection",
            {.type = RawHttp2::window_update, .payload = RawHttp2::number(1)}),
      flood("WINDOW_UPDATE of a stream",
            {.type = RawHttp2::window_update, .stream = 1, .payload = RawHttp2::number(1)}),
      flood("empty DATA", {.type = RawHttp2::data, .stream = 1}),
      endless_headers("many header fields", RawHttp2::field("a", "b")),
      endless_headers("one header field", one_value),
      {"rapid resets", reset_rapidly},
  };
}

}  // namespace tradelane::test
