// SPDX-License-Identifier: Apache-2.0
// gRPC Java's client against our server and ours against its server: calls, messages, limits.
#include "tests/interop/java/link.hpp"

using namespace tradelane;
namespace h2 = tradelane::shim::http2;
using test::OurClient;
using test::OurServer;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

const std::string sizes = "0 1 16379 16384 65535 1048576 16777217 5";

/// The answer to one request does not tell when all of them are through.
template <class Count>
bool comes_to_nothing(Count count) {
  return test::eventually([&] { return count() == 0; });
}

}  // namespace

TEST_CASE("java: messages of every size come back to its client, until it has no more to say") {
  OurServer ours;
  ours.open("x");
  CHECK(ours.java.ask("say x " + sizes) == "ok");
  CHECK(ours.java.ask("hear x") == "8 messages");
  CHECK(ours.java.ask("say x 100") == "ok");
  CHECK(ours.java.ask("finish x") == "ok");
  CHECK(ours.java.ask("hear x") == "1 messages");
  CHECK(ours.java.ask("end x") == "OK");
  CHECK(comes_to_nothing([&] { return ours.echo.server.streams(); }));
  CHECK(ours.echo.server.connections() == 1);
}

TEST_CASE("java: messages of every size come back to its server, until that ends the call") {
  OurClient ours;
  CHECK(ours.java.ask("take x") == "ok");
  CHECK(ours.java.ask("say x " + sizes) == "ok");
  CHECK(ours.java.ask("hear x") == "8 messages");
  CHECK(ours.java.ask("finish x") == "ok");
  CHECK(ours.ending().status == h2::Status::ok);
  CHECK(ours.ending().was_open);
}

TEST_CASE("java: at our server's limit of a message, and one byte above: its stream alone ends") {
  OurServer ours({.message_bytes = 16 * mebibyte});
  ours.open("x");
  ours.open("other");
  test::check_echo(ours.java, "x", 16777216);
  CHECK(ours.java.ask("say x 16777217") == "ok");
  CHECK(ours.java.ask("end x") == "RESOURCE_EXHAUSTED: message larger than the limit");
  test::check_echo(ours.java, "other", 100);
  CHECK(ours.echo.server.connections() == 1);
}

TEST_CASE("java: at our client's limit of a message, and one byte above") {
  OurClient ours({.message_bytes = 16 * mebibyte});
  CHECK(ours.java.ask("take x") == "ok");
  test::check_echo(ours.java, "x", 16777216);
  CHECK(ours.java.ask("say x 16777217") == "ok");
  CHECK(ours.ending().status == h2::Status::resource_exhausted);
  CHECK(ours.java.ask("end x") == "CANCELLED");
}

TEST_CASE("java: its client waits with a stream more than our server lets it have") {
  OurServer ours({.streams = 2});
  ours.open("x");
  // Calls that wait for the connection are begun in any order; once it is there, in the one given.
  test::check_echo(ours.java, "x");
  for (const char* call : {"y", "z"}) ours.open(call);
  for (const char* call : {"x", "y"}) test::check_echo(ours.java, call);
  CHECK(ours.java.ask("say z 10") == "ok");
  CHECK(ours.echo.server.streams() == 2);
  CHECK(ours.java.ask("finish x") == "ok");
  CHECK(ours.java.ask("end x") == "OK");
  CHECK(ours.java.ask("hear z") == "1 messages");
  CHECK(ours.echo.server.connections() == 1);
}

TEST_CASE("java: a call that it cancels, or whose deadline passes, is over for us as well") {
  OurServer ours;
  ours.open("x");
  CHECK(ours.java.ask("say x 10 10") == "ok");
  CHECK(ours.java.ask("hear x") == "2 messages");
  CHECK(ours.java.ask("cancel x") == "ok");
  CHECK(ours.java.ask("end x") == "CANCELLED: not wanted any more");
  CHECK(comes_to_nothing([&] { return ours.echo.server.streams(); }));
  ours.open("y", " deadline_ms=300");
  CHECK(ours.java.ask("end y").starts_with("DEADLINE_EXCEEDED"));
  CHECK(comes_to_nothing([&] { return ours.echo.server.streams(); }));
  ours.open("z");
  test::check_echo(ours.java, "z");
  CHECK(ours.echo.server.connections() == 1);
}

TEST_CASE("java: a status and its text, in both directions") {
  OurServer ours;
  ours.open("x");
  CHECK(ours.java.ask("tell x bye") == "ok");
  CHECK(ours.java.ask("end x") == "FAILED_PRECONDITION: 100% \\n done");
  CHECK(ours.java.ask("call y c test.Echo/Other") == "ok");
  CHECK(ours.java.ask("end y") == "UNIMPLEMENTED: no such method");

  struct Row {
    std::string says;
    h2::Status status;
    std::string text;
  };
  const Row rows[] = {
      {"FAILED_PRECONDITION 100% \\n fertig, grün", h2::Status::failed_precondition,
       "100% \n fertig, grün"},
      {"UNAVAILABLE later", h2::Status::unavailable, "later"},
      {"CANCELLED", h2::Status::cancelled, ""},
      {"UNAUTHENTICATED who", h2::Status::unauthenticated, "who"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.says);
    OurClient dialling;
    CHECK(dialling.java.ask("take x") == "ok");
    CHECK(dialling.java.ask("finish x " + row.says) == "ok");
    CHECK(dialling.ending().status == row.status);
    CHECK(dialling.ending().message == row.text);
  }
}

TEST_CASE("java: what we do not take is refused with a status that it understands") {
  OurServer ours;
  ours.open("x", " compressor=gzip");
  CHECK(ours.java.ask("say x 1000") == "ok");
  CHECK(ours.java.ask("end x") == "UNIMPLEMENTED: compressed messages are not supported");
  ours.open("y", " field_bytes=9000");
  // Java keeps to what our SETTINGS say.
  CHECK(ours.java.ask("end y") ==
        "INTERNAL: http2 exception, Header size exceeded max allowed size (8192)");
  ours.open("z", " field_bytes=7000");
  test::check_echo(ours.java, "z");
}

TEST_CASE("java: who does not read for a while gets everything later, and others go on meanwhile") {
  const h2::Limits limits{.queued_bytes = 4 * mebibyte, .stalled = std::chrono::minutes(5)};
  std::string many = "1000000";
  for (int i = 1; i < 40; ++i) many += " 1000000";
  {
    OurServer ours(limits);
    ours.open("x");
    ours.open("other");
    CHECK(ours.java.ask("say x " + many) == "ok");
    for (int i = 0; i < 3; ++i) test::check_echo(ours.java, "other", 100000);
    CHECK(ours.java.ask("hear x") == "40 messages");
  }
  OurClient ours(limits);
  CHECK(ours.java.ask("take x") == "ok");
  CHECK(ours.java.ask("say x " + many) == "ok");
  CHECK(ours.java.ask("hear x") == "40 messages");
}
