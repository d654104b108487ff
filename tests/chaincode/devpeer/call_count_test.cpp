// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/call_count.hpp"

#include <doctest/doctest.h>

using namespace tradelane::devpeer;

TEST_CASE("call count: as many as the limit at once, and one more once one has gone") {
  std::atomic<int> calls = 0;
  const CallCount first(calls);
  {
    const CallCount second(calls);
    CHECK_FALSE(second.exceeds(2));
    CHECK(CallCount(calls).exceeds(2));
  }
  CHECK_FALSE(CallCount(calls).exceeds(2));
  CHECK(calls == 1);
}

TEST_CASE("call count: the refusal is a peer's, word for word") {
  const auto status = CallCount::refusal("protos.Deliver", 2500);
  CHECK(status.error_code() == grpc::StatusCode::UNKNOWN);
  CHECK(status.error_message() ==
        "too many requests for /protos.Deliver, exceeding concurrency limit (2500)");
}
