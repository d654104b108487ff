// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/map.hpp"

#include <doctest/doctest.h>

#include "adapters/cdi/validate.hpp"
#include "tests/adapters/cdi/cdi_world.hpp"

using namespace tradelane;
using namespace tradelane::cdi;

namespace {

ActMessage message_of(const Json& args) { return {.args = args, .at = {}}; }

Act grant_of(const Json& args) {
  const auto message = message_of(args);
  return map_grant(message, *validate_grant(message, test::consent_id("C1")));
}

}  // namespace

TEST_CASE("cdi map: a grant and its acknowledgement, the argument object untouched") {
  const test::CdiWorld world;
  const Json args = world.grant_args("C1");
  const Act act = grant_of(args);
  CHECK(act.consent_id == test::consent_id("C1"));
  CHECK(act.source == "consent/" + test::consent_id("C1"));
  REQUIRE(act.items.size() == 2);
  CHECK(submission_of(act.items[0].payload).transaction == "consent:Grant");
  CHECK(submission_of(act.items[0].payload).args == args);
  CHECK(submission_of(act.items[1].payload).transaction == "consent:Acknowledge");
  CHECK(submission_of(act.items[1].payload).args ==
        Json(Json::Object{{"consentId", test::consent_id("C1")}}));
  CHECK_FALSE(is_acknowledgement(act.items[0].key));
  CHECK(is_acknowledgement(act.items[1].key));
  CHECK(grant_key(act.items[1].key) == act.items[0].key);
}

TEST_CASE("cdi map: the key is what the ledger remembers as the consent's last act") {
  test::CdiWorld world;
  const Act act = grant_of(world.grant_args("C1"));
  world.play(scenario::grant_consent("C1", world.setting));
  const auto view = world.ledger.consent(*consent::ConsentId::parse(act.consent_id));
  REQUIRE(view.ok());
  CHECK(view->consent.last_act.text() == act.items[0].key);
}

TEST_CASE("cdi map: one act is one key, whatever its signature; another act is another") {
  const test::CdiWorld world;
  const Json args = world.grant_args("C1");
  const Json& signature = args.find("signatures")->as_array()->front();
  const auto signed_with = [&](const char* name, Json value) {
    return grant_of(test::with(args, "signatures",
                               Json::Array{test::with(signature, name, std::move(value))}))
        .items[0];
  };
  const auto first = grant_of(args).items[0];
  CHECK(signed_with("sig", "AAAA").key == first.key);
  CHECK(signed_with("sig", "AAAA").payload != first.payload);
  CHECK(signed_with("seq", 9).key != first.key);
  const Json narrowed = test::with(*args.find("grant"), "personalDataPresent", true);
  CHECK(grant_of(test::with(args, "grant", narrowed)).items[0].key != first.key);
}

TEST_CASE("cdi map: a revocation is one transaction of the same consent") {
  const test::CdiWorld world;
  const auto message = message_of(world.revoke_args("C3"));
  const Act act = map_revoke(message, *validate_revoke(message, std::nullopt));
  REQUIRE(act.items.size() == 1);
  CHECK(act.source == world.source_of("C3"));
  CHECK(submission_of(act.items[0].payload).transaction == "consent:Revoke");
  CHECK(submission_of(act.items[0].payload).args == message.args);
}

TEST_CASE("cdi map: an inbox that holds something else is broken") {
  CHECK_THROWS_AS((void)submission_of("nonsense"), Fault);
  CHECK_THROWS_AS((void)submission_of("{}"), Fault);
}
