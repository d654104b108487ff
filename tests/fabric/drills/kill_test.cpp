// SPDX-License-Identifier: Apache-2.0
// kill -9 under load. Nothing that a client or an adapter brings is lost or happens twice.
#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "tests/fabric/drills/load.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// Something is on the ledger, and much is under way.
constexpr std::size_t in_the_middle = 60;

void check_end(const Drill& drill, Load& load) {
  CHECK(load.finish() == "");
  CHECK(difference(drill, load) == "");
  MESSAGE(load.story());
}

}  // namespace

TEST_CASE("drill: the chaincode server is killed; the peer finds the next one by itself") {
  Drill drill({});
  drill.deploy();
  Load load(drill);
  load.wait_until_done(in_the_middle);
  drill.kill_server("OneMSP");
  const auto client = drill.client("TwoMSP");
  const auto refused = gateway::invoke(*client, drill.call("add", {"away"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().stage == gateway::Stage::endorse);
  CHECK(refused.failure().code == gateway::GrpcCode::aborted);
  CHECK(refused.failure().text().find("connection refused") != std::string::npos);
  CHECK(gateway::next_step(refused.failure()) == gateway::NextStep::propose_again);
  drill.serve("OneMSP");
  check_end(drill, load);
}

TEST_CASE("drill: the peer of all clients is killed, and comes back") {
  Drill drill({});
  drill.deploy();
  Load load(drill);
  load.wait_until_done(in_the_middle);
  drill.kill_node("OneMSP");
  drill.network().restart("OneMSP");
  check_end(drill, load);
}

TEST_CASE("drill: another organisation's peer is killed, and comes back") {
  Drill drill({});
  drill.deploy();
  Load load(drill);
  load.wait_until_done(in_the_middle);
  drill.kill_node("TwoMSP");
  drill.network().restart("TwoMSP");
  check_end(drill, load);
}

TEST_CASE("drill: the orderer is killed with an open batch, and comes back") {
  Drill drill({});
  drill.deploy();
  Load load(drill);
  load.wait_until_done(in_the_middle);
  drill.kill_node("orderer");
  drill.network().restart("orderer");
  check_end(drill, load);
}

TEST_CASE("drill: everything is killed at once, and comes back with what it had") {
  Drill drill({});
  drill.deploy();
  const auto client = drill.client("OneMSP");
  const auto kept = client->endorse(client->propose(drill.call("add", {"c0-0"})).value()).value();
  Load load(drill);
  load.wait_until_done(in_the_middle);
  for (const char* name : {"orderer", "OneMSP", "TwoMSP"}) drill.kill_node(name);
  for (const std::string& msp : two_organisations) drill.kill_server(msp);
  for (const std::string& msp : two_organisations) drill.serve(msp);
  for (const char* name : {"orderer", "OneMSP", "TwoMSP"}) drill.network().restart(name);
  check_end(drill, load);
  // Endorsed before everything, overtaken since: it is told so after the restart too.
  for (int i = 0; i < 2; ++i) {
    const auto late = gateway::resolve(*client, kept, {.status_within = std::chrono::seconds(2)});
    REQUIRE_FALSE(late);
    CHECK(late.failure().validation_name == "MVCC_READ_CONFLICT");
  }
  CHECK(difference(drill, load) == "");
}
