// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/option.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::server;

TEST_CASE("option: numbers within their range, both ends included") {
  const Range range{-2, 40};
  for (const char* good : {"-2", "0", "40", "007"}) CHECK(parse_number("n", good, range).ok());
  for (const char* wrong :
       {"-3", "41", "", " 1", "1 ", "+1", "1.0", "1e1", "x", "99999999999999999999"}) {
    CAPTURE(wrong);
    const auto value = parse_number("n", wrong, range);
    REQUIRE_FALSE(value.ok());
    CHECK(value.error().detail ==
          "n: a number from -2 to 40 is needed, not \"" + std::string(wrong) + "\"");
  }
}

TEST_CASE("option: addresses with their port") {
  struct Row {
    const char* text;
    const char* host;
    std::uint16_t port;
    const char* printed;
  };
  const Row rows[] = {
      {"127.0.0.1:0", "127.0.0.1", 0, "127.0.0.1:0"},
      {"0.0.0.0:65535", "0.0.0.0", 65535, "0.0.0.0:65535"},
      {"[::1]:9999", "::1", 9999, "[::1]:9999"},
      {":9999", "0.0.0.0", 9999, "0.0.0.0:9999"},
      {"chaincode.example:7052", "chaincode.example", 7052, "chaincode.example:7052"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto at = parse_endpoint("listen", row.text);
    REQUIRE(at.ok());
    CHECK(*at == Endpoint{.host = row.host, .port = row.port});
    CHECK(at->text() == row.printed);
  }
  CHECK(parse_endpoint("listen", "9999").error().detail ==
        "listen: ADDRESS:PORT is needed, such as 127.0.0.1:9999, not \"9999\"");
  CHECK(parse_endpoint("listen", "127.0.0.1:65536").error().detail ==
        "listen: a number from 0 to 65535 is needed, not \"65536\"");
}

TEST_CASE("option: what is loopback") {
  for (const char* host : {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    CHECK(Endpoint{.host = host}.is_loopback());
  for (const char* host : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "chaincode"})
    CHECK_FALSE(Endpoint{.host = host}.is_loopback());
}

TEST_CASE("option: a list has its entries between commas") {
  CHECK(parse_list("a") == std::vector<std::string>{"a"});
  CHECK(parse_list("a,b,") == std::vector<std::string>{"a", "b", ""});
  CHECK(parse_list("") == std::vector<std::string>{""});
}

TEST_CASE("option: what is quoted stays on one line") {
  CHECK(shown("plain") == "\"plain\"");
  CHECK(shown("a\nb\x7f") == "\"a?b?\"");
  CHECK(shown(std::string(100, 'x')) == '"' + std::string(100, 'x') + '"');
  CHECK(shown(std::string(101, 'x')) == '"' + std::string(100, 'x') + "...\"");
}

TEST_CASE("option: its environment names begin with our own") {
  const Option option =
      text_option({.name = "package-id", .help = "h", .aliases = {"A"}}, &Config::package_id);
  CHECK(option.environment == std::vector<std::string>{"TRADELANE_PACKAGE_ID", "A"});
  CHECK(option.unit == "TEXT");
  Config config;
  CHECK(option.set(config, "x:1").ok());
  CHECK(option.get(config) == "x:1");
  CHECK(option.standard().empty());
}

TEST_CASE("option: the path of a file is taken, what stands in it is refused and not shown") {
  const Option option = file_option({.name = "tls-key", .help = "h"}, &Config::tls_key);
  Config config;
  CHECK(option.set(config, "/etc/key.pem").ok());
  CHECK(option.get(config) == "/etc/key.pem");
  for (const char* content : {"-----BEGIN PRIVATE KEY----- c2VjcmV0", "c2Vj\ncmV0"}) {
    const auto done = option.set(config, content);
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().detail == "tls-key: the path of a file is needed, not what stands in it");
  }
  CHECK(config.tls_key == "/etc/key.pem");
}

TEST_CASE("option: counts and durations write into their member") {
  const Option count = count_option(
      {.name = "count", .help = "h"}, "bytes", {1, 9},
      [](auto& c) -> auto& { return c.run.message_bytes; });
  const Option seconds = seconds_option(
      {.name = "seconds", .help = "h"}, {1, 9}, [](auto& c) -> auto& { return c.drain; });
  Config config;
  CHECK(count.set(config, "9").ok());
  CHECK(config.run.message_bytes == 9);
  CHECK(count.get(config) == "9");
  CHECK_FALSE(count.set(config, "10").ok());
  CHECK(seconds.set(config, "1").ok());
  CHECK(config.drain == std::chrono::seconds(1));
  CHECK(seconds.get(config) == "1");
  CHECK_FALSE(seconds.set(config, "0").ok());
  CHECK(seconds.unit == "seconds");
}
