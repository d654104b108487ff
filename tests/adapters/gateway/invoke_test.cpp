// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/invoke.hpp"

#include <deque>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

using SubmitOutcome = Outcome<Done, SubmitFailure>;
using StatusOutcome = Outcome<Commit, CommitStatusFailure>;

// Answers as told and writes down what was asked; the last answer stays.
class Scripted : public Gateway {
 public:
  std::deque<SubmitOutcome> submits = {Done{}};
  std::deque<StatusOutcome> statuses = {Commit{.transaction_id = "t", .block = 7}};
  std::string log = {};
  std::vector<SignedTransaction> sent = {};

  const Identity& identity() const override { return identity_; }
  Result<Proposal> propose(const Call& call) override {
    log += "propose ";
    if (call.function.empty()) return refuse(Code::gw_config, "", "no function");
    return Proposal{.transaction_id = "t", .channel = call.channel};
  }
  Outcome<Bytes, EvaluateFailure> evaluate(const Proposal& proposal) override {
    log += "evaluate ";
    if (proposal.channel == "broken") return EvaluateFailure(Failure{.message = "no"});
    return Bytes("answer");
  }
  Outcome<SignedTransaction, EndorseFailure> endorse(const Proposal& proposal) override {
    log += "endorse ";
    if (proposal.channel == "broken") return EndorseFailure(Failure{.message = "no"});
    return SignedTransaction{
        .transaction_id = "t", .channel = proposal.channel, .envelope = "e", .result = "r"};
  }
  SubmitOutcome submit(const SignedTransaction& transaction) override {
    log += "submit ";
    sent.push_back(transaction);
    return take(submits);
  }
  StatusOutcome commit_status(const StatusRequest& request) override {
    log += request.within == ResolvePolicy{}.ask_within ? "ask " : "status ";
    CHECK(request.transaction_id == "t");
    return take(statuses);
  }
  std::unique_ptr<EventStream> events(const EventsRequest&) override { return nullptr; }

 private:
  template <class T>
  static T take(std::deque<T>& answers) {
    T answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    return answer;
  }
  Identity identity_ = {};
};

const SubmitOutcome lost = SubmitFailure(Failure{.code = GrpcCode::unavailable, .message = "gone"});
const StatusOutcome silent = CommitStatusFailure(Failure{.code = GrpcCode::deadline_exceeded});
const StatusOutcome forbidden = CommitStatusFailure(Failure{.code = GrpcCode::permission_denied});
const StatusOutcome valid = Commit{.transaction_id = "t", .block = 7};
const StatusOutcome conflict =
    Commit{.transaction_id = "t", .code = 11, .name = "MVCC_READ_CONFLICT", .block = 8};
const SignedTransaction kept{
    .transaction_id = "t", .channel = "trade", .envelope = "e", .result = "r"};
const Call call{.channel = "trade", .chaincode = "tradelane", .function = "party:Register"};

}  // namespace

TEST_CASE("invoke keeps the signed transaction before it sends it") {
  Scripted gateway;
  const auto done = invoke(gateway, call, {}, [&](const SignedTransaction& transaction) {
    gateway.log += "keep ";
    CHECK(transaction == kept);
  });
  REQUIRE(done);
  CHECK(done->result == "r");
  CHECK(done->commit.block == 7);
  CHECK(gateway.log == "propose endorse keep submit status ");
}

TEST_CASE("invoke stops where nothing was sent") {
  Scripted gateway;
  Call nameless = call;
  nameless.function.clear();
  const auto unnamed = invoke(gateway, nameless);
  REQUIRE_FALSE(unnamed);
  CHECK(unnamed.failure().stage == Stage::proposal);
  CHECK(unnamed.failure().code == GrpcCode::invalid_argument);
  CHECK(unnamed.failure().message.find("GW_CONFIG") == 0);
  Call broken = call;
  broken.channel = "broken";
  CHECK(invoke(gateway, broken).failure().stage == Stage::endorse);
  CHECK(gateway.log == "propose propose endorse ");
}

TEST_CASE("a crash between keeping and sending leaves something to resolve") {
  Scripted gateway;
  struct Crash {};
  CHECK_THROWS_AS(static_cast<void>(invoke(gateway, call, {}, [](const auto&) { throw Crash(); })),
                  Crash);
  CHECK(gateway.log == "propose endorse ");
}

