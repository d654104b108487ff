// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/config.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/service/key_checks.hpp"

using namespace tradelane;
using namespace tradelane::shanghai;

namespace {

const service::Values enough{
    {"node", "https://node.example"},     {"feed", "decl,events"}, {"profile", "p"}, {"msp", "m"},
    {"endorsers", "OperatorMSP,DataMSP"}, {"store", "shanghai.db"}};

std::string complaint(const service::Values& values) {
  return test::complaint_about<Config>(values, enough);
}

}  // namespace

TEST_CASE("shanghai config: what is set arrives where it is used") {
  Config config;
  const auto keys = keys_of(config);
  service::Values values = enough;
  values.insert({{"node-token", "t"}, {"poll-ms", "50"}, {"page", "7"}});
  REQUIRE(keys.set(values).ok());
  CHECK(check(config).ok());
  CHECK(config.feeds == std::vector<std::string>{"decl", "events"});
  CHECK(config.poll_ms == 50);
  CHECK(config.page == 7);
  CHECK(config.common.endorsers == std::vector<std::string>{"OperatorMSP", "DataMSP"});
  CHECK(config.node.url == "https://node.example");
  CHECK(config.node.token == "t");
}

TEST_CASE("shanghai config: every key has its help, and takes its own default again") {
  test::check_every_key<Config>(enough);
}

TEST_CASE("shanghai config: each mistake has one line") {
  CHECK(complaint({}) == "");
  CHECK(complaint({{"node", ""}}) == "node: it is missing; see --help");
  CHECK(complaint({{"feed", "decl,decl"}}) == "feed: \"decl\" is given twice");
  CHECK(complaint({{"feed", "Decl"}}) ==
        "feed: 1 to 32 of a-z, 0-9 and - are needed, not \"Decl\"");
  CHECK(complaint({{"feed", std::string(32, 'a')}}) == "");
  CHECK(complaint({{"feed", std::string(33, 'a')}}).starts_with("feed: 1 to 32"));
  CHECK(complaint({{"poll-ms", "9"}}) ==
        "poll-ms: a number from 10 to 3600000 is needed, not \"9\"");
  CHECK(complaint({{"page", "1001"}}) == "page: a number from 1 to 1000 is needed, not \"1001\"");
  CHECK(complaint({{"msp", ""}}) == "msp: it is missing; see --help");
  CHECK(check(Config{.node = "http://localhost"}).error().detail ==
        "feed: it is missing; see --help");
}
