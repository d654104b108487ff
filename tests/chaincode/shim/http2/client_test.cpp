// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/http2/client_connection.cpp chaincode/shim/http2/tls_pipe.cpp
// Tests also: chaincode/shim/http2/channel.cpp
// The client's end against our own server.
#include "chaincode/shim/http2/client.hpp"

#include <atomic>
#include <future>

#include <doctest/doctest.h>

#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/recorded_stream.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;
using test::EchoServer;
using test::RecordedStream;

namespace {

constexpr std::chrono::milliseconds longest{2};
constexpr Redial soon{.first = std::chrono::milliseconds(1), .longest = longest};

/// How often a client has dialled, and whom.
struct Dials {
  std::atomic<int> count = 0;
  std::vector<Address> found;
  std::function<std::vector<Address>(const std::string&, std::uint16_t)> resolve() {
    return [this](const std::string&, std::uint16_t) {
      ++count;
      return found;
    };
  }
};

/// A client on a thread of its own.
struct Caller {
  Log log{2, LogLevel::error};
  RecordedStream stream;
  IoThread thread;
  Client client;

  explicit Caller(Target target, std::optional<Redial> redial = {}, const Limits& limits = {})
      : client(thread, with_path(std::move(target)), limits, redial, stream.accept(),
               stream.ended(), log) {
    thread.start();
    client.start();
  }
  static Target with_path(Target target) {
    if (target.path.empty()) target.path = test::echo_path;
    return target;
  }
  bool is_open() {
    return stream.wait([&] { return stream.opened > 0; });
  }
  /// Returns when what was to be dialled again after a stream that has ended by now was dialled.
  void let_redial() {
    std::promise<void> is_over;
    thread.run([&] {
      thread.after(longest, [&] {
        // The other timers of the same tick come before those of the next.
        thread.after(std::chrono::milliseconds(0), [&] { is_over.set_value(); });
      });
    });
    is_over.get_future().wait();
  }
  Ending ending() {
    const bool has_ended = stream.wait([&] { return !stream.endings.empty(); });
    REQUIRE(has_ended);
    return stream.endings.back();
  }
};

}  // namespace

