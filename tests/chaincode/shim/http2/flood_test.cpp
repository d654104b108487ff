// SPDX-License-Identifier: Apache-2.0
// What an end can do that means no good: memory stays bounded, streams that are open are served,
// and new ones are accepted afterwards (reliability.md 3.2 and 3.3).
#include <doctest/doctest.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/http2/client.hpp"
#include "chaincode/shim/http2/grpc_frame.hpp"
#include "tests/chaincode/shim/http2/attacks.hpp"
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
  explicit Bystander(std::uint16_t port, std::shared_ptr<TlsSource> tls = nullptr)
      : client_(thread_, {.port = port, .path = test::echo_path, .tls = std::move(tls)}, {}, {},
                stream_.accept(), stream_.ended(), log_) {
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
  REQUIRE(good.send(RawHttp2::hello() + test::repeat(RawHttp2::frame(ping), 4)));
  for (int i = 0; i < 4; ++i) CHECK(good.read_until(RawHttp2::ping)->flags == RawHttp2::ack);
  RawHttp2 bad(echo.port());
  REQUIRE(bad.send(RawHttp2::hello() + test::repeat(RawHttp2::frame(ping), 5)));
  CHECK(goodbye(bad) == enhance_your_calm);
}

TEST_CASE("flood: what comes behind it in the same packet is not looked at, however wrong it is") {
  const auto wrong = [](std::uint8_t type, std::uint32_t stream, const Bytes& payload) {
    return RawHttp2::frame({.type = type, .stream = stream, .payload = payload});
  };
  const Bytes wrong_frames[] = {
      wrong(RawHttp2::ping, 0, "1234"),       wrong(RawHttp2::settings, 0, "1"),
      wrong(RawHttp2::window_update, 1, "1"), wrong(RawHttp2::rst_stream, 1, "1"),
      wrong(RawHttp2::priority, 1, "1"),      wrong(RawHttp2::goaway, 0, "1"),
      wrong(RawHttp2::data, 0, "x"),          wrong(RawHttp2::headers, 0, "x"),
      wrong(RawHttp2::continuation, 1, "x"),  wrong(RawHttp2::data, 1, Bytes(20'000, 'x')),
      RawHttp2::request(2, test::echo_path),  Bytes(100, '\xff')};
  const RawHttp2::Frame floods[] = {
      ping,
      {.type = RawHttp2::data, .stream = 1},
      {.type = RawHttp2::window_update, .stream = 1, .payload = RawHttp2::number(1)}};
  EchoServer echo(nullptr, {.idle_frames = 10});
  for (const Bytes& frame : wrong_frames)
    for (const RawHttp2::Frame& flood : floods) {
      CAPTURE(to_hex(frame.substr(0, 9)));
      CAPTURE(static_cast<int>(flood.type));
      RawHttp2 client(echo.port());
      REQUIRE(client.send(RawHttp2::hello() + RawHttp2::request(1, test::echo_path) +
                          test::repeat(RawHttp2::frame(flood), 20) + frame +
                          RawHttp2::request(3, test::echo_path)));
      const auto last = client.read_until(RawHttp2::goaway);
      REQUIRE(last);
      CHECK(test::error_of(*last) == enhance_your_calm);
    }
  Bystander after(echo.port());
  CHECK(after.is_served());
}

TEST_CASE("flood: a stream that works earns the frames that come with it") {
  EchoServer echo(nullptr, {.idle_frames = 10});
  RawHttp2 client(echo.port());
  REQUIRE(client.send(RawHttp2::hello() + RawHttp2::request(1, test::echo_path)));
  const Bytes update =
      RawHttp2::frame({.type = RawHttp2::window_update, .payload = RawHttp2::number(10)});
  for (int i = 0; i < 100; ++i) {
    REQUIRE(client.send(test::repeat(update, 2) + RawHttp2::frame(ping) + message_frame(1, "a")));
    REQUIRE(client.read_until(RawHttp2::data));
  }
}

TEST_CASE("flood: every attack is cut off, nobody else notices, and nothing is left of it") {
  for (const test::Attack& attack : test::attacks()) {
    CAPTURE(attack.name);
    EchoServer echo;
    survives(echo, [&] { attack.run(echo.port()); });
    CHECK(test::eventually([&] { return echo.server.streams() == 0; }));
  }
}

TEST_CASE("flood: handshakes that are begun and never ended") {
  const test::TlsParty party;
  EchoServer echo(party.server_source(),
                  {.connections_per_address = 200, .handshake = std::chrono::seconds(1)});
  Bystander before(echo.port(), party.client_source());
  REQUIRE(before.is_served());
  std::vector<RawHttp2> half_open;
  for (int i = 0; i < 150; ++i) {
    half_open.emplace_back(echo.port());
    // A record of a ClientHello that has five hundred bytes, and the first of them.
    REQUIRE(half_open.back().send(Bytes("\x16\x03\x01\x01\xf4\x01\x00", 7)));
  }
  CHECK(before.is_served());
  for (RawHttp2& one : half_open) one.read_all();
  CHECK(before.is_served());
  Bystander after(echo.port(), party.client_source());
  CHECK(after.is_served());
  CHECK(test::eventually([&] { return echo.server.connections() == 2; }));
}

TEST_CASE("flood: as many slow readers as one address may have") {
  constexpr std::size_t window = 200'000;
  constexpr std::size_t readers = 14;
  EchoServer echo(nullptr, {.message_bytes = 10'000,
                            .queued_bytes = window / 2,
                            .window_bytes = window,
                            .stalled = std::chrono::milliseconds(1)});
  survives(echo, [&] {
    // They let the server send nothing, and send all that it takes.
    const Bytes deaf = Bytes("\0\4", 2) + RawHttp2::number(0);
    std::vector<RawHttp2> slow;
    for (std::size_t i = 0; i < readers; ++i) {
      slow.emplace_back(echo.port());
      REQUIRE(slow.back().send(
          RawHttp2::magic + RawHttp2::frame({.type = RawHttp2::settings, .payload = deaf}) +
          RawHttp2::accept_settings() + RawHttp2::request(1, test::echo_path)));
      for (int k = 0; k < 19; ++k)
        REQUIRE(slow.back().send(message_frame(1, std::string(10'000, 'x'))));
      CHECK(echo.server.assembled_bytes() <= readers * window);
    }
    for (RawHttp2& one : slow) CHECK(one.read_until(RawHttp2::rst_stream));
  });
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
