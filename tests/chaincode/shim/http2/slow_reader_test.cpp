// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/http2/grpc_stream.cpp
// An end that does not read, or not yet: what waits for it is bounded, and nothing is lost.
#include <doctest/doctest.h>

#include "chaincode/shim/http2/grpc_frame.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http2.hpp"
#include "tests/support/recorded_stream.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;
using std::chrono::milliseconds;
using test::RawHttp2;

namespace {

constexpr std::uint32_t enhance_your_calm = 11;

/// Says everything back, and counts what it was given.
struct CountingEcho {
  std::atomic<std::size_t> received = 0;
  Log log{2, LogLevel::error};
  std::unique_ptr<Server> server;

  explicit CountingEcho(const Limits& limits) {
    class User : public test::Echo {
     public:
      User(Outlet& outlet, std::atomic<std::size_t>& count) : Echo(outlet), count_(count) {}
      void received(Bytes message) override {
        ++count_;
        Echo::received(std::move(message));
      }

     private:
      std::atomic<std::size_t>& count_;
    };
    const auto accept = [this](Outlet& outlet, const Remote&, Loop&) {
      return std::make_unique<User>(outlet, received);
    };
    server = std::make_unique<Server>(test::one(nullptr, accept), test::echo_path, limits, log);
    REQUIRE(server->start().ok());
  }
};

/// SETTINGS that let the server send no DATA on any stream.
Bytes deaf_hello() {
  const Bytes initial_window = Bytes("\0\4", 2) + RawHttp2::number(0);
  return RawHttp2::magic + RawHttp2::frame({.type = RawHttp2::settings, .payload = initial_window});
}

Bytes message(const std::string& text) {
  return RawHttp2::frame({.type = RawHttp2::data, .stream = 1, .payload = frame_message(text)});
}

/// Lets the server send so many bytes more, on stream 1 and on the connection.
Bytes window(std::uint32_t bytes) {
  const auto update = [bytes](std::uint32_t stream) {
    return RawHttp2::frame(
        {.type = RawHttp2::window_update, .stream = stream, .payload = RawHttp2::number(bytes)});
  };
  return update(0) + update(1);
}

/// The frames that come until a PING that is sent now is answered: all that came before it was
/// handled by then.
std::vector<RawHttp2::Frame> until_now(RawHttp2& client) {
  REQUIRE(client.send(RawHttp2::frame({.type = RawHttp2::ping, .payload = "now!now!"})));
  std::vector<RawHttp2::Frame> out;
  for (;;) {
    auto frame = client.read();
    REQUIRE(frame);
    if (frame->type == RawHttp2::ping) return out;
    out.push_back(std::move(*frame));
  }
}

/// The messages in the DATA of these frames and of what comes after, `count` of them.
std::vector<Bytes> messages_of(RawHttp2& client, const std::vector<RawHttp2::Frame>& frames,
                               std::size_t count) {
  MessageReader reader(1'000'000);
  std::vector<Bytes> out;
  const auto feed = [&](const RawHttp2::Frame& frame) {
    if (frame.type == RawHttp2::data)
      CHECK(reader.feed(frame.payload, out) == MessageReader::Verdict::ok);
  };
  for (const auto& frame : frames) feed(frame);
  while (out.size() < count) {
    const auto frame = client.read();
    REQUIRE(frame);
    feed(*frame);
  }
  return out;
}

}  // namespace

