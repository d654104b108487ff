// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/http2/connection.cpp chaincode/shim/http2/acceptor.cpp
// The life of connections: deadlines, pings, limits of how many, several listeners and threads, and
// the end.
#include <future>
#include <set>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include "chaincode/shim/http2/client.hpp"
#include "chaincode/shim/http2/grpc_frame.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http2.hpp"
#include "tests/support/recorded_stream.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;
using std::chrono::hours;
using std::chrono::milliseconds;
using test::EchoServer;
using test::RawHttp2;
using test::RecordedStream;

namespace {

const RawHttp2::Frame ping{.type = RawHttp2::ping, .payload = "12345678"};

Bytes message(std::string_view text, std::uint8_t flags = 0) {
  return RawHttp2::frame(
      {.type = RawHttp2::data, .flags = flags, .stream = 1, .payload = frame_message(text)});
}

bool is_closed_by_server(RawHttp2& client) {
  client.read_all();  // throws when the end does not come
  return true;
}

/// Opens stream 1 and waits for its answer.
bool opens(RawHttp2& client) {
  return client.send(RawHttp2::hello() + RawHttp2::request(1, test::echo_path)) &&
         client.read_until(RawHttp2::headers).has_value();
}

bool is_served(RawHttp2& client) {
  return client.send(message("a")) && client.read_until(RawHttp2::data).has_value();
}

/// A server whose log can be read.
struct LoggedEcho {
  test::TempFolder folder;
  int file = ::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  Log log{file};
  std::unique_ptr<Server> server;

  explicit LoggedEcho(const Limits& limits, std::shared_ptr<TlsSource> tls = nullptr) {
    const auto accept = [](Outlet& outlet, const Remote&, Loop&) {
      return std::make_unique<test::Echo>(outlet);
    };
    server =
        std::make_unique<Server>(test::one(std::move(tls), accept), test::echo_path, limits, log);
    REQUIRE(server->start().ok());
  }
  ~LoggedEcho() {
    server->stop();
    ::close(file);
  }
  bool says(const std::string& text) const {
    return test::eventually([&] { return folder.read("log").find(text) != std::string::npos; });
  }
};

}  // namespace

TEST_CASE("deadline: from TCP to HTTP/2, however far somebody has come") {
  LoggedEcho plain({.handshake = milliseconds(1), .first_stream = hours(1)});
  for (const Bytes& begun : {Bytes(), Bytes("PRI * HTTP"), Bytes(RawHttp2::magic)}) {
    CAPTURE(begun);
    RawHttp2 client(plain.server->port());
    client.send(begun);
    CHECK(is_closed_by_server(client));
  }
  CHECK(plain.says("no handshake in time"));
  const test::TlsParty party;
  LoggedEcho tls({.handshake = milliseconds(1), .first_stream = hours(1)}, party.server_source());
  for (const Bytes& begun : {Bytes(), Bytes("\x16\x03\x01\x02", 4)}) {
    RawHttp2 client(tls.server->port());
    client.send(begun);
    CHECK(is_closed_by_server(client));
  }
  CHECK(tls.says("no handshake in time"));
}

TEST_CASE("handshake: an end that asks for no protocol is let go at once, by either end") {
  const test::TlsParty party;
  LoggedEcho echo({.handshake = hours(1), .first_stream = hours(1)}, party.server_source());
  const auto tls = party.client_source();
  SSL_CTX_set_alpn_protos(tls->context().get(), nullptr, 0);
  RecordedStream stream;
  IoThread thread;
  Client client(thread, {.port = echo.server->port(), .path = test::echo_path, .tls = tls},
                {.handshake = hours(1), .first_stream = hours(1)}, {}, stream.accept(),
                stream.ended(), echo.log);
  thread.start();
  client.start();
  REQUIRE(stream.wait([&] { return !stream.endings.empty(); }));
  CHECK(stream.endings.front().message.find("ALPN") != std::string::npos);
  CHECK(echo.says("ALPN h2"));
}

