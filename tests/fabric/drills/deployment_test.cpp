// SPDX-License-Identifier: Apache-2.0
// A client that is there before its chaincode: what the gateway says until peers know of each other
// and of what they run is no reason to call a person.
#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "tests/fabric/drills/drill.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// Leaves it to the gateway whom to ask.
gateway::Call free_call(const Drill& drill, const std::string& key) {
  gateway::Call call = drill.call("add", {key});
  call.organisations.clear();
  return call;
}

void check_not_known_yet(const gateway::Failure& failure) {
  CAPTURE(failure.text());
  CHECK(failure.code == gateway::GrpcCode::failed_precondition);
  CHECK(gateway::waits_for_discovery(failure));
  CHECK(gateway::next_step(failure) == gateway::NextStep::propose_again);
}

/// Does what it is advised, from the moment of the deployment on; "" when that was enough.
std::string bring(gateway::Gateway& client, const gateway::Call& call) {
  std::string problem;
  wait_until("the addition is on the ledger", [&] {
    const auto done = gateway::invoke(client, call);
    if (done || gateway::next_step(done.failure()) == gateway::NextStep::propose_again)
      return done.ok();
    problem = done.failure().text();
    return true;
  });
  return problem;
}

}  // namespace

TEST_CASE("drill: a client that calls before its chaincode is deployed need only call again") {
  Drill drill({});
  const auto client = drill.client("OneMSP");
  const auto refused = gateway::invoke(*client, free_call(drill, "k"));
  REQUIRE_FALSE(refused);
  check_not_known_yet(refused.failure());
  const auto unanswered = gateway::query(*client, free_call(drill, "k"));
  REQUIRE_FALSE(unanswered);
  check_not_known_yet(unanswered.failure());

  for (const std::string& msp : two_organisations) {
    drill.make_package(msp, drill.client_files(msp));
    drill.serve(msp);
  }
  drill.define_chaincode();
  CHECK(bring(*client, free_call(drill, "k")) == "");
  CHECK(bring(*drill.client("TwoMSP"), drill.call("add", {"named"})) == "");
  for (const std::string& msp : two_organisations)
    CHECK(drill.effects(msp) == std::map<std::string, int>{{"k", 1}, {"named", 1}});
}
