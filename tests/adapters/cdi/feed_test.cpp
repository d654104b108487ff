// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/feed.hpp"

#include <thread>

#include <doctest/doctest.h>

#include "tests/adapters/cdi/cdi_world.hpp"

using namespace tradelane;
using test::CdiWorld;
using test::told;
using Next = feed::Failure::Next;

namespace {

std::string effective_state(CdiWorld& world, const std::string& consent) {
  return world.ledger.consent(*consent::ConsentId::parse(test::consent_id(consent)))
      ->effective_state;
}

std::string last_transaction(const http::Response& response) {
  return *test::json_of(response)
              .find("transactions")
              ->as_array()
              ->back()
              .find("transaction")
              ->as_string();
}

}  // namespace

TEST_CASE("cdi feed: a grant is stored, then on the ledger with its acknowledgement, in order") {
  CdiWorld world;
  const auto stored = world.grant("C1");
  CHECK(stored.status == 202);
  CHECK(stored.headers.at("Retry-After") == "1");
  CHECK(world.ledger.prepared.empty());
  CHECK(world.store->counts().waiting == 2);
  world.feed->work(world.source_of("C1"));
  CHECK(world.ledger.prepared == std::vector<std::string>{"consent:Grant", "consent:Acknowledge"});
  CHECK(effective_state(world, "C1") == "ACTIVE");

  const auto answer = world.grant("C1");
  CHECK(answer.status == 200);
  const Json body = test::json_of(answer);
  CHECK(*body.find("consentId") == Json(test::consent_id("C1")));
  const auto& transactions = *body.find("transactions")->as_array();
  REQUIRE(transactions.size() == 2);
  CHECK(*transactions[0].find("transaction") == Json("consent:Grant"));
  CHECK(*transactions[0].find("block") == Json(1));
  CHECK(transactions[0].find("transactionId")->as_string()->size() == 64);
  CHECK(*transactions[0].find("result") ==
        Json(Json::Object{{"id", test::consent_id("C1")}, {"seq", 2}}));
  CHECK(*transactions[1].find("transaction") == Json("consent:Acknowledge"));
  // Asked again and again, and by the gateway's repetition: one effect.
  CHECK(world.grant("C1").body == answer.body);
  CHECK(world.ledger.prepared.size() == 2);
}

TEST_CASE("cdi feed: a refused grant takes its acknowledgement along, and may be tried again") {
  CdiWorld world;
  const Json args =
      test::with(world.grant_args("C1"), "signatures", *world.grant_args("C3").find("signatures"));
  const auto send = [&](const Json& what) {
    return world.api->handle(
        test::callers().post("cdi-1", world.consent_path("C1", "grant"), world.body_of(what)));
  };
  CHECK(send(args).status == 202);
  world.feed->work(world.source_of("C1"));
  CHECK(world.ledger.prepared == std::vector<std::string>{"consent:Grant"});
  CHECK(world.store->counts().waiting == 0);
  CHECK(world.store->counts().dead == 0);
  CHECK(world.store->counts().abandoned == 2);
  // It wrote nothing, so the right signature under the same key is not stopped by the wrong one.
  CHECK(send(world.grant_args("C1")).status == 202);
  world.feed->work(world.source_of("C1"));
  CHECK(send(world.grant_args("C1")).status == 200);
  CHECK(effective_state(world, "C1") == "ACTIVE");
  // Now it is done, and another signature for the same act is another statement.
  CHECK(told(send(args)) == "409 RECORD_CONFLICT");
}

TEST_CASE("cdi feed: what is under way under a key is not replaced by other bytes") {
  CdiWorld world;
  CHECK(world.grant("C1").status == 202);
  const Json args =
      test::with(world.grant_args("C1"), "signatures", *world.grant_args("C3").find("signatures"));
  const auto other = world.api->handle(
      test::callers().post("cdi-1", world.consent_path("C1", "grant"), world.body_of(args)));
  CHECK(told(other) == "409 RECORD_CONFLICT");
  CHECK(world.store->counts().waiting == 2);
}

TEST_CASE("cdi feed: a refusal is told by whoever waits for it, with its own words") {
  CdiWorld world;
  CHECK(world.revoke("C3").status == 202);
  world.feed->work(world.source_of("C3"));
  const auto record = world.store->find(1);
  CHECK(record->state == feed::State::abandoned);
  // Asked again it is tried again, so its outcome is read before that.
  const cdi::ActMessage message{.args = world.revoke_args("C3"), .at = {}};
  const auto revoke = from_json<consent::Revoke>(message.args);
  const auto progress = world.feed->progress(cdi::map_revoke(message, *revoke));
  const auto* refused = std::get_if<Error>(&progress);
  REQUIRE(refused != nullptr);
  CHECK(refused->code == Code::act_seq);
  CHECK(world.revoke("C3").status == 202);
}

TEST_CASE("cdi feed: the order of one consent is kept while the ledger is away") {
  CdiWorld world;
  world.ledger.prepare_failures = {{Next::again, "UNAVAILABLE", "later"}};
  world.grant("C3");
  world.revoke("C3");
  world.feed->work(world.source_of("C3"));
  CHECK(world.ledger.prepared == std::vector<std::string>{"consent:Grant"});
  world.feed->work(world.source_of("C3"));
  CHECK(world.ledger.prepared.size() == 1);  // not due yet, and nothing overtakes it
  world.now_ms += 1'000;
  world.feed->work(world.source_of("C3"));
  CHECK(world.ledger.prepared == std::vector<std::string>{"consent:Grant", "consent:Grant",
                                                          "consent:Acknowledge", "consent:Revoke"});
  CHECK(effective_state(world, "C3") == "REVOKED");
  CHECK(last_transaction(world.revoke("C3")) == "consent:Revoke");
}

