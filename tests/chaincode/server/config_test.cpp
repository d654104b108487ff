// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/config.hpp"

#include <doctest/doctest.h>

#include "chaincode/server/options.hpp"
#include "chaincode/server/sources.hpp"

using namespace tradelane;
using namespace tradelane::server;

namespace {

const Values enough{{"package-id", "t:1"}, {"tls", "off"}};

std::string complaint(Values values) {
  values.insert(enough.begin(), enough.end());
  const auto config = make_config({values});
  return config ? "" : config.error().detail;
}

}  // namespace

TEST_CASE("config: file, then environment, then flags") {
  const Values file{{"package-id", "file:1"}, {"listen", "127.0.0.1:1"}, {"deadline", "11"}};
  const auto environment = environment_values({{"CHAINCODE_ID", "environment:1"},
                                               {"CHAINCODE_SERVER_ADDRESS", "127.0.0.1:2"},
                                               {"CHAINCODE_TLS_DISABLED", "true"}})
                               .value();
  const auto config = make_config({file, environment, {{"listen", "127.0.0.1:3"}}});
  REQUIRE(config.ok());
  CHECK(config->package_id == "environment:1");
  CHECK(config->listen == std::vector<Listen>{{.at = {.port = 3}, .package_id = "environment:1"}});
  CHECK(config->run.deadline == std::chrono::seconds(11));
  CHECK_FALSE(config->tls);
}

TEST_CASE("config: several listeners, each with its package id") {
  const auto config =
      make_config({enough, {{"listen", "127.0.0.1:1=a_1:x,[::1]:2,127.0.0.1:0=b_1:y"}}});
  REQUIRE(config.ok());
  CHECK(config->listen == std::vector<Listen>{{.at = {.port = 1}, .package_id = "a_1:x"},
                                              {.at = {"::1", 2}, .package_id = "t:1"},
                                              {.at = {.port = 0}, .package_id = "b_1:y"}});
  CHECK(print(*config).find("\nlisten = 127.0.0.1:1=a_1:x,[::1]:2,127.0.0.1:0=b_1:y\n") !=
        std::string::npos);
  const auto alone = make_config({{{"tls", "off"}, {"listen", "127.0.0.1:1=a_1:x"}}});
  REQUIRE(alone.ok());
  CHECK(alone->listen[0].package_id == "a_1:x");
}

TEST_CASE("config: each mistake has one line that says how to mend it") {
  CHECK(complaint({}) == "");
  CHECK(complaint({{"listen", "9999"}}) ==
        "listen: ADDRESS:PORT is needed, such as 127.0.0.1:9999, not \"9999\"");
  CHECK(complaint({{"listen", "127.0.0.1:65535"}}) == "");
  CHECK(complaint({{"listen", "127.0.0.1:1,127.0.0.1:1=b:2"}}) ==
        "listen: 127.0.0.1:1 is there twice; each package id needs a port of its own");
  CHECK(complaint({{"listen", "127.0.0.1:0,127.0.0.1:0=b:2"}}) == "");
  CHECK(complaint({{"deadline", "0"}}) == "deadline: a number from 1 to 3600 is needed, not \"0\"");
  CHECK(complaint({{"log-level", "loud"}}) ==
        "log-level: debug, info, warn or error is needed, not \"loud\"");
  CHECK(complaint({{"unknown", "x"}}) ==
        "\"unknown\" is no key of the configuration; --help lists them");
  CHECK(complaint({{"listen", "0.0.0.0:9999"}}) ==
        "tls: plain text is for loopback addresses only and 0.0.0.0:9999 is none; listen on "
        "127.0.0.1, or give tls-certificate, tls-key and tls-client-roots and do not turn TLS off");
  CHECK(make_config({{{"tls", "yes"}}}).error().detail ==
        "tls: \"mutual\" or \"off\" is needed, not \"yes\"");
  CHECK(make_config({{}}).error().detail.starts_with("package-id: it is missing; take the one"));
  CHECK(
      make_config({{{"package-id", "t:1"}}}).error().detail ==
      "tls-certificate: a PEM file is needed for mutual TLS; plain text on loopback is --tls off");
}

TEST_CASE("config: a package id is a label and a hash") {
  for (const std::string& good : std::vector<std::string>{"t:1", "trade_1.0+a-b:3f2a", "mycc:1.0",
                                                          "a:" + std::string(254, 'f')})
    CHECK(complaint({{"package-id", good}}) == "");
  for (const auto& wrong : std::vector<std::string>{"trade", ":1", "t:", "t: 1", "t:1\n", "t:1,b:2",
                                                    "\"t:1\"", "a:" + std::string(255, 'f')}) {
    CAPTURE(wrong);
    CHECK(complaint({{"package-id", wrong}})
              .starts_with("package-id: label:hash is needed, as `peer lifecycle chaincode "
                           "queryinstalled` prints it, not \""));
  }
  CHECK(complaint({{"listen", "127.0.0.1:1=trade"}}).starts_with("package-id: label:hash"));
}

TEST_CASE("config: printed with every key") {
  const auto config = make_config({enough});
  REQUIRE(config.ok());
  const std::string text = print(*config);
  for (const Option& option : options()) {
    CAPTURE(option.name);
    CHECK(("\n" + text).find("\n" + option.name + " = ") != std::string::npos);
    if (!option.standard().empty() && !enough.contains(option.name))
      CHECK(text.find(option.name + " = " + option.standard() + "\n") != std::string::npos);
  }
}