TEST_CASE("slow reader: nothing more is handed over above the bytes, and all of it comes later") {
  CountingEcho echo({.queued_bytes = 1000});
  RawHttp2 client(echo.server->port());
  Bytes all = deaf_hello() + RawHttp2::request(1, test::echo_path);
  std::vector<Bytes> sent;
  for (char c = 'a'; c < 'k'; ++c) {
    sent.emplace_back(250, c);
    all += message(sent.back());
  }
  REQUIRE(client.send(all));
  const auto before = until_now(client);
  // Four are a thousand bytes, which is the limit; the fifth is the one above, and the last.
  CHECK(echo.received == 5);
  REQUIRE(client.send(window(100'000)));
  CHECK(messages_of(client, before, 10) == sent);
  CHECK(echo.received == 10);
}

TEST_CASE("slow reader: nor above the number of messages, counted after writing") {
  CountingEcho echo({.queued_messages = 4});
  RawHttp2 client(echo.server->port());
  const auto many = [](std::size_t count) {
    Bytes out;
    for (std::size_t i = 0; i < count; ++i) out += message("m");
    return out;
  };
  // A batch is never cut: what it answers might all leave at once.
  REQUIRE(client.send(deaf_hello() + RawHttp2::request(1, test::echo_path) + many(4)));
  auto before = until_now(client);
  CHECK(echo.received == 4);
  REQUIRE(client.send(many(1)));
  until_now(client);
  CHECK(echo.received == 5);
  REQUIRE(client.send(many(3)));
  until_now(client);
  CHECK(echo.received == 5);
  REQUIRE(client.send(window(100'000)));
  messages_of(client, before, 8);
  CHECK(echo.received == 8);
}

TEST_CASE("slow reader: its window is not given back while its messages are kept") {
  CountingEcho echo({.queued_bytes = 1000, .window_bytes = 100'000});
  RawHttp2 client(echo.server->port());
  const std::string text(2000, 't');
  REQUIRE(client.send(deaf_hello() + RawHttp2::accept_settings() +
                      RawHttp2::request(1, test::echo_path) + message(text)));
  until_now(client);
  for (int i = 0; i < 40; ++i) REQUIRE(client.send(message(text)));
  for (const auto& frame : until_now(client))
    CHECK_FALSE((frame.type == RawHttp2::window_update && frame.stream == 1));
  CHECK(echo.received == 1);
  CHECK(echo.server->assembled_bytes() == 40 * 2000);
  REQUIRE(client.send(window(1'000'000)));
  bool given_back = false;
  while (!given_back) {
    const auto frame = client.read();
    REQUIRE(frame);
    given_back = frame->type == RawHttp2::window_update && frame->stream == 1;
  }
}

TEST_CASE("slow reader: a stream whose window stays shut is reset, its connection goes on") {
  CountingEcho echo({.queued_bytes = 100, .stalled = milliseconds(1)});
  RawHttp2 client(echo.server->port());
  REQUIRE(client.send(deaf_hello() + RawHttp2::request(1, test::echo_path) +
                      message(std::string(101, 'x'))));
  const auto reset = client.read_until(RawHttp2::rst_stream);
  REQUIRE(reset);
  CHECK(test::error_of(*reset) == enhance_your_calm);
  until_now(client);
  CHECK(test::eventually([&] { return echo.server->streams() == 0; }));
}

TEST_CASE("slow reader: at the limit a stream may wait for as long as it likes") {
  CountingEcho echo({.queued_bytes = 100, .stalled = milliseconds(1)});
  RawHttp2 patient(echo.server->port());
  RawHttp2 greedy(echo.server->port());
  REQUIRE(patient.send(deaf_hello() + RawHttp2::request(1, test::echo_path) +
                       message(std::string(100, 'x'))));
  REQUIRE(patient.read_until(RawHttp2::headers));
  REQUIRE(greedy.send(deaf_hello() + RawHttp2::request(1, test::echo_path) +
                      message(std::string(101, 'x'))));
  REQUIRE(greedy.read_until(RawHttp2::rst_stream));
  REQUIRE(patient.send(window(1000)));
  CHECK(messages_of(patient, {}, 1).front().size() == 100);
}

TEST_CASE("slow reader: who does not even read from his socket loses the connection") {
  constexpr std::size_t window_bytes = 64'000'000;  // more than TCP keeps on the way
  CountingEcho echo(
      {.queued_bytes = 100'000, .window_bytes = window_bytes, .stalled = milliseconds(1)});
  RawHttp2 client(echo.server->port());
  // Its own window is open wide, so that TCP is what stops.
  const Bytes wide = Bytes("\0\4", 2) + RawHttp2::number(0x7fffffff);
  REQUIRE(client.send(RawHttp2::magic +
                      RawHttp2::frame({.type = RawHttp2::settings, .payload = wide})));
  REQUIRE(client.read_until(RawHttp2::settings));
  REQUIRE(client.send(
      RawHttp2::accept_settings() +
      RawHttp2::frame({.type = RawHttp2::window_update, .payload = RawHttp2::number(0x70000000)}) +
      RawHttp2::request(1, test::echo_path)));
  REQUIRE(test::eventually([&] { return echo.server->streams() == 1; }));
  // It keeps to the server's window: beyond that its stream would be reset, and nothing else.
  Bytes left;
  while (left.size() + 20'000 < window_bytes) left += message(std::string(10'000, 'x'));
  std::string_view unsent = left;
  CHECK(test::eventually([&] {
    unsent.remove_prefix(client.try_send(unsent));
    return echo.server->connections() == 0;
  }));
  CHECK(echo.server->streams() == 0);
  CHECK(echo.received < window_bytes / 10'000);
}

TEST_CASE("slow reader: who sends unasked above the limits and a message more is reset") {
  test::RecordedStream record;
  Log log{2, LogLevel::error};
  Server server(test::one(nullptr, record.accept()), test::echo_path,
                {.message_bytes = 1000, .queued_bytes = 1000}, log);
  REQUIRE(server.start().ok());
  RawHttp2 client(server.port());
  REQUIRE(client.send(deaf_hello() + RawHttp2::request(1, test::echo_path)));
  REQUIRE(client.read_until(RawHttp2::headers));
  std::atomic<std::size_t> queued = 0;
  record.use([&](Outlet& outlet) {
    outlet.send(std::string(1000, 'a'));
    outlet.send(std::string(1000, 'b'));
    queued = outlet.queued_bytes();
  });
  until_now(client);
  CHECK(queued == 2000);
  record.send("c");
  const auto reset = client.read_until(RawHttp2::rst_stream);
  REQUIRE(reset);
  CHECK(test::error_of(*reset) == enhance_your_calm);
  CHECK(record.wait([&] { return record.closes == 1; }));
}