TEST_CASE("cdi feed: what needs a person is held, not refused, and goes on after it") {
  CdiWorld world;
  world.ledger.prepare_failures = {{Next::ask_person, "PERMISSION_DENIED", "rights"}};
  world.grant("C1");
  world.feed->work(world.source_of("C1"));
  const auto held = world.grant("C1");
  CHECK(held.status == 202);
  CHECK(held.headers.at("Retry-After") == "60");
  CHECK(*test::json_of(held).find("state") == Json("HELD"));
  CHECK(world.ledger.prepared.size() == 1);
  CHECK(world.store->revive(world.store->dead_letters().at(0).id));
  world.feed->work(world.source_of("C1"));
  CHECK(world.grant("C1").status == 200);
}

TEST_CASE("cdi feed: what a person has given up is told as that") {
  CdiWorld world;
  world.ledger.prepare_failures = {{Next::ask_person, "GW_CONFIG", "settings"}};
  world.grant("C1");
  world.feed->work(world.source_of("C1"));
  CHECK(world.store->abandon(world.store->dead_letters().at(0).id, "not ours"));
  CHECK(told(world.grant("C1")) == "409 RECORD_CONFLICT");
}

TEST_CASE("cdi feed: a new process finds what waits, also a grant whose end was half told") {
  CdiWorld world;
  world.grant("C1");
  world.start();
  const auto source = world.feed->next(feed::Milliseconds(0));
  REQUIRE(source);
  CHECK(*source == world.source_of("C1"));
  // The process ended after the grant was buried and before its acknowledgement was.
  world.ledger.prepare_failures = {{Next::give_up, "CNS_STATE", "no"}};
  CHECK(world.pipeline->step(*source));
  CHECK(world.store->abandon(world.store->dead_letters().at(0).id, ""));
  world.start();
  CHECK(world.feed->next(feed::Milliseconds(0)) == source);
  world.feed->work(*source);
  CHECK(world.ledger.prepared.size() == 1);
  CHECK(world.store->counts().abandoned == 2);
}

TEST_CASE("cdi feed: what was put off has its turn, however much comes after it") {
  CdiWorld world;
  constexpr feed::Milliseconds at_once{0};
  world.grant("C1");
  world.start();  // a new process: nobody has told it of C1
  world.grant("C2");
  CHECK(world.feed->next(at_once) == world.source_of("C2"));
  world.grant("C2");
  CHECK(world.feed->next(at_once) == world.source_of("C1"));
}

TEST_CASE(
    "cdi feed: a consent at which one thread works holds up no other thread and no other consent") {
  CdiWorld world;
  constexpr feed::Milliseconds at_once{0};
  std::vector<std::optional<std::string>> offered;
  world.ledger.while_preparing = [&] {
    offered.push_back(world.feed->next(at_once));
    world.grant("C2");
    offered.push_back(world.feed->next(at_once));
  };
  world.grant("C1");
  world.feed->work(*world.feed->next(at_once));
  CHECK(offered == std::vector<std::optional<std::string>>{std::nullopt, world.source_of("C2")});
  CHECK(world.grant("C1").status == 200);
}

TEST_CASE("cdi feed: an envelope whose outcome is unknown is asked for, never signed again") {
  CdiWorld world;
  world.ledger.status_failures = {{Next::unknown, "DEADLINE_EXCEEDED", "nobody knows"}};
  world.grant("C1");
  world.feed->work(world.source_of("C1"));
  CHECK(world.ledger.prepared.size() == 1);
  world.now_ms += 60'000;
  world.start();
  world.feed->work(world.source_of("C1"));
  CHECK(world.ledger.prepared == std::vector<std::string>{"consent:Grant", "consent:Acknowledge"});
  CHECK(world.grant("C1").status == 200);
}

TEST_CASE("cdi feed: whoever waits is woken by the outcome, and by the end of the process") {
  CdiWorld world;
  const cdi::ActMessage message{.args = world.grant_args("C1"), .at = {}};
  const auto grant = from_json<consent::Grant>(message.args);
  const cdi::Act act = cdi::map_grant(message, *grant);
  REQUIRE(world.feed->take(act).ok());
  std::thread worker([&] {
    while (const auto source = world.feed->next(feed::Milliseconds(0))) world.feed->work(*source);
  });
  const auto progress = world.feed->await(act, std::chrono::minutes(1));
  worker.join();
  CHECK(std::holds_alternative<cdi::ActAnswer>(progress));

  const cdi::ActMessage other{.args = world.grant_args("C2"), .at = {}};
  const cdi::Act waiting = cdi::map_grant(other, *from_json<consent::Grant>(other.args));
  REQUIRE(world.feed->take(waiting).ok());
  std::thread closer([&] { world.feed->close(); });
  CHECK(std::holds_alternative<cdi::Pending>(world.feed->await(waiting, std::chrono::minutes(1))));
  closer.join();
}