TEST_CASE("certificate: a new one is shown to new connections, and open streams live on") {
  const test::TempFolder folder;
  const test::TlsParty party;
  const auto put = [&](const test::Pair& pair) {
    folder.write("tls.key", pair.key);
    folder.write("tls.crt", pair.certificate);
  };
  put(party.server);
  folder.write("ca.crt", party.authority.certificate_pem());
  Log log{2, LogLevel::error};
  const auto source = *TlsSource::from_files(TlsRole::server,
                                             {.certificate_chain = folder.file("tls.crt"),
                                              .private_key = folder.file("tls.key"),
                                              .roots = folder.file("ca.crt")},
                                             log);
  EchoServer echo(source);
  struct Caller {
    RecordedStream stream;
    IoThread thread;
    Client client;
    Caller(std::uint16_t port, std::shared_ptr<TlsSource> tls, Log& sink)
        : client(thread, {.port = port, .path = test::echo_path, .tls = std::move(tls)}, {}, {},
                 stream.accept(), stream.ended(), sink) {
      thread.start();
      client.start();
    }
    bool is_served() {
      if (!stream.wait([&] { return stream.opened == 1; })) return false;
      const std::size_t before = stream.messages.size();
      stream.send("a");
      return stream.wait_for_messages(before + 1);
    }
  };
  Caller old(echo.port(), party.client_source(), log);
  REQUIRE(old.is_served());
  const auto before = source->context();
  put(test::issue_pair(party.authority, "another"));
  CHECK(test::eventually([&] { return source->context() != before; }));
  Caller young(echo.port(), party.client_source(), log);
  CHECK(young.is_served());
  CHECK(young.stream.fingerprint != old.stream.fingerprint);
  CHECK(old.is_served());
}

TEST_CASE("deadline: from TCP to the first stream that is served") {
  LoggedEcho echo({.handshake = hours(1), .first_stream = milliseconds(1)});
  RawHttp2 silent(echo.server->port());
  REQUIRE(silent.send(RawHttp2::hello()));
  CHECK(is_closed_by_server(silent));
  RawHttp2 elsewhere(echo.server->port());
  elsewhere.send(RawHttp2::hello() + RawHttp2::request(1, "/other"));
  CHECK(is_closed_by_server(elsewhere));
  CHECK(echo.says("no stream in time"));
}

TEST_CASE("deadline: a connection with a stream stays, one without is ended after a while") {
  EchoServer echo(nullptr, {.first_stream = milliseconds(1), .without_stream = milliseconds(300)});
  RawHttp2 open(echo.port());
  // The first tick may come before it has its stream.
  while (!opens(open)) open = RawHttp2(echo.port());
  RawHttp2 done(echo.port());
  while (!opens(done)) done = RawHttp2(echo.port());
  REQUIRE(done.send(message("bye")));
  CHECK(is_closed_by_server(done));
  CHECK(is_served(open));
}

TEST_CASE("ping: answered at once, in any number that is no flood") {
  EchoServer echo;
  RawHttp2 client(echo.port());
  REQUIRE(opens(client));
  for (int i = 0; i < 100; ++i) {
    REQUIRE(client.send(RawHttp2::frame(ping)));
    const auto answer = client.read_until(RawHttp2::ping);
    REQUIRE(answer);
    CHECK(answer->flags == RawHttp2::ack);
    CHECK(answer->payload == ping.payload);
  }
}

TEST_CASE("ping: a silent client is asked whether it is there; without an answer it is not") {
  EchoServer echo(nullptr, {.ping_interval = milliseconds(1), .ping_timeout = hours(1)});
  RawHttp2 alive(echo.port());
  REQUIRE(opens(alive));
  for (int i = 0; i < 2; ++i) {
    const auto asked = alive.read_until(RawHttp2::ping);
    REQUIRE(asked);
    REQUIRE(alive.send(RawHttp2::frame(
        {.type = RawHttp2::ping, .flags = RawHttp2::ack, .payload = asked->payload})));
  }
  CHECK(is_served(alive));
  EchoServer strict(nullptr, {.ping_interval = milliseconds(1), .ping_timeout = milliseconds(1)});
  RawHttp2 gone(strict.port());
  REQUIRE(opens(gone));
  CHECK(is_closed_by_server(gone));
  CHECK(test::eventually([&] { return strict.server.streams() == 0; }));
}

TEST_CASE("limits: connections of one address and streams of one connection, one above each") {
  LoggedEcho echo({.streams = 2, .connections_per_address = 2});
  RawHttp2 first(echo.server->port());
  RawHttp2 second(echo.server->port());
  REQUIRE(opens(first));
  REQUIRE(opens(second));
  RawHttp2 third(echo.server->port());
  CHECK(is_closed_by_server(third));
  CHECK(echo.says("connections_refused"));
  // Whoever has not accepted our SETTINGS may not know of the limit; whoever has breaks the rules.
  REQUIRE(first.send(RawHttp2::request(3, test::echo_path)));
  CHECK(first.read_until(RawHttp2::headers)->stream == 3);
  REQUIRE(first.send(RawHttp2::request(5, test::echo_path)));
  const auto refused = first.read_until(RawHttp2::rst_stream);
  REQUIRE(refused);
  CHECK(refused->stream == 5);
  constexpr std::uint32_t refused_stream = 7;
  CHECK(test::error_of(*refused) == refused_stream);
  REQUIRE(first.send(RawHttp2::accept_settings() + RawHttp2::request(7, test::echo_path)));
  const auto goodbye = first.read_until(RawHttp2::goaway);
  REQUIRE(goodbye);
  constexpr std::uint32_t protocol_error = 1;
  CHECK(test::error_of(*goodbye) == protocol_error);
  { const RawHttp2 leaves = std::move(second); }
  CHECK(test::eventually([&] {
    RawHttp2 again(echo.server->port());
    return opens(again);
  }));
}

