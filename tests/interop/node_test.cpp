// SPDX-License-Identifier: Apache-2.0
// The whole story by the official Fabric Gateway client for Node, over mutual TLS.
#include <algorithm>

#include <doctest/doctest.h>

#include "tests/interop/node_backend.hpp"
#include "tests/scenario/ending.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

std::string text(const Json& object, const char* name) { return *object.find(name)->as_string(); }

/// As the client shows it: who refused, in which words.
void check_details(const Json& answer, const std::vector<std::string>& msps,
                   const std::string& words) {
  const Json::Array& details = *answer.find("details")->as_array();
  REQUIRE(details.size() == msps.size());
  for (const Json& detail : details) {
    CHECK(std::find(msps.begin(), msps.end(), text(detail, "mspId")) != msps.end());
    CHECK(text(detail, "address").find(":") != std::string::npos);
    CHECK(text(detail, "message").starts_with(words));
  }
}

}  // namespace

TEST_CASE("node: the official client plays the story to the same end") {
  const Setting setting = setting_of_now();
  NetworkBackend network(setting);
  NodeBackend node(setting, network);
  std::uint64_t height = 0;
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    node.sign_offline(step.transaction == "ebl:Transfer");
    const Played played = play(node, step, setting);
    CHECK(played.problem == "");
    if (step.refused) continue;
    CHECK(played.receipt.block > height);
    height = played.receipt.block;
  }
  CHECK(ending(node) == expected_ending);
}

TEST_CASE("node: a refusal comes with gRPC status, code and one detail per endorser") {
  const Setting setting = setting_of_now();
  NetworkBackend network(setting);
  NodeBackend node(setting, network);
  for (const Step& step : story(setting)) {
    if (!step.refused) {
      REQUIRE(play(node, step, setting).problem == "");
      continue;
    }
    const Json answer = node.ask("submit", call_of(step, sealed(step, setting)));
    CHECK(text(answer, "error") == "EndorseError");
    CHECK(*answer.find("grpc")->as_integer() == 10);
    check_details(answer, msps_of(step.endorsers),
                  "chaincode response " + std::to_string(step.refused->status) + ", " +
                      step.refused->token + ": ");
    return;
  }
}

TEST_CASE("node: an organisation too few is found out at commit, and nothing is written") {
  const Setting setting = setting_of_now();
  NetworkBackend network(setting);
  NodeBackend node(setting, network);
  Call call = call_of(bootstrap(), bootstrap().args);
  call.endorsers = {"OperatorMSP"};
  const Json answer = node.ask("submit", call);
  // ENDORSEMENT_POLICY_FAILURE
  CHECK(*answer.find("code")->as_integer() == 10);
  CHECK(answer.find("event") == nullptr);
  CHECK(play(node, bootstrap(), setting).problem == "");
}

TEST_CASE("node: the official shim finds our metadata valid, and would say if it were not") {
  const Setting setting = setting_of_now();
  NetworkBackend network(setting);
  NodeBackend node(setting, network);
  const Json metadata = node.query({.by = "BKH",
                                    .function = "org.hyperledger.fabric:GetMetadata",
                                    .args = Json::Object{}})
                            .payload;
  const auto judged = [&](const std::string& text) {
    return node.ask("validate", {.by = "BKH", .args = *parse_json(text)});
  };
  CHECK(canonical(judged(canonical(metadata))) == "{}");
  struct Row {
    std::string from;
    std::string to;
  };
  // Of what is inside a component the published schema looks at little.
  const Row rows[] = {{R"("returns":{"$ref":)", R"("returns":{"$reference":)"},
                      {R"("required":["id"])", R"("required":[])"},
                      {R"("$id":"Answer",)", ""},
                      {R"("name":"argument",)", ""},
                      {R"("title":"tradelane",)", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.to);
    std::string spoilt = canonical(metadata);
    const auto at = spoilt.find(row.from);
    REQUIRE(at != std::string::npos);
    spoilt.replace(at, row.from.size(), row.to);
    const Json answer = judged(spoilt);
    REQUIRE(answer.find("message") != nullptr);
    CHECK(text(answer, "message").starts_with("Contract metadata does not match"));
  }
}
