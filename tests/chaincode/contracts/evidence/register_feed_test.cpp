// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/evidence/contract.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/evidence/evidence_world.hpp"

using namespace tradelane;
using test::with;

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "RegisterFeed: every refusal, in order of precedence") {
  const Json good = test::feed_registration("decl", "CUSTOMS_DECL");
  const Json key = good.find("keys")->as_array()->front();
  const auto keys = [&](Json one) { return with(good, "keys", Json::Array{std::move(one)}); };
  struct Row {
    const char* who;
    Json args;
    const char* rule;
    const char* token;
  };
  const Json no_types = with(good, "recordTypes", Json::Array{});
  const Row rows[] = {
      {"CDP", good, "A10", "AUTH_DENIED"},
      {"SDN", with(no_types, "sourceNode", test::party_id("CDP").text()), "E1", "AUTH_DENIED"},
      {"SDN", no_types, "E3", "FEED_SCHEMA"},
      {"SDN", with(good, "keys", Json::Array{}), "E3", "FEED_SCHEMA"},
      {"SDN", keys(with(key, "alg", "ES256")), "E3", "FEED_SCHEMA"},
      {"SDN", keys(with(key, "kid", "")), "E3", "FEED_SCHEMA"},
      {"SDN", keys(with(key, "validTo", "2026-01-01T00:00:00Z")), "E3", "FEED_SCHEMA"},
      {"SDN", keys(with(key, "jwk", Json::Object{{"kty", "EC"}})), "E3", "FEED_SCHEMA"},
      {"SDN", with(good, "keys", Json::Array{key, key}), "E3", "FEED_SCHEMA"},
      {"SDN", with(good, "feedId", "Decl"), "A11", "FEED_SCHEMA"},
      {"SDN", good, "", ""},
      {"SDN", good, "", ""},
      {"SDN", with(good, "productId", "P"), "E2", "RECORD_CONFLICT"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto answer = as(row.who, "RegisterFeed", row.args);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
  CHECK(as("SDN", "RegisterFeed", good).changes.empty());
}

TEST_CASE("feed id: 1 to 32 small letters, digits and hyphens") {
  CHECK(evidence::FeedId::parse(std::string(32, 'a')));
  for (const std::string& bad : {std::string(), std::string(33, 'a'), std::string("A"),
                                 std::string("a_b"), std::string("a/b")})
    CHECK_FALSE(evidence::FeedId::parse(bad));
}
