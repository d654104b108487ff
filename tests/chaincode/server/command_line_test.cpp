// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/command_line.hpp"

#include <doctest/doctest.h>

#include "chaincode/server/options.hpp"

using namespace tradelane;
using namespace tradelane::server;

namespace {

Result<CommandLine> parse(const std::vector<std::string>& arguments) {
  return parse_command_line({.name = "toy", .version = "1.2.3", .about = "a toy"}, arguments);
}

}  // namespace

TEST_CASE("command line: flags in either form, file and switches") {
  const auto line =
      parse({"--package-id", "t:1", "--listen=127.0.0.1:9", "--config", "f", "--print-config"});
  REQUIRE(line.ok());
  CHECK(line->flags == Values{{"package-id", "t:1"}, {"listen", "127.0.0.1:9"}});
  CHECK(line->config_file == "f");
  CHECK(line->print_config);
  CHECK_FALSE(line->stop_with);
  CHECK(parse({})->flags.empty());
}

TEST_CASE("command line: a key that may be given several times, in either form") {
  const auto line = parse({"--listen", "127.0.0.1:1=a:1", "--listen=127.0.0.1:2=b:2,127.0.0.1:3"});
  REQUIRE(line.ok());
  CHECK(line->flags == Values{{"listen", "127.0.0.1:1=a:1,127.0.0.1:2=b:2,127.0.0.1:3"}});
}

TEST_CASE("command line: what is wrong is one line") {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"--lisen", "x"},
                                                {"--listen"},
                                                {"stray"},
                                                {"--listen", "127.0.0.1:1", "stray"},
                                                {"--tls", "off", "--tls", "off"}}) {
    const auto line = parse(wrong);
    CAPTURE(wrong.back());
    CAPTURE(wrong.size());
    REQUIRE_FALSE(line.ok());
    CHECK(line.error().detail.find('\n') == std::string::npos);
    CHECK(line.error().detail.ends_with("; see --help"));
  }
}

TEST_CASE("command line: what means nothing is named as it was typed, the first of it") {
  CHECK(parse({"--tls", "off", "--lisen", "x"}).error().detail ==
        "\"--lisen\" means nothing here; see --help");
  CHECK(parse({"stray", "--lisen=x"}).error().detail == "\"stray\" means nothing here; see --help");
}

TEST_CASE("command line: the peer by the name that Fabric's shims give it") {
  CHECK(parse({"--peer.address", "127.0.0.1:7052"})->flags == Values{{"peer", "127.0.0.1:7052"}});
}

TEST_CASE("command line: help names every key with its default and its environment") {
  const auto line = parse({"--help"});
  REQUIRE(line.ok());
  REQUIRE(line->stop_with);
  for (const Option& option : options()) {
    CAPTURE(option.name);
    CHECK(line->stop_with->find("--" + option.name) != std::string::npos);
    for (const std::string& name : option.environment)
      CHECK(line->stop_with->find(name) != std::string::npos);
  }
  CHECK(parse({"--version"})->stop_with == "toy 1.2.3\n");
}
