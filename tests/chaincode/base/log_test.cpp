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