TEST_CASE("limits: header fields, at the limit and one above") {
  // What the request of these tests has, as RFC 9113 6.5.2 counts it, and one field more.
  std::size_t base = 0;
  for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
           {":method", "POST"},
           {":scheme", "http"},
           {":path", test::echo_path},
           {":authority", "test"},
           {"content-type", "application/grpc"},
           {"te", "trailers"}})
    base += name.size() + value.size() + 32;
  EchoServer echo(nullptr, {.header_bytes = base + 32 + 10});
  RawHttp2 good(echo.port());
  REQUIRE(good.send(RawHttp2::hello() +
                    RawHttp2::request(1, test::echo_path, RawHttp2::field("x", "123456789"))));
  REQUIRE(good.read_until(RawHttp2::headers));
  CHECK(is_served(good));
  RawHttp2 bad(echo.port());
  REQUIRE(bad.send(RawHttp2::hello() +
                   RawHttp2::request(1, test::echo_path, RawHttp2::field("x", "1234567890"))));
  const auto end = bad.read_until(RawHttp2::rst_stream);
  REQUIRE(end);
  CHECK(test::error_of(*end) == 0);
  CHECK(echo.server.streams() == 1);
}

TEST_CASE("batch: messages of one packet are one batch, and leave as one") {
  RecordedStream record;
  Log log{2, LogLevel::error};
  Server server(test::one(nullptr, record.accept()), test::echo_path, {}, log);
  REQUIRE(server.start().ok());
  RawHttp2 client(server.port());
  Bytes all = RawHttp2::hello() + RawHttp2::request(1, test::echo_path);
  for (int i = 0; i < 100; ++i) all += message("m");
  REQUIRE(client.send(all));
  CHECK(record.wait_for_messages(100));
  CHECK(record.wait([&] { return record.batches == 1; }));
  // What two tasks send leaves in one frame: they were posted together.
  record.use([&record](Outlet&) {
    record.send("x");
    record.send("y");
  });
  const auto frame = client.read_until(RawHttp2::data);
  REQUIRE(frame);
  CHECK(frame->payload == frame_message("x") + frame_message("y"));
}

