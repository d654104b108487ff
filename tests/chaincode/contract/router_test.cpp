// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contract/party_record.cpp
#include "chaincode/contract/router.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

struct Fixture {
  Router router = toy::router();
  test::World world{router};
  test::Actor alice = world.actor("OneMSP", toy::alice.text());

  Fixture() { toy::put(world, toy::party(toy::alice, "OneMSP", ActsBy::certificate)); }
  ledger::Outcome invoke(const std::vector<std::string>& args) {
    const std::vector<std::string_view> texts(args.begin(), args.end());
    const ledger::Invocation call{.channel = "trade",
                                  .chaincode = "tradelane",
                                  .txid = "t",
                                  .time = world.now,
                                  .msp = alice.msp,
                                  .certificate = alice.certificate,
                                  .args = texts};
    return router.invoke(call, world.state);
  }
};

Json fill(std::int64_t weight) { return Json::Object{{"box", "b"}, {"weight", weight}}; }

std::string member(const ledger::Outcome& outcome, const char* name) {
  return *parse_json(outcome.payload)->find(name)->as_string();
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "router: success answers id and seq, and one event lists the entries") {
  const auto outcome = invoke({"toy:Fill", canonical(fill(5))});
  CHECK(outcome.status == 200);
  CHECK(outcome.payload == R"({"id":"b","seq":1})");
  CHECK(outcome.changes.event_name() == "tradelane.v1");
  CHECK(outcome.changes.event_payload() == R"([{"id":"b","seq":1,"type":"toy.Fill"}])");
}

TEST_CASE_FIXTURE(Fixture, "router: a refusal names token, sentence, place, rule and data") {
  const auto refused = invoke({"toy:Fill", canonical(fill(0))});
  CHECK(refused.status == 409);
  CHECK(refused.message == "EBL_STATE: The bill is in another state.");
  CHECK(refused.payload ==
        R"({"at":"/weight","code":"EBL_STATE","message":"EBL_STATE: The bill is in another )"
        R"(state.","rule":"T1"})");
  CHECK(refused.changes.empty());
  const auto with_data = world.submit(alice, "toy:Fill", fill(99));
  CHECK(canonical(*with_data.payload.find("data")) == R"({"level":"EXACT"})");
}

TEST_CASE_FIXTURE(Fixture, "router: a broken invariant is a fault of ours and writes nothing") {
  const auto outcome = invoke({"toy:Fill", canonical(fill(13))});
  CHECK(outcome.status == 500);
  CHECK(outcome.message.starts_with("INVARIANT_T1: "));
  CHECK(outcome.changes.empty());
}

TEST_CASE_FIXTURE(Fixture, "router: a policy for a key that is not there is a fault of ours") {
  const auto own = invoke({"toy:Fill", canonical(fill(70))});
  CHECK(own.status == 200);
  CHECK(own.changes.policies().size() == 1);
  const auto nowhere = invoke({"toy:Fill", canonical(fill(71))});
  CHECK(nowhere.status == 500);
  CHECK(nowhere.message.starts_with("INVARIANT_ENDORSED_KEY: "));
  CHECK(nowhere.changes.empty());
  world.state.apply(ledger::Changes{}.put(toy::box("lid"), toy::Box{}));
  CHECK(invoke({"toy:Fill", canonical(fill(71))}).status == 200);
  // A public record of that name is no private one.
  CHECK(invoke({"toy:Fill", canonical(fill(72))}).message.starts_with("INVARIANT_ENDORSED_KEY: "));
}

TEST_CASE_FIXTURE(Fixture, "router: A11, A12 and A13, by what is wrong with the call") {
  const std::string too_long(256 * 1024 + 1, 'x');
  struct Row {
    std::vector<Bytes> args;
    std::string rule;
    int status;
  };
  const Row rows[] = {
      {{}, "A12", 404},
      {{""}, "A12", 404},
      {{"Fill"}, "A12", 404},
      {{"toy:fill", "{}"}, "A12", 404},
      {{"toy:None", "{}"}, "A12", 404},
      {{"other:Fill", "{}"}, "A12", 404},
      {{"toy:Fill"}, "A11", 400},
      {{"toy:Fill", "{}"}, "A11", 400},
      {{"toy:Fill", "[]"}, "A11", 400},
      {{"toy:Fill", "x"}, "A11", 400},
      {{"toy:Fill", canonical(fill(5)), "{}"}, "A11", 400},
      {{"toy:Fill", R"({"box":"b","weight":1,"more":1})"}, "A11", 400},
      {{"toy:Fill", "{\"box\":\"" + too_long + "\",\"weight\":1}"}, "A13", 400},
  };
  for (const Row& row : rows) {
    const auto outcome = invoke(row.args);
    CAPTURE(outcome.payload);
    CHECK(outcome.status == row.status);
    CHECK(member(outcome, "rule") == row.rule);
  }
  CHECK(member(invoke({"toy:Fill", "x"}), "code") == "ARG_MALFORMED");
  CHECK(member(invoke({"toy:None"}), "code") == "TX_UNKNOWN");
  CHECK(member(invoke({"toy:Fill", "\"" + too_long + "\""}), "code") == "ARG_LIMIT");
}

