// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/desk.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/service/msp_files.hpp"
#include "tests/support/raw_http.hpp"

using namespace tradelane;
using namespace tradelane::service;

namespace {

std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

struct World {
  test::MspFiles files;
  std::unique_ptr<Desk> desk;

  World() {
    auto opened = Desk::open(files.config());
    REQUIRE(opened.ok());
    desk = std::move(*opened);
    REQUIRE(desk->serve("tradelane-test", {"decl", "events"},
                        [] {
                          return Json::Object{{"more", "yes"}};
                        })
                .ok());
  }
  std::string get(const std::string& path) const {
    return test::http_get(port_of(desk->operations_address()), path);
  }
};

}  // namespace

TEST_CASE_FIXTURE(World, "desk: alive, ready while the gateway is untried, and of a version") {
  CHECK(get("/healthz") == "200 ok\n");
  CHECK(get("/readyz") == "200 ready\n");
  CHECK(get("/version") == "200 tradelane-test 0.1.0\n");
}

TEST_CASE_FIXTURE(World, "desk: not ready once no gateway answers") {
  const auto proposal = desk->gateway().propose(call_of(files.config(), "party:Get", "{}"));
  REQUIRE(proposal.ok());
  CHECK_FALSE(desk->gateway().evaluate(*proposal).ok());
  CHECK(get("/readyz") == "503 the gateway does not answer\n");
  CHECK(get("/healthz") == "200 ok\n");
}

TEST_CASE_FIXTURE(World, "desk: the status counts each source and lists the dead letters") {
  feed::Store& store = desk->store();
  REQUIRE(store.receive("decl", {{"k1", "canary of a payload"}, {"k2", "b"}}).ok());
  const auto first = store.find("decl", "k1");
  store.bury(first->id, {feed::Failure::Next::give_up, "FEED_DIGEST", "factsDigest"});
  const std::string status = get("/status");
  CHECK(status ==
        R"(200 {"deadLetters":[{"arrivedMs":)" + std::to_string(first->arrived) +
            R"(,"attempts":1,"code":"FEED_DIGEST","id":1,"key":"k1","reason":"factsDigest",)"
            R"("source":"decl"}],"gateway":"untried","more":"yes","sources":{)"
            R"("decl":{"abandoned":0,"dead":1,"done":0,"waiting":1},)"
            R"("events":{"abandoned":0,"dead":0,"done":0,"waiting":0}}})"
            "\n");
}

TEST_CASE_FIXTURE(World, "desk: a hundred dead letters are shown, all are counted") {
  for (int i = 0; i < 101; ++i) {
    const std::string key = "k" + std::to_string(i);
    REQUIRE(desk->store().receive("decl", {{key, "x"}}).ok());
    desk->store().bury(desk->store().find("decl", key)->id, {.code = "X"});
  }
  const Json::Object status = status_of(desk->store(), {"decl"}, WatchedGateway::Health::good);
  CHECK(status.at("deadLetters").as_array()->size() == 100);
  CHECK(status.at("sources").find("decl")->find("dead")->as_integer() == 101);
}

TEST_CASE_FIXTURE(World, "desk: what cannot be opened is told in one sentence") {
  CHECK(Desk::open(files.config()).error().detail.find("another process works on it") !=
        std::string::npos);
  Config missing = files.config();
  missing.store = "";
  CHECK(Desk::open(missing).error().detail == "store: it is missing; see --help");
  Config unknown = files.config();
  unknown.msp = "nowhere";
  CHECK(Desk::open(unknown).error().code == Code::gw_config);
}