TEST_CASE("the outcome of a transaction, by what submit and status answer") {
  struct Row {
    const char* what;
    std::deque<SubmitOutcome> submits;
    std::deque<StatusOutcome> statuses;
    const char* log;
    const char* outcome;  // stage of the failure, "" for valid
  };
  const Row rows[] = {
      {"plain", {Done{}}, {valid}, "submit status ", ""},
      {"submit lost, yet on the ledger", {lost}, {valid}, "submit ask ", ""},
      {"lost, then arrived", {lost, Done{}}, {silent, valid}, "submit ask submit status ", ""},
      {"conflict", {Done{}}, {conflict}, "submit status ", "commit"},
      {"lost, and it was a conflict", {lost}, {conflict}, "submit ask ", "commit"},
      {"silence", {lost}, {silent}, "submit ask submit ask submit status ", "commit status"},
      {"may not ask", {Done{}}, {forbidden}, "submit status ", "commit status"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Scripted gateway;
    gateway.submits = row.submits;
    gateway.statuses = row.statuses;
    const auto commit = submit_until_known(gateway, kept);
    CHECK(gateway.log == row.log);
    CHECK((commit ? "" : text_of(commit.failure().stage)) == row.outcome);
    for (const auto& transaction : gateway.sent) CHECK(transaction == kept);
  }
}

TEST_CASE("resolve asks before it sends") {
  struct Row {
    const char* what;
    std::deque<StatusOutcome> statuses;
    const char* log;
    const char* outcome;
  };
  const Row rows[] = {
      {"it was on the ledger", {valid}, "ask ", ""},
      {"it was invalid", {conflict}, "ask ", "commit"},
      {"it was never sent", {silent, valid}, "ask submit status ", ""},
      {"may not ask", {forbidden}, "ask ", "commit status"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Scripted gateway;
    gateway.statuses = row.statuses;
    const auto commit = resolve(gateway, kept);
    CHECK(gateway.log == row.log);
    CHECK((commit ? "" : text_of(commit.failure().stage)) == row.outcome);
  }
}

TEST_CASE("an unknown outcome tells both sides of the story, after as many attempts as asked for") {
  Scripted gateway;
  gateway.submits = {lost};
  gateway.statuses = {silent};
  std::string pauses;
  const auto commit = submit_until_known(gateway, kept, {.attempts = 2, .pause = [&](int attempt) {
                                                           pauses += std::to_string(attempt) + " ";
                                                         }});
  REQUIRE_FALSE(commit);
  CHECK(gateway.log == "submit ask submit status ");
  CHECK(pauses == "2 ");
  CHECK(commit.failure().code == GrpcCode::deadline_exceeded);
  CHECK(commit.failure().message.find("submit failed: UNAVAILABLE: gone") != std::string::npos);
}

TEST_CASE("an invalid transaction names its validation code and block") {
  Scripted gateway;
  gateway.statuses = {conflict};
  const auto done = invoke(gateway, call);
  REQUIRE_FALSE(done);
  CHECK(done.failure().validation == 11);
  CHECK(done.failure().text() == "commit failed: MVCC_READ_CONFLICT: in block 8");
  CHECK(done.failure().transaction_id == "t");
}

TEST_CASE("a later copy's verdict is not the transaction's: the first copy decides") {
  const StatusOutcome copy = Commit{.transaction_id = "t", .code = 9, .name = "DUPLICATE_TXID"};
  struct Row {
    std::deque<StatusOutcome> statuses;
    const char* outcome;
  };
  const Row rows[] = {{{copy, valid}, ""},
                      {{copy, conflict}, "MVCC_READ_CONFLICT"},
                      {{copy, silent}, "DUPLICATE_TXID"}};
  for (const Row& row : rows) {
    Scripted gateway;
    gateway.statuses = row.statuses;
    const auto commit = submit_until_known(gateway, kept);
    CHECK((commit ? "" : commit.failure().validation_name) == row.outcome);
    CHECK(gateway.log == "submit status status ");
  }
}

TEST_CASE("query evaluates and changes nothing") {
  Scripted gateway;
  const auto answer = query(gateway, call);
  REQUIRE(answer);
  CHECK(*answer == "answer");
  Call broken = call;
  broken.channel = "broken";
  CHECK(query(gateway, broken).failure().stage == Stage::evaluate);
  Call nameless = call;
  nameless.function.clear();
  CHECK(query(gateway, nameless).failure().stage == Stage::proposal);
  CHECK(gateway.sent.empty());
}