TEST_CASE("client: messages of every size come back, and an end that both agree on is OK") {
  EchoServer echo;
  Caller caller({.port = echo.port()});
  REQUIRE(caller.is_open());
  const std::vector<std::string> messages{"a", "", std::string(16'384, 'b'),
                                          std::string(5 * 1024 * 1024, 'c')};
  for (const auto& message : messages) caller.stream.send(message);
  CHECK(caller.stream.wait_for_messages(messages.size()));
  CHECK(caller.stream.messages == messages);
  caller.stream.use([](Outlet& outlet) { outlet.finish(Status::ok, ""); });
  const Ending ending = caller.ending();
  CHECK(ending.status == Status::ok);
  CHECK(ending.was_open);
  CHECK(caller.stream.closes == 1);
}

TEST_CASE("client: the server's status and text are reported") {
  EchoServer echo;
  Caller caller({.port = echo.port()});
  REQUIRE(caller.is_open());
  caller.stream.send("bye");
  const Ending ending = caller.ending();
  CHECK(ending.status == Status::failed_precondition);
  CHECK(ending.message == "100% \n done");
  Caller lost({.port = echo.port(), .path = "/test.Echo/Other"});
  CHECK(lost.ending().status == Status::unimplemented);
  CHECK(lost.ending().message == "no such method");
}

TEST_CASE("client: gives up a stream of its own will, with its own status") {
  EchoServer echo;
  Caller caller({.port = echo.port()});
  REQUIRE(caller.is_open());
  caller.stream.use([](Outlet& outlet) { outlet.finish(Status::aborted, "enough"); });
  CHECK(caller.ending().status == Status::aborted);
  CHECK(caller.ending().message == "enough");
}

TEST_CASE("client: without redial it says once that nobody listens") {
  // Port 1 is nobody's: no client is ever given it, and a free one might be by the next moment.
  Caller caller({.port = 1});
  const Ending ending = caller.ending();
  CHECK(ending.status == Status::unavailable);
  CHECK(ending.message == "Connection refused");
  CHECK_FALSE(ending.was_open);
  CHECK(caller.stream.opened == 0);
}

TEST_CASE("client: redials until somebody listens, and again when the server has gone") {
  const std::uint16_t port = test::free_ports(1);
  Caller caller({.port = port}, soon);
  CHECK(caller.stream.wait([&] { return caller.stream.endings.size() >= 2; }));
  Log log{2, LogLevel::error};
  const auto accept = [](Outlet& outlet, const Remote&, Loop&) {
    return std::make_unique<test::Echo>(outlet);
  };
  for (std::size_t opened = 1; opened <= 2; ++opened) {
    Server server({{.port = port, .accept = accept}}, test::echo_path, {}, log);
    REQUIRE(server.start().ok());
    CHECK(caller.stream.wait([&] { return caller.stream.opened >= opened; }));
    server.stop();
    CHECK(caller.stream.wait([&] { return caller.stream.closes >= opened; }));
  }
}

TEST_CASE("client: nothing is called after stop, and its user has been told") {
  EchoServer echo;
  Caller caller({.port = echo.port()}, Redial{});
  REQUIRE(caller.is_open());
  caller.client.stop();
  CHECK(caller.stream.closes == 1);
  CHECK(caller.stream.endings.empty());
}

TEST_CASE("client: once it drains an open stream goes on, and its end is not followed by another") {
  EchoServer echo;
  Dials dials{.found = {*Address::parse("127.0.0.1", echo.port())}};
  Caller caller({.resolve = dials.resolve()}, soon);
  REQUIRE(caller.is_open());
  caller.client.drain();
  caller.stream.send("a");
  CHECK(caller.stream.wait_for_messages(1));
  caller.stream.send("bye");
  CHECK(caller.ending().status == Status::failed_precondition);
  caller.let_redial();
  CHECK(dials.count == 1);
}

TEST_CASE("client: once it drains nobody is sought any more") {
  Dials dials{.found = {*Address::parse("127.0.0.1", 1)}};
  Caller caller({.resolve = dials.resolve()}, soon);
  CHECK(caller.stream.wait([&] { return caller.stream.endings.size() >= 2; }));
  caller.client.drain();
  int until_then = 0;
  caller.thread.run([&] { until_then = dials.count; });
  caller.let_redial();
  CHECK(dials.count == until_then);
}

TEST_CASE(
    "client: once it drains a stream that is not open yet is given up, and no other address "
    "tried") {
  EchoServer echo;
  const std::uint16_t port = test::free_ports(1);
  const Descriptor silent(test::listen_on(port));
  REQUIRE(silent);
  Dials dials{
      .found = {*Address::parse("127.0.0.1", port), *Address::parse("127.0.0.1", echo.port())}};
  Caller caller({.resolve = dials.resolve()}, soon);
  CHECK(test::eventually([&] { return dials.count == 1; }));
  caller.client.drain();
  const Ending ending = caller.ending();
  CHECK_FALSE(ending.was_open);
  CHECK(ending.message == "ended by this side");
  caller.let_redial();
  CHECK(dials.count == 1);
  CHECK(caller.stream.opened == 0);
}

TEST_CASE("client: plain text is for loopback addresses only, and unknown names are named") {
  Caller caller({.host = "192.0.2.1", .port = 1});
  CHECK(caller.ending().message == "plain text is for loopback addresses only");
  Caller lost({.host = "no such name", .port = 1});
  CHECK(lost.ending().message == "nobody knows the address of no such name");
}

TEST_CASE("client: all addresses of a name are tried, and the last one says why it is none") {
  EchoServer echo;
  const auto nowhere = *Address::parse("127.0.0.1", 1);
  const auto somewhere = *Address::parse("127.0.0.1", echo.port());
  const auto resolve = [](std::vector<Address> all) {
    return [all](const std::string& host, std::uint16_t port) {
      CHECK(host == "peer.example");
      CHECK(port == 7052);
      return all;
    };
  };
  Caller second({.host = "peer.example", .port = 7052, .resolve = resolve({nowhere, somewhere})});
  CHECK(second.is_open());
  CHECK(second.stream.endings.empty());
  const auto abroad = *Address::parse("192.0.2.1", 1);
  Caller none({.host = "peer.example", .port = 7052, .resolve = resolve({nowhere, abroad})});
  CHECK(none.ending().message == "plain text is for loopback addresses only");
  CHECK(none.stream.endings.size() == 1);
}

TEST_CASE("client: mutual TLS, by address and by name") {
  const test::TlsParty party;
  EchoServer echo(party.server_source());
  for (const char* host : {"127.0.0.1", "localhost"}) {
    CAPTURE(host);
    Caller caller({.host = host, .port = echo.port(), .tls = party.client_source()});
    REQUIRE(caller.is_open());
    const std::string large(3'000'000, 'l');
    caller.stream.send("a");
    caller.stream.send(large);
    CHECK(caller.stream.wait_for_messages(2));
    CHECK(caller.stream.messages == std::vector<std::string>{"a", large});
    CHECK(caller.stream.fingerprint.size() == 64);
  }
}

TEST_CASE("client: a TLS link that cannot be is explained, with how to mend it") {
  const test::TlsParty party;
  const test::TlsParty stranger{.name = "other"};
  EchoServer echo(party.server_source());
  EchoServer plain;
  struct Row {
    std::uint16_t port;
    std::shared_ptr<TlsSource> tls;
    std::string name;
    std::string why;
    std::string mend;
  };
  const Row rows[] = {
      {echo.port(), party.client_source(), "elsewhere.example",
       "the peer's certificate is refused: hostname mismatch", "bear the name"},
      {echo.port(), party.client_source(), "192.0.2.1",
       "the peer's certificate is refused: IP address mismatch", "bear the name"},
      {echo.port(), stranger.client_source(), "",
       "the peer's certificate is refused: unable to get local issuer certificate", "the roots"},
      {echo.port(),
       *TlsSource::from_pem(TlsRole::client, {stranger.client.certificate,
                                              stranger.client.key,
                                              party.authority.certificate_pem(),
                                              {}}),
       "", "the peer refuses our certificate", "of a root that the other end knows"},
      {plain.port(), party.client_source(), "", "wrong version number", "of a TLS server"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    Caller caller({.port = row.port, .tls = row.tls, .server_name = row.name});
    const Ending ending = caller.ending();
    CHECK(ending.status == Status::unavailable);
    CAPTURE(ending.message);
    CHECK(ending.message.find(row.why) != std::string::npos);
    CHECK(ending.mend.find(row.mend) != std::string::npos);
    CHECK_FALSE(ending.was_open);
  }
}
