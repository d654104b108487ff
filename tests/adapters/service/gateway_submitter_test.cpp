// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/gateway_submitter.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/service/fake_gateway.hpp"

using namespace tradelane;
using namespace tradelane::service;
using gateway::GrpcCode;
using Next = feed::Failure::Next;

namespace {

const feed::Item item{.id = 1, .source = "decl", .key = "k", .payload = "payload"};
const feed::Envelope kept{
    .transaction_id = "t1", .channel = "trade", .bytes = "signed", .result = "answer"};

std::variant<gateway::Call, feed::Failure> call_for(const feed::Item& of) {
  if (of.payload == "bad") return feed::Failure{Next::give_up, "FEED_SCHEMA", "no"};
  return gateway::Call{.channel = "trade", .function = "evidence:Submit", .args = {of.payload}};
}

struct World {
  test::FakeGateway gateway;
  GatewaySubmitter submitter{gateway, call_for};
};

feed::Failure failure_in(const std::variant<feed::Envelope, feed::Failure>& prepared) {
  REQUIRE(std::holds_alternative<feed::Failure>(prepared));
  return std::get<feed::Failure>(prepared);
}

feed::Failure failure_in(const std::variant<feed::Committed, feed::Failure>& status) {
  REQUIRE(std::holds_alternative<feed::Failure>(status));
  return std::get<feed::Failure>(status);
}

}  // namespace

TEST_CASE_FIXTURE(World, "gateway submitter: an item is endorsed, its envelope is what is sent") {
  const auto prepared = submitter.prepare(item);
  REQUIRE(std::holds_alternative<feed::Envelope>(prepared));
  CHECK(std::get<feed::Envelope>(prepared) == kept);
  CHECK(gateway.calls.at(0).args == std::vector<Bytes>{"payload"});
  CHECK_FALSE(submitter.send(kept).has_value());
  CHECK(gateway.sent.at(0) ==
        gateway::SignedTransaction{
            .transaction_id = "t1", .channel = "trade", .envelope = "signed", .result = "answer"});
  const auto status = submitter.status(kept, feed::Milliseconds(3));
  REQUIRE(std::holds_alternative<feed::Committed>(status));
  CHECK(std::get<feed::Committed>(status).block == 7);
  CHECK(gateway.asked.at(0).transaction_id == "t1");
  CHECK(gateway.asked.at(0).channel == "trade");
  CHECK(gateway.asked.at(0).within == feed::Milliseconds(3));
}

TEST_CASE_FIXTURE(World, "gateway submitter: what can never be a call comes to no gateway") {
  const auto failure = failure_in(submitter.prepare({.payload = "bad"}));
  CHECK(failure.code == "FEED_SCHEMA");
  CHECK(gateway.calls.empty());
}

TEST_CASE_FIXTURE(World, "gateway submitter: a call that cannot be proposed is for a person") {
  gateway.refused = refuse(Code::gw_config, "", "no channel");
  const auto prepared = submitter.prepare(item);
  CHECK(failure_in(prepared).next == Next::ask_person);
  CHECK(failure_in(prepared).code == "GW_CONFIG");
}

TEST_CASE_FIXTURE(World, "gateway submitter: what a failed endorsement means") {
  struct Row {
    const char* what;
    gateway::Failure failure;
    Next next;
    const char* code;
  };
  const Row rows[] = {
      {"refused", test::refused_by_contract(403, "FEED_SIG_INVALID: no"), Next::give_up,
       "FEED_SIG_INVALID"},
      {"conflict", test::refused_by_contract(409, "FEED_SEQ_GAP: no"), Next::give_up,
       "FEED_SEQ_GAP"},
      {"busy", test::refused_by_contract(500, "busy"), Next::again, "ABORTED"},
      {"broken", test::refused_by_contract(500, "INVARIANT_X: no"), Next::ask_person,
       "INVARIANT_X"},
      {"away", {.code = GrpcCode::unavailable}, Next::again, "UNAVAILABLE"},
      {"slow", {.code = GrpcCode::deadline_exceeded}, Next::again, "DEADLINE_EXCEEDED"},
      {"a stranger", {.code = GrpcCode::permission_denied}, Next::ask_person, "PERMISSION_DENIED"}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    gateway.failure = row.failure;
    const auto prepared = submitter.prepare(item);
    CHECK(failure_in(prepared).next == row.next);
    CHECK(failure_in(prepared).code == row.code);
    CHECK_FALSE(failure_in(prepared).reason.empty());
  }
}

TEST_CASE_FIXTURE(World, "gateway submitter: a send that fails says why, the status decides") {
  gateway.failure = gateway::Failure{.code = GrpcCode::unavailable, .message = "gone"};
  const auto problem = submitter.send(kept);
  REQUIRE(problem.has_value());
  CHECK(problem->find("gone") != std::string::npos);
  const auto status = submitter.status(kept, feed::Milliseconds(1));
  CHECK(failure_in(status).next == Next::unknown);
  CHECK(failure_in(status).code == "UNAVAILABLE");
}

TEST_CASE_FIXTURE(World, "gateway submitter: what an invalid transaction means") {
  struct Row {
    int code;
    const char* name;
    Next next;
  };
  const Row rows[] = {{11, "MVCC_READ_CONFLICT", Next::again},
                      {12, "PHANTOM_READ_CONFLICT", Next::again},
                      {18, "CHAINCODE_VERSION_CONFLICT", Next::again},
                      {9, "DUPLICATE_TXID", Next::unknown},
                      {10, "ENDORSEMENT_POLICY_FAILURE", Next::ask_person},
                      {4, "BAD_CREATOR_SIGNATURE", Next::ask_person}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    gateway.commit = {.transaction_id = "t1", .code = row.code, .name = row.name, .block = 8};
    const auto status = submitter.status(kept, feed::Milliseconds(1));
    CHECK(failure_in(status).next == row.next);
    CHECK(failure_in(status).code == row.name);
    CHECK(failure_in(status).reason.find("block 8") != std::string::npos);
  }
}

TEST_CASE("gateway submitter: a refusal of ours keeps its code and its words") {
  const feed::Failure failure = failure_of(refuse(Code::feed_digest, "", "factsDigest"));
  CHECK(failure.next == Next::give_up);
  CHECK(failure.code == "FEED_DIGEST");
  CHECK(failure.reason == "FEED_DIGEST: The digest does not match. (factsDigest)");
}