TEST_CASE("stream: what its user throws ends it as INTERNAL, and nothing else") {
  Log quiet{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  class Thrower : public test::Echo {
   public:
    using Echo::Echo;
    void received(Bytes text) override {
      if (text == "throw") throw std::runtime_error("as told");
      if (text == "throw something") throw 1;
      Echo::received(std::move(text));
    }
    void closed() override { throw std::runtime_error("in the end, too"); }
  };
  const auto accept = [](Outlet& outlet, const Remote& remote, Loop&) {
    if (remote.address.empty()) throw std::runtime_error("never");
    return std::make_unique<Thrower>(outlet);
  };
  Server server(test::one(nullptr, accept), test::echo_path, {}, quiet);
  REQUIRE(server.start().ok());
  for (const char* text : {"throw", "throw something"}) {
    RecordedStream stream;
    IoThread thread;
    Client client(thread, {.port = server.port(), .path = test::echo_path}, {}, {}, stream.accept(),
                  stream.ended(), quiet);
    thread.start();
    client.start();
    REQUIRE(stream.wait([&] { return stream.opened == 1; }));
    stream.send("fine");
    stream.send(text);
    REQUIRE(stream.wait([&] { return stream.endings.size() == 1; }));
    CHECK(stream.endings.front().status == Status::internal);
    CHECK(stream.messages == std::vector<std::string>{"fine"});
  }
}

TEST_CASE("server: several listeners, each with its own users, and several threads") {
  Log log{2, LogLevel::error};
  std::mutex seen_lock;
  std::set<std::thread::id> seen;
  const auto naming = [&](const std::string& name) {
    return [&, name](Outlet& outlet, const Remote&, Loop&) {
      {
        const std::lock_guard lock(seen_lock);
        seen.insert(std::this_thread::get_id());
      }
      outlet.send(name);
      return std::make_unique<test::Echo>(outlet);
    };
  };
  Server server({{.accept = naming("one")}, {.accept = naming("two")}}, test::echo_path, {}, log,
                3);
  REQUIRE(server.start().ok());
  CHECK(server.port(0) != server.port(1));
  std::vector<RawHttp2> clients;
  for (int i = 0; i < 3; ++i)
    for (const std::size_t listener : {0U, 1U}) {
      RawHttp2& client = clients.emplace_back(server.port(listener));
      REQUIRE(opens(client));
      const auto first = client.read_until(RawHttp2::data);
      REQUIRE(first);
      CHECK(first->payload == frame_message(listener == 0 ? "one" : "two"));
    }
  CHECK(server.streams() == 6);
  CHECK(server.connections() == 6);
  CHECK(seen.size() == 3);
  for (RawHttp2& client : clients) CHECK(is_served(client));
  CHECK(server.probe().ok());
}

TEST_CASE("drain: streams go on, new ones and new connections do not, and the last one closes") {
  EchoServer echo;
  RawHttp2 client(echo.port());
  REQUIRE(opens(client));
  RawHttp2 idle(echo.port());
  REQUIRE(idle.send(RawHttp2::hello()));
  REQUIRE(idle.read_until(RawHttp2::settings));
  echo.server.drain();
  // First a warning that names no stream, then the last one that is served.
  CHECK(client.read_until(RawHttp2::goaway)->payload.substr(0, 4) == RawHttp2::number(0x7fffffff));
  CHECK(is_served(client));
  CHECK(client.read_until(RawHttp2::goaway)->payload.substr(0, 4) == RawHttp2::number(1));
  CHECK(is_closed_by_server(idle));
  RawHttp2 late(echo.port());
  CHECK(is_closed_by_server(late));
  REQUIRE(client.send(RawHttp2::request(3, test::echo_path)));
  CHECK(is_served(client));
  CHECK(echo.server.streams() == 1);
  REQUIRE(client.send(message("bye")));
  CHECK(is_closed_by_server(client));
  CHECK(test::eventually([&] { return echo.server.connections() == 0; }));
}

TEST_CASE("drain: a client is not disturbed, and ends as it would") {
  EchoServer echo;
  Log log{2, LogLevel::error};
  RecordedStream stream;
  IoThread thread;
  Client client(thread, {.port = echo.port(), .path = test::echo_path}, {}, {}, stream.accept(),
                stream.ended(), log);
  thread.start();
  client.start();
  REQUIRE(stream.wait([&] { return stream.opened == 1; }));
  echo.server.drain();
  RawHttp2 late(echo.port());
  CHECK(is_closed_by_server(late));
  stream.send("a");
  CHECK(stream.wait_for_messages(1));
  stream.use([](Outlet& outlet) { outlet.finish(Status::ok, ""); });
  REQUIRE(stream.wait([&] { return stream.endings.size() == 1; }));
  CHECK(stream.endings.front().status == Status::ok);
}

TEST_CASE(
    "probe: a listener answers, under TLS without a certificate; a thread that hangs does not") {
  const test::TlsParty party;
  LoggedEcho tls({.connections = 0}, party.server_source());
  CHECK(tls.server->probe().ok());
  EchoServer plain(nullptr, {.connections = 0});
  CHECK(plain.server.probe().ok());

  RecordedStream record;
  Server stuck(test::one(party.server_source(), record.accept()), test::echo_path, {}, plain.log);
  REQUIRE(stuck.start().ok());
  RecordedStream caller;
  IoThread thread;
  Client client(thread,
                {.port = stuck.port(), .path = test::echo_path, .tls = party.client_source()}, {},
                {}, caller.accept(), caller.ended(), plain.log);
  thread.start();
  client.start();
  REQUIRE(record.wait([&] { return record.opened == 1; }));
  std::promise<void> release;
  auto released = release.get_future().share();
  record.use([released](Outlet&) { released.wait(); });
  const auto answered = stuck.probe(milliseconds(50));
  release.set_value();
  REQUIRE_FALSE(answered.ok());
  CHECK(answered.error().detail.find("it accepts, and does not speak") != std::string::npos);
  CHECK(stuck.probe().ok());
  stuck.stop();
  CHECK(stuck.probe().error().detail.find("no answer on 127.0.0.1:") != std::string::npos);
  tls.server->stop();
  CHECK(tls.folder.read("log").find("tls_refused") == std::string::npos);
}
