// SPDX-License-Identifier: Apache-2.0
// Which transactions are let in, and calls that come back within one that is running.
#include <doctest/doctest.h>

#include "tests/chaincode/shim/runner_world.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::RunnerWorld;
using Message = protos::ChaincodeMessage;

namespace {

Response get_k(Stub& stub) { return {.payload = stub.get("k").value_or("(none)")}; }

}  // namespace

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: a full stream answers busy at once, at the limit and above") {
  settings.transactions = 2;
  chaincode.act = get_k;
  open();
  const Message first = begin("1");
  begin("2");
  CHECK(take() == "GET_STATE GET_STATE ");
  begin("3");
  CHECK(error() == "busy: too many transactions");
  CHECK(counters.busy == 1);
  CHECK(counters.in_flight == 2);
  answer(first);
  outlet.sent.clear();
  begin("4");
  CHECK(take() == "GET_STATE ");
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a call back into a running transaction is let in always") {
  settings.transactions = 1;
  chaincode.act = [](Stub& stub) {
    if (stub.channel() == "far") return get_k(stub);
    return stub.invoke_chaincode({"tradelane", "far"}, {});
  };
  open();
  const Message outer = begin("1");
  CHECK(take() == "INVOKE_CHAINCODE ");
  counters.draining = true;
  const Message inner = begin("1", "far");
  CHECK(take() == "GET_STATE ");
  begin("2");
  CHECK(error() == "draining: this chaincode server is about to end");
  CHECK(counters.draining_refused == 1);
  outlet.sent.clear();
  answer(inner, "v");
  const Message completed = outlet.sent.back();
  CHECK(take() == "COMPLETED ");
  answer(outer, completed.SerializeAsString());
  CHECK(take() == "COMPLETED ");
  runner->tick();
  CHECK(outlet.finished == "0 draining");
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a txid that is used again is no call back") {
  settings.transactions = 1;
  chaincode.act = get_k;
  open();
  begin("1");
  CHECK(take() == "GET_STATE ");
  begin("1", "far");
  CHECK(error() == "busy: too many transactions");
  CHECK(counters.in_flight == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: calls back go sixteen deep, at the limit and one above") {
  settings.transactions = 1;
  chaincode.act = [](Stub& stub) { return stub.invoke_chaincode({"other", ""}, {}); };
  open();
  for (int level = 0; level < 16; ++level) begin("1", "channel" + std::to_string(level));
  CHECK(counters.in_flight == 16);
  CHECK(counters.busy == 0);
  begin("1", "one more");
  CHECK(error() == "busy: too many transactions");
  CHECK(counters.in_flight == 16);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: who waits for a call is known to it and to those below") {
  std::string refusal;
  chaincode.act = [&](Stub& stub) {
    const std::string next = stub.channel() == "trade" ? "b" : stub.channel() == "b" ? "c" : "b";
    try {
      return stub.invoke_chaincode({"tradelane", next}, {});
    } catch (const Misuse& error) {
      refusal = error.what();
    }
    return Response();
  };
  open();
  begin("1");
  begin("1", "b");
  begin("1", "c");
  CHECK(take() == "INVOKE_CHAINCODE INVOKE_CHAINCODE COMPLETED ");
  CHECK(refusal ==
        "chaincode tradelane of channel b waits for this call: Fabric does not let it be called "
        "again");
}
