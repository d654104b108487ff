// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/outcome.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::gateway;

TEST_CASE("a failure prints stage, code, message and who said what") {
  const Failure failure{.stage = Stage::endorse,
                        .code = GrpcCode::aborted,
                        .message = "see details",
                        .details = {{"peer0:7051", "BankHMSP", "no"}}};
  CHECK(failure.text() == "endorse failed: ABORTED: see details; BankHMSP at peer0:7051: no");
  const Failure commit{.stage = Stage::commit,
                       .message = "in block 7",
                       .validation = 11,
                       .validation_name = "MVCC_READ_CONFLICT"};
  CHECK(commit.text() == "commit failed: MVCC_READ_CONFLICT: in block 7");
}

TEST_CASE("the type of a stage's failure fixes its stage") {
  CHECK(EvaluateFailure(Failure{}).stage == Stage::evaluate);
  CHECK(EndorseFailure(Failure{}).stage == Stage::endorse);
  CHECK(SubmitFailure(Failure{}).stage == Stage::submit);
  CHECK(CommitStatusFailure(Failure{}).stage == Stage::commit_status);
  CHECK(CommitFailure(Failure{}).stage == Stage::commit);
  CHECK(EventsFailure(Failure{}).stage == Stage::events);
}

TEST_CASE("every stage and every gRPC code has a name") {
  for (int code = 0; code <= 16; ++code) CHECK_FALSE(text_of(static_cast<GrpcCode>(code)).empty());
  CHECK(text_of(GrpcCode::deadline_exceeded) == "DEADLINE_EXCEEDED");
  CHECK(text_of(GrpcCode::unauthenticated) == "UNAUTHENTICATED");
  CHECK(text_of(Stage::commit_status) == "commit status");
}

TEST_CASE("reading the wrong side of an outcome is a fault") {
  const Outcome<int> good(3);
  const Outcome<int> bad(Failure{.message = "broken"});
  CHECK(*good == 3);
  CHECK_THROWS_AS(static_cast<void>(good.failure()), Fault);
  CHECK_THROWS_AS(static_cast<void>(bad.value()), Fault);
  CHECK(bad.failure().message == "broken");
}
