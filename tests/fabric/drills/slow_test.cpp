// SPDX-License-Identifier: Apache-2.0
// Contracts slower than the peer's executetimeout. Fabric tells a chaincode nothing of it: what is
// asked later is refused, what is answered later is dropped.
#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "tests/fabric/drills/load.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

const Load::Settings small_load{
    .clients = 4, .calls_of_a_client = 8, .feeds = 1, .items_of_a_feed = 8};

/// Nothing has happened, and another attempt may go better.
void check_timed_out(const gateway::Outcome<gateway::Committed>& outcome) {
  REQUIRE_FALSE(outcome);
  const gateway::Failure& failure = outcome.failure();
  CHECK(failure.stage == gateway::Stage::endorse);
  CHECK(failure.code == gateway::GrpcCode::aborted);
  CHECK(failure.text().find("timeout expired while executing transaction") != std::string::npos);
  CHECK(gateway::next_step(failure) == gateway::NextStep::propose_again);
}

void wait_for_idle_server(const Drill& drill) {
  wait_until("the chaincode server has let go of all",
             [&] { return drill.counted("OneMSP", "transactions_in_flight") == 0; });
}

}  // namespace

TEST_CASE("drill: a contract that asks for ever is cut off, and the others do not notice") {
  Drill drill({.msps = one_organisation, .execute_timeout_ms = 1'500});
  drill.deploy();
  Load load(drill, small_load);
  const auto client = drill.client("OneMSP");
  check_timed_out(gateway::invoke(*client, drill.call("ask_for_ever", {"k"})));
  CHECK(load.finish() == "");
  CHECK(difference(drill, load) == "");
  wait_for_idle_server(drill);
  CHECK(drill.counted("OneMSP", "transactions_total", "abandoned") ==
        1);  // an answer would be for nobody
  CHECK(drill.counted("OneMSP", "transactions_total", "failed") == 0);
  CHECK(count_of(drill.server_log("OneMSP"), "stream_opened") == 1);
  CHECK(metric(drill.plan(), "OneMSP", "chaincode_execute_timeouts") == "1");
}

TEST_CASE("drill: a chaincode server whose deadline is the shorter one lets go by itself") {
  Drill drill({.msps = one_organisation, .execute_timeout_ms = 3'000});
  drill.deploy();
  drill.serve("OneMSP", {"--deadline", "1"});
  const auto client = drill.client("OneMSP");
  check_timed_out(gateway::invoke(*client, drill.call("ask_for_ever", {"k"})));
  wait_for_idle_server(drill);
  CHECK(drill.counted("OneMSP", "transactions_total", "abandoned") == 1);
  must_add(*client, drill, "k");
}

TEST_CASE("drill: an answer that comes too late has no effect, and does no harm to the stream") {
  Drill drill({.msps = one_organisation, .execute_timeout_ms = 1'500});
  drill.deploy();
  const auto client = drill.client("OneMSP");
  check_timed_out(gateway::invoke(*client, drill.call("hold", {"3000"})));
  wait_for_idle_server(drill);
  must_add(*client, drill, "k");
  CHECK(drill.effects("OneMSP") == std::map<std::string, int>{{"k", 1}});
  CHECK(count_of(drill.server_log("OneMSP"), "stream_opened") == 1);
}