TEST_CASE_FIXTURE(Fixture, "router: an argument object may be written in any form of JSON") {
  const auto canonical_form = invoke({"toy:Fill", R"({"box":"b","weight":5})"});
  REQUIRE(canonical_form.status == 200);
  for (const std::string text : {R"( {"box" : "b", "weight": 5} )", R"({"weight":5,"box":"b"})",
                                 R"({"box":"\u0062","weight":5})", R"({"box":"b","weight":5.0})"}) {
    CAPTURE(text);
    const auto outcome = invoke({"toy:Fill", text});
    CHECK(outcome.payload == canonical_form.payload);
    CHECK(outcome.changes.writes() == canonical_form.changes.writes());
  }
  // A repeated name is refused wherever it stands.
  CHECK(member(invoke({"toy:Fill", R"({"box":"b","box":"b","weight":5})"}), "rule") == "A11");
  CHECK(member(invoke({"toy:Fill", R"({"box":"b","weight":5,"weight":5})"}), "rule") == "A11");
  CHECK(member(invoke({"toy:Fill", R"({"box":"b","weight":5}{)"}), "rule") == "A11");
}

TEST_CASE_FIXTURE(Fixture,
                  "router: the text of a malformed argument says which one, up to a length") {
  const auto message = [&](const std::string& args) { return invoke({"toy:Fill", args}).message; };
  const std::string malformed = "ARG_MALFORMED: The argument object is malformed. ";
  CHECK(message("{}") == malformed + "(missing at /box)");
  CHECK(message(R"({"box":"b","weight":"1"})") ==
        malformed + "(not an integer from 0 to 2^53 - 1 at /weight)");
  CHECK(message(R"({"box":"b","more":1,"weight":1})") == malformed + "(unknown field at /more)");
  CHECK(message(R"({"box":"b","signatures":[{"party":1}],"weight":1})") ==
        malformed + "(not a string at /signatures/0/party)");
  CHECK(message("[]") == malformed + "(not an object)");
  for (const std::size_t length : {std::size_t{99}, std::size_t{100}}) {
    const auto refused = invoke({"toy:Fill", "{\"" + std::string(length, 'x') + "\":1}"});
    CHECK(refused.message == malformed + "(unknown field at /" + std::string(99, 'x') + ")");
    CHECK(member(refused, "at") == "/" + std::string(length, 'x'));
  }
  // Three bytes each: one would be cut in halves.
  std::string wide;
  for (int i = 0; i < 40; ++i) wide += "提";
  CHECK(message("{\"" + wide + "\":1}") ==
        malformed + "(unknown field at /" + wide.substr(0, 99) + ")");
  CHECK(message("{\"x" + wide + "\":1}") ==
        malformed + "(unknown field at /x" + wide.substr(0, 96) + ")");
}

TEST_CASE_FIXTURE(Fixture, "router: a contract may have its own word for malformed arguments") {
  Party bank = toy::party(toy::alice, "OneMSP", ActsBy::certificate);
  bank.roles = {Role::bank};
  toy::put(world, bank);
  CHECK(world.submit(alice, "toy:Strict", Json::Object{}).token == "CNS_BAD_FIELD");
  CHECK(member(invoke({"toy:Strict", "x"}), "code") == "CNS_BAD_FIELD");
}

TEST_CASE_FIXTURE(Fixture, "router: who may not call is refused before the arguments are read") {
  CHECK(world.submit(world.actor("OneMSP"), "toy:Fill", Json::Array{}).rule == "A10");
  CHECK(world.submit(alice, "toy:Strict", Json::Array{}).rule == "A10");
}

TEST_CASE_FIXTURE(Fixture, "router: private input is used up, unless the call is a repetition") {
  const auto secret = test::open("secret", "s");
  const auto more = test::open("more", "m");
  Json args = fill(5);
  args.as_object()->emplace("secret", secret.commitment.text());
  CHECK(world.submit(alice, "toy:Fill", args, test::transient({secret, more})).rule == "A8");
  const auto sent = test::transient({secret});
  CHECK(world.submit(alice, "toy:Fill", args, sent).ok());
  CHECK(world.submit(alice, "toy:Fill", args, sent).changes.empty());
}

TEST_CASE_FIXTURE(Fixture, "router: queries answer the record and write nothing") {
  CHECK(world.submit(alice, "toy:Fill", fill(5)).ok());
  const auto seen = world.evaluate(world.actor("ThreeMSP"), "toy:Look", Json::Object{{"box", "b"}});
  CHECK(seen.integer("weight") == 5);
  CHECK(seen.changes.empty());
  CHECK(world.evaluate(alice, "toy:Look", Json::Object{{"box", "x"}}).status == 404);
}

TEST_CASE_FIXTURE(Fixture, "router: the same call gives the same bytes") {
  const auto one = invoke({"toy:Fill", canonical(fill(5))});
  const auto two = invoke({"toy:Fill", canonical(fill(5))});
  CHECK(one.payload == two.payload);
  CHECK(one.changes.writes() == two.changes.writes());
}
