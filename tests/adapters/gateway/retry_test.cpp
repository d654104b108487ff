// SPDX-License-Identifier: Apache-2.0
// The part of adapters/gateway/invoke.cpp that proposes again.
#include <deque>

#include <doctest/doctest.h>

#include "adapters/gateway/invoke.hpp"
#include "tests/adapters/service/fake_gateway.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

/// Fails as told, then succeeds.
class Failing : public test::FakeGateway {
 public:
  explicit Failing(std::deque<Failure> failures) : failures_(std::move(failures)) {}

  Result<Proposal> propose(const Call& call) override {
    ++proposals;
    auto made = FakeGateway::propose(call);
    made->transaction_id = "t" + std::to_string(proposals);
    return made;
  }
  Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) override {
    if (const auto why = take(Stage::evaluate)) return EvaluateFailure(*why);
    return FakeGateway::evaluate(proposal);
  }
  Outcome<SignedTransaction, EndorseFailure> endorse(const Proposal& proposal) override {
    if (const auto why = take(Stage::endorse)) return EndorseFailure(*why);
    return FakeGateway::endorse(proposal);
  }
  Outcome<Commit, CommitStatusFailure> commit_status(const StatusRequest& request) override {
    if (const auto why = take(Stage::commit_status)) return CommitStatusFailure(*why);
    if (auto verdict = take(Stage::commit))
      return Commit{.transaction_id = request.transaction_id,
                    .code = verdict->validation,
                    .name = verdict->validation_name};
    return Commit{.transaction_id = request.transaction_id, .block = 7};
  }
  int proposals = 0;

 private:
  std::optional<Failure> take(Stage stage) {
    if (failures_.empty() || failures_.front().stage != stage) return std::nullopt;
    Failure next = failures_.front();
    failures_.pop_front();
    return next;
  }
  std::deque<Failure> failures_;
};

Failure at(Stage stage, GrpcCode code, const std::string& message = "") {
  return {.stage = stage, .code = code, .message = message};
}
Failure verdict(int code) {
  return {.stage = Stage::commit, .validation = code, .validation_name = "code"};
}

const Failure down = at(Stage::endorse, GrpcCode::unavailable);
const Failure refused =
    at(Stage::endorse, GrpcCode::aborted, "chaincode response 409, EBL_NOT_HOLDER: no");
const Failure busy =
    at(Stage::endorse, GrpcCode::unknown,
       "too many requests for /gateway.Gateway, exceeding concurrency limit (500)");
const Failure mismatch =
    at(Stage::endorse, GrpcCode::aborted, "ProposalResponsePayloads do not match");
const Failure silent = at(Stage::commit_status, GrpcCode::deadline_exceeded);
const Failure forbidden = at(Stage::endorse, GrpcCode::permission_denied);
const Failure mvcc = verdict(11);
const Failure phantom = verdict(12);
const Failure policy = verdict(10);

const Call call{.channel = "trade", .chaincode = "tradelane", .function = "party:Register"};
const ResolvePolicy once{.attempts = 1};

}  // namespace

TEST_CASE("retry: what certainly had no effect is proposed again, and nothing else") {
  struct Row {
    const char* what;
    std::deque<Failure> failures;
    int proposals;
    bool done;
  };
  const Row rows[] = {{"nothing fails", {}, 1, true},
                      {"a peer is down", {down, down}, 3, true},
                      {"too many requests", {busy}, 2, true},
                      {"conflicts with others", {mvcc, phantom}, 3, true},
                      {"four failures of five attempts", {down, down, down, down}, 5, true},
                      {"five failures", {down, down, down, down, down}, 5, false},
                      {"two mismatches", {mismatch, mismatch}, 3, true},
                      {"three mismatches", {mismatch, mismatch, mismatch}, 3, false},
                      {"the contract refuses", {refused}, 1, false},
                      {"no rights", {forbidden}, 1, false},
                      {"the policy is not met", {policy}, 1, false},
                      {"the outcome is unknown", {silent}, 1, false}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Failing gateway(row.failures);
    std::size_t waits = 0;
    std::vector<std::string> kept;
    const auto done =
        invoke_with_retries(gateway, call, {.wait = [&](Duration) { ++waits; }}, once,
                            [&](const auto& sent) { kept.push_back(sent.transaction_id); });
    CHECK(done.ok() == row.done);
    CHECK(gateway.proposals == row.proposals);
    CHECK(waits == static_cast<std::size_t>(row.proposals - 1));
    // Each was kept before it was sent, and none was sent that was not kept.
    CHECK(kept.size() == gateway.sent.size());
    if (done) CHECK(done->commit.transaction_id == "t" + std::to_string(row.proposals));
  }
}

TEST_CASE("retry: waits double up to the longest, and their second half is a matter of chance") {
  const auto waits = [](const RetryPolicy& given) {
    Failing gateway(std::deque<Failure>(4, down));
    std::vector<Duration> seen;
    RetryPolicy retry = given;
    retry.wait = [&](Duration pause) { seen.push_back(pause); };
    CHECK(invoke_with_retries(gateway, call, retry, once));
    return seen;
  };
  const auto whole = [] { return 999; };
  const auto none = [] { return 0; };
  const auto ms = [](int count) { return Duration(count); };
  CHECK(waits({.first = ms(200), .longest = ms(1000), .jitter = whole}) ==
        std::vector{ms(200), ms(400), ms(800), ms(1000)});
  CHECK(waits({.first = ms(200), .longest = ms(1000), .jitter = none}) ==
        std::vector{ms(100), ms(200), ms(400), ms(500)});
  for (const Duration pause : waits({.first = ms(200), .longest = ms(200)})) {
    CHECK(pause >= ms(100));
    CHECK(pause <= ms(200));
  }
}

TEST_CASE("retry: whoever calls may look first whether the effect is still wanted") {
  Failing gateway({mvcc, mvcc});
  std::vector<int> seen;
  const auto done = invoke_with_retries(gateway, call,
                                        {.wait = [](Duration) {},
                                         .again =
                                             [&](const Failure& failure) {
                                               seen.push_back(failure.validation);
                                               return seen.size() < 2;
                                             }},
                                        once);
  REQUIRE_FALSE(done);
  CHECK(done.failure().validation == 11);
  CHECK(seen == std::vector{11, 11});
  CHECK(gateway.proposals == 2);
}

TEST_CASE("retry: a question is asked again as well") {
  Failing gateway({at(Stage::evaluate, GrpcCode::unavailable)});
  CHECK(*query_with_retries(gateway, call, {.wait = [](Duration) {}}) == "answer");
  Failing denied({at(Stage::evaluate, GrpcCode::permission_denied)});
  CHECK(query_with_retries(denied, call).failure().code == GrpcCode::permission_denied);
  CHECK(denied.proposals == 1);
}
