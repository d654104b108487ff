// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/watched_gateway.hpp"

#include <functional>

#include <doctest/doctest.h>

#include "tests/adapters/service/fake_gateway.hpp"

using namespace tradelane;
using namespace tradelane::service;
using gateway::GrpcCode;
using Health = WatchedGateway::Health;

namespace {

struct World {
  test::FakeGateway* inner = new test::FakeGateway;
  WatchedGateway watched{std::unique_ptr<gateway::Gateway>(inner)};

  Health after(const gateway::Failure& failure) {
    inner->failure = failure;
    (void)watched.endorse({});
    return watched.health();
  }
};

}  // namespace

TEST_CASE_FIXTURE(World, "watched gateway: every call is passed on and tells how it stands") {
  CHECK(watched.health() == Health::untried);
  CHECK(watched.identity().msp == "AMSP");
  const auto proposal = watched.propose({.channel = "trade"});
  REQUIRE(proposal.ok());
  CHECK(watched.health() == Health::untried);
  CHECK(*watched.evaluate(*proposal) == "answer");
  CHECK(watched.health() == Health::good);
  CHECK(watched.endorse(*proposal)->envelope == "signed");
  CHECK(watched.submit({.transaction_id = "t"}).ok());
  CHECK(watched.commit_status({.transaction_id = "t"})->block == 7);
  CHECK(watched.events({}) == nullptr);
  CHECK(inner->sent.size() == 1);

  inner->failure = gateway::Failure{.code = GrpcCode::unavailable};
  const std::function<void()> calls[] = {
      [&] { (void)watched.evaluate({}); }, [&] { (void)watched.endorse({}); },
      [&] { (void)watched.submit({}); }, [&] { (void)watched.commit_status({}); }};
  for (const auto& call : calls) {
    call();
    CHECK(watched.health() == Health::bad);
    inner->failure.reset();
    call();
    CHECK(watched.health() == Health::good);
    inner->failure = gateway::Failure{.code = GrpcCode::unavailable};
  }
}

TEST_CASE_FIXTURE(World, "watched gateway: what is no fault of the gateway") {
  CHECK(after({.code = GrpcCode::deadline_exceeded}) == Health::bad);
  CHECK(after(test::refused_by_contract(403, "FEED_SIG_INVALID: no")) == Health::good);
  CHECK(after({.code = GrpcCode::permission_denied}) == Health::bad);
  CHECK(after({.code = GrpcCode::failed_precondition}) == Health::good);
  CHECK(after({.code = GrpcCode::unavailable}) == Health::bad);
  inner->failure = gateway::Failure{.code = GrpcCode::deadline_exceeded};
  (void)watched.commit_status({});
  CHECK(watched.health() == Health::good);
}

TEST_CASE("watched gateway: its words") {
  CHECK(text_of(Health::untried) == "untried");
  CHECK(text_of(Health::good) == "good");
  CHECK(text_of(Health::bad) == "bad");
}
