// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/config.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/service/msp_files.hpp"

using namespace tradelane;
using namespace tradelane::service;

TEST_CASE("service config: every key has its help, and takes its own default again") {
  Config config{.profile = "p", .msp = "m", .endorsers = {"A"}, .store = "s"};
  Keys keys;
  add_keys(keys, config);
  const std::string before = keys.print();
  for (const Key& key : keys.all()) {
    CAPTURE(key.name);
    CHECK_FALSE(key.help.empty());
    CHECK_FALSE(key.unit.empty());
    CHECK(keys.set({{key.name, key.get()}}).ok());
  }
  CHECK(keys.print() == before);
  CHECK(keys.all().size() == 14);
}

TEST_CASE("service config: what must be given") {
  const Config enough{.profile = "p", .msp = "m", .endorsers = {"A"}, .store = "s"};
  CHECK(check(enough).ok());
  struct Row {
    const char* key;
    void (*forget)(Config&);
  };
  const Row rows[] = {{"profile", [](Config& c) { c.profile = ""; }},
                      {"msp", [](Config& c) { c.msp = ""; }},
                      {"channel", [](Config& c) { c.channel = ""; }},
                      {"chaincode", [](Config& c) { c.chaincode = ""; }},
                      {"endorsers", [](Config& c) { c.endorsers = {}; }},
                      {"store", [](Config& c) { c.store = ""; }}};
  for (const Row& row : rows) {
    Config config = enough;
    row.forget(config);
    CHECK(check(config).error().detail == std::string(row.key) + ": it is missing; see --help");
  }
}

TEST_CASE("service config: limits and waits come from it") {
  const Config config{.inbox_items = 3,
                      .inbox_bytes = 4,
                      .retry_attempts = 5,
                      .retry_hours = 6,
                      .retry_longest_ms = 7};
  CHECK(store_limits(config).open_items == 3);
  CHECK(store_limits(config).open_bytes == 4);
  const auto policy = retry_policy(config);
  CHECK(policy.attempts == 5);
  CHECK(policy.give_up_after == std::chrono::hours(6));
  CHECK(policy.longest.count() == 7);
  for (int i = 0; i < 100; ++i) {
    const int thousandths = policy.jitter();
    CHECK(thousandths >= 0);
    CHECK(thousandths <= 999);
  }
}

TEST_CASE("service config: a client of the profile's organisation, or the file that is wrong") {
  const test::MspFiles files;
  const auto gateway = connect(files.config());
  REQUIRE(gateway.ok());
  CHECK((*gateway)->identity().msp == "AMSP");

  Config wrong = files.config();
  wrong.profile = files.folder.file("none.json");
  CHECK(connect(wrong).error().detail.find("none.json") != std::string::npos);
  wrong = files.config();
  wrong.msp = files.folder.file("none");
  CHECK(connect(wrong).error().code == Code::gw_config);
  files.folder.write("nobody.json", R"({"peers":{"p":{"url":"grpc://127.0.0.1:1"}}})");
  wrong = files.config();
  wrong.profile = files.folder.file("nobody.json");
  CHECK(connect(wrong).error().detail.ends_with("client.organization is missing"));
  files.folder.write("msp/keystore/key.pem", "nonsense");
  CHECK(connect(files.config()).error().detail == "the private key cannot be read");
}

TEST_CASE("service config: a call names channel, chaincode and endorsers") {
  const auto call = call_of({.channel = "c", .chaincode = "cc", .endorsers = {"A", "B"}},
                            "evidence:Submit", "{}");
  CHECK(call.channel == "c");
  CHECK(call.chaincode == "cc");
  CHECK(call.function == "evidence:Submit");
  CHECK(call.args == std::vector<Bytes>{"{}"});
  CHECK(call.organisations == std::vector<std::string>{"A", "B"});
}
