// SPDX-License-Identifier: Apache-2.0
// What an end can do that means no good: memory stays bounded, streams that are open are served,
// and new ones are accepted afterwards (reliability.md 3.2 and 3.3).
#include <doctest/doctest.h>

#include "chaincode/shim/http2/client.hpp"
#include "chaincode/shim/http2/grpc_frame.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http2.hpp"
#include "tests/support/recorded_stream.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;
using test::EchoServer;
using test::RawHttp2;

namespace {

constexpr std::uint32_t enhance_your_calm = 11;

/// A well behaved client of the same server, before, while and after somebody else misbehaves.
class Bystander {
 public:
  explicit Bystander(std::uint16_t port)
      : client_(thread_, {.port = port, .path = test::echo_path}, {}, {}, stream_.accept(),
                stream_.ended(), log_) {
    thread_.start();
    client_.start();
  }
  /// The stream is open, and what is said comes back.
  bool is_served() {
    stream_.wait([&] { return stream_.opened > 0 || !stream_.endings.empty(); });
    stream_.send("ping");
    return stream_.wait_for_messages(++said_);
  }

 private:
  Log log_{2, LogLevel::error};
  test::RecordedStream stream_;
  IoThread thread_;
  Client client_;
  std::size_t said_ = 0;
};

/// Somebody is served all along, and somebody new is afterwards.
template <class Attack>
void survives(EchoServer& echo, Attack attack) {
  Bystander before(echo.port());
  REQUIRE(before.is_served());
  attack();
  CHECK(before.is_served());
  Bystander after(echo.port());
  CHECK(after.is_served());
  CHECK(echo.server.assembled_bytes() == 0);
}

/// What the last GOAWAY said; absent when there was none before the connection was closed.
std::optional<std::uint32_t> goodbye(RawHttp2& client) {
  std::optional<std::uint32_t> out;
  for (const auto& frame : client.read_all())
    if (frame.type == RawHttp2::goaway) out = test::error_of(frame);
  return out;
}

/// Sends `piece` until the other end has had enough; how many bytes it took.
std::size_t send_for_ever(RawHttp2& client, const Bytes& piece, std::size_t most) {
  std::size_t sent = 0;
  while (sent < most && client.send(piece)) sent += piece.size();
  return sent;
}

Bytes repeat(const Bytes& piece, std::size_t count) {
  Bytes out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

Bytes message_frame(std::uint32_t stream, std::string_view message, std::uint8_t flags = 0) {
  return RawHttp2::frame({.type = RawHttp2::data,
                          .flags = flags,
                          .stream = stream,
                          .payload = frame_message(message)});
}

const RawHttp2::Frame ping{.type = RawHttp2::ping, .payload = "12345678"};

}  // namespace

TEST_CASE("flood: frames without payload, at the limit and one above, in one packet") {
  EchoServer echo(nullptr, {.idle_frames = 5});
  // The preface has one of the five.
  RawHttp2 good(echo.port());
  REQUIRE(good.send(RawHttp2::hello() + repeat(RawHttp2::frame(ping), 4)));
  for (int i = 0; i < 4; ++i) CHECK(good.read_until(RawHttp2::ping)->flags == RawHttp2::ack);
  RawHttp2 bad(echo.port());
  REQUIRE(bad.send(RawHttp2::hello() + repeat(RawHttp2::frame(ping), 5)));
  CHECK(goodbye(bad) == enhance_your_calm);
}

TEST_CASE("flood: a stream that works earns the frames that come with it") {
  EchoServer echo(nullptr, {.idle_frames = 10});
  RawHttp2 client(echo.port());
  REQUIRE(client.send(RawHttp2::hello() + RawHttp2::request(1, test::echo_path)));
  const Bytes update =
      RawHttp2::frame({.type = RawHttp2::window_update, .payload = RawHttp2::number(10)});
  for (int i = 0; i < 100; ++i) {
    REQUIRE(client.send(repeat(update, 2) + RawHttp2::frame(ping) + message_frame(1, "a")));
    REQUIRE(client.read_until(RawHttp2::data));
  }
}

TEST_CASE("flood: every kind of frame without payload is cut off, and nobody else notices") {
  const auto window_update = [](std::uint32_t stream) {
    return RawHttp2::frame(
        {.type = RawHttp2::window_update, .stream = stream, .payload = RawHttp2::number(1)});
  };
  struct Row {
    const char* name;
    Bytes piece;
  };
  const Row rows[] = {
      {"SETTINGS", RawHttp2::frame({.type = RawHttp2::settings})},
      {"PING", RawHttp2::frame(ping)},
      {"PING answers",
       RawHttp2::frame({.type = RawHttp2::ping, .flags = RawHttp2::ack, .payload = "12345678"})},
      {"PRIORITY",
       RawHttp2::frame(
           {.type = RawHttp2::priority, .stream = 3, .payload = RawHttp2::number(1) + "\x10"})},
      {"WINDOW_UPDATE of the connection", window_update(0)},
      {"WINDOW_UPDATE of a stream", window_update(1)},
      {"empty DATA", RawHttp2::frame({.type = RawHttp2::data, .stream = 1})},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    EchoServer echo;
    survives(echo, [&] {
      RawHttp2 client(echo.port());
      REQUIRE(client.send(RawHttp2::hello() + RawHttp2::request(1, test::echo_path)));
      REQUIRE(client.read_until(RawHttp2::headers));
      constexpr std::size_t most = 64 * 1024 * 1024;
      CHECK(send_for_ever(client, repeat(row.piece, 1000), most) < most);
    });
  }
}

TEST_CASE("flood: a hundred thousand rapid resets") {
  std::atomic<std::size_t> opened = 0;
  Log log{2, LogLevel::error};
  const auto accept = [&](Outlet& outlet, const Remote&, Loop&) {
    ++opened;
    return std::make_unique<test::Echo>(outlet);
  };
  Server server(test::one(nullptr, accept), test::echo_path, {}, log);
  REQUIRE(server.start().ok());
  Bystander before(server.port());
  REQUIRE(before.is_served());
  constexpr std::uint32_t all = 100'000;
  constexpr std::uint32_t of_one_packet = 100;
  for (std::uint32_t sent = 0; sent < all;) {
    RawHttp2 client(server.port());
    bool is_open = client.send(RawHttp2::hello());
    for (std::uint32_t id = 1; is_open && sent < all; sent += of_one_packet) {
      Bytes packet;
      for (std::uint32_t i = 0; i < of_one_packet; ++i, id += 2)
        packet += RawHttp2::request(id, test::echo_path) +
                  RawHttp2::frame(
                      {.type = RawHttp2::rst_stream, .stream = id, .payload = RawHttp2::number(8)});
      is_open = client.send(packet);
    }
  }
  CHECK(before.is_served());
  Bystander after(server.port());
  CHECK(after.is_served());
  CHECK(test::eventually([&] { return server.streams() == 2; }));
  CHECK(server.assembled_bytes() == 0);
}

TEST_CASE("flood: a header block without end is cut off early") {
  EchoServer echo;
  struct Row {
    const char* name;
    Bytes begin;
  };
  // The value of a field that says it has four hundred million bytes.
  const Bytes endless = Bytes("\0\4name\x7f", 7) + "\x81\x86\xdf\xbe\x01";
  const Row rows[] = {{"many fields", RawHttp2::field("a", "b")}, {"one value", endless}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    survives(echo, [&] {
      RawHttp2 client(echo.port());
      REQUIRE(client.send(
          RawHttp2::hello() +
          RawHttp2::frame({.type = RawHttp2::headers, .stream = 1, .payload = row.begin})));
      const Bytes piece = RawHttp2::frame({.type = RawHttp2::continuation,
                                           .stream = 1,
                                           .payload = repeat(RawHttp2::field("a", "b"), 3000)});
      constexpr std::size_t most = 64 * 1024 * 1024;
      CHECK(send_for_ever(client, piece, most) < most);
    });
  }
}

TEST_CASE("flood: what is being received is bounded for all connections together") {
  EchoServer echo(nullptr, {.assembled_bytes = 1'000'000});
  survives(echo, [&] {
    RawHttp2 first(echo.port());
    RawHttp2 second(echo.port());
    const Bytes begun = frame_message(std::string(600'000, 'x')).substr(0, 550'000);
    const auto begin_message = [&](RawHttp2& client) {
      REQUIRE(client.send(RawHttp2::hello() + RawHttp2::accept_settings() +
                          RawHttp2::request(1, test::echo_path)));
      for (std::size_t at = 0; at < begun.size(); at += 16'384)
        REQUIRE(client.send(RawHttp2::frame(
            {.type = RawHttp2::data, .stream = 1, .payload = begun.substr(at, 16'384)})));
    };
    begin_message(first);
    CHECK(test::eventually([&] { return echo.server.assembled_bytes() == 550'000 - 5; }));
    begin_message(second);
    // The one that made it too much is refused, and its bytes are forgotten.
    std::optional<RawHttp2::Frame> last;
    for (auto frame = second.read(); frame && frame->type != RawHttp2::rst_stream;
         frame = second.read())
      last = frame;
    REQUIRE(last);
    CHECK(last->type == RawHttp2::headers);
    CHECK(test::eventually([&] { return echo.server.assembled_bytes() == 550'000 - 5; }));
  });
}
