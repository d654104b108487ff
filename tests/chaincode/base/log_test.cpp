// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/log.hpp"

#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

using namespace tradelane;

TEST_CASE("log: one JSON line, escaped, in the order given, below the level dropped") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  Log log(ends[1]);
  log.debug("unseen");
  log.info("stream_opened", {{"peer", "a\"b\n\xff"}, {"streams", std::int64_t{2}}, {"tls", true}});
  log.info("plain", {{"text", "q\"\n"}});
  char buffer[1024];
  const auto count = ::read(ends[0], buffer, sizeof buffer);
  ::close(ends[0]);
  ::close(ends[1]);
  REQUIRE(count > 0);
  const std::string lines(buffer, static_cast<std::size_t>(count));
  CHECK(lines.find("unseen") == std::string::npos);
  const std::string opened = R"("level":"info","event":"stream_opened","peer":"6122620aff",)"
                             R"("streams":2,"tls":true})";
  CHECK(lines.find(opened) != std::string::npos);
  CHECK(lines.find(R"("text":"q\"\u000a"})") != std::string::npos);
}

TEST_CASE("log: levels by their names here and in Fabric's programs") {
  struct Row {
    const char* text;
    LogLevel level;
  };
  const Row rows[] = {
      {"debug", LogLevel::debug},    {"DEBUG", LogLevel::debug},  {"info", LogLevel::info},
      {"Notice", LogLevel::info},    {"warn", LogLevel::warn},    {"WARNING", LogLevel::warn},
      {"error", LogLevel::error},    {"fatal", LogLevel::error},  {"panic", LogLevel::error},
      {"CRITICAL", LogLevel::error}, {"dpanic", LogLevel::error},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(log_level_of(row.text) == row.level);
  }
  for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error})
    CHECK(log_level_of(text_of(level)) == level);
  for (const char* none : {"", "loud", "info ", "payload", "a=debug"})
    CHECK_FALSE(log_level_of(none));
}

TEST_CASE("log: the level may change while it is in use") {
  Log log(2, LogLevel::warn);
  CHECK(log.lowest() == LogLevel::warn);
  log.set_lowest(LogLevel::error);
  CHECK(log.lowest() == LogLevel::error);
}
