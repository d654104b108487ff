// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/contract.hpp"
#include "tests/chaincode/contracts/evidence/evidence_world.hpp"
#include "tests/support/bills.hpp"

using namespace tradelane;
using test::with;

namespace {

/// Declarations D1 and D2, the load event L1 and the bill B1 are on the ledger.
struct Matching {
  contract::Router router{{party::contract(), ebl::contract(), evidence::contract()}};
  test::World world{router};
  Json last_event = {};
  Json last_declaration = {};

  Matching() {
    test::admit_everyone(world);
    for (const auto& [feed, type] :
         {std::pair{"decl", "CUSTOMS_DECL"}, std::pair{"events", "CONTAINER_EVENT"}})
      CHECK(submit("SDN", "evidence:RegisterFeed", test::feed_registration(feed, type)).ok());
    declare("D1", test::declaration_opening("D1"));
    declare("D2", test::declaration_opening("D2"));
    happen("L1", test::event_opening("L1"));
    CHECK(test::issue_bill(world, "B1").ok());
  }

  test::Answer submit(const char* who, const std::string& function, const Json& args,
                      const test::Transient& openings = {}) {
    return world.submit(test::actor(world, who), function, args, openings);
  }
  /// Publishes the next envelope of a feed; `last` is the one before.
  void publish(Json envelope, Json& last) {
    if (!last.is_null()) {
      envelope = with(std::move(envelope), "seq", *last.find("seq")->as_integer() + 1);
      envelope = with(std::move(envelope), "prevDigest", test::digest_of(last));
    }
    CHECK(submit("SDN", "evidence:Submit", test::signed_envelope(envelope)).ok());
    last = std::move(envelope);
  }
  void declare(const std::string& object, const test::Opening& facts, int version = 1) {
    publish(with(test::envelope(world, object, facts), "recordVersion", version), last_declaration);
  }
  void happen(const std::string& object, const test::Opening& facts) {
    Json envelope = with(test::envelope(world, object, facts), "feedId", "events");
    publish(with(std::move(envelope), "recordType", "CONTAINER_EVENT"), last_event);
  }

  Json ask(const std::string& id, const std::vector<std::string>& evidence) const {
    Json::Array ids;
    for (const std::string& one : Set<std::string>::of(evidence)) ids.emplace_back(one);
    return Json::Object{{"matchId", test::party_id(id).text()},
                        {"billId", test::bill_id("B1")},
                        {"evidence", std::move(ids)}};
  }
  std::string d1 = test::evidence_id("D1");
  std::string l1 = test::evidence_id("L1", "CONTAINER_EVENT");
  test::Opening bill = test::bill_openings("B1").facts;
  test::Opening declaration = test::declaration_opening("D1");
  test::Opening loading = test::event_opening("L1");
  test::Transient all = test::transient({bill, declaration, loading});

  test::Answer run(const Json& args, const test::Transient& openings, const char* who = "EXP") {
    return submit(who, "evidence:Match", args, openings);
  }
  test::Answer report(const std::string& id) {
    return world.evaluate(test::actor(world, "BK2"), "evidence:MatchReport",
                          Json::Object{{"matchId", test::party_id(id).text()}});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Matching, "Match: every refusal, in order of precedence") {
  const Json good = ask("M1", {d1, l1});
  const auto having = [](const std::vector<test::Opening>& openings) {
    return test::transient(openings);
  };
  const test::Opening nobodys = test::declaration_opening("D2");
  const std::string invoice = test::evidence_id("I1", "EINVOICE");
  struct Row {
    Json args;
    test::Transient openings;
    const char* rule;
    const char* token;
  };
  test::Transient forged = all;
  forged[declaration.commitment.text()] = nobodys.bytes;
  const Row rows[] = {
      {with(good, "verdicts", Json::Array{}), all, "A11", "ARG_MALFORMED"},
      {with(ask("M1", {l1}), "billId", "TSTC/NONE/1"), {}, "E16", "ARG_MALFORMED"},
      {ask("M1", {d1, l1, test::evidence_id("D2")}), {}, "E16", "ARG_MALFORMED"},
      {ask("M1", {d1, l1, invoice}), {}, "E16", "ARG_MALFORMED"},
      {with(ask("M1", {test::evidence_id("D9")}), "billId", "TSTC/NONE/1"),
       {},
       "E18",
       "EBL_UNKNOWN"},
      {ask("M1", {test::evidence_id("D9"), l1}), {}, "E19", "EVD_UNKNOWN"},
      {ask("M1", {d1, test::evidence_id("L9", "CONTAINER_EVENT")}), {}, "E19", "EVD_UNKNOWN"},
      {good, {}, "A6", "PRIVATE_MISSING"},
      {good, having({bill, loading}), "A6", "PRIVATE_MISSING"},
      {good, having({bill, declaration}), "A6", "PRIVATE_MISSING"},
      {good, forged, "A7", "PRIVATE_DIGEST"},
      {good, having({bill, declaration, loading, nobodys}), "A8", "PRIVATE_UNUSED"},
      {good, all, "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(canonical(row.args));
    const auto answer = run(row.args, row.openings);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
}

TEST_CASE_FIXTURE(Matching, "Match: any party that was shown the facts may ask") {
  CHECK(run(ask("M1", {d1, l1}), all, "BK2").ok());
  CHECK(submit("BK2", "evidence:Match", ask("M2", {d1, l1})).token == "PRIVATE_MISSING");
  const auto stranger =
      world.submit(world.actor("OtherMSP"), "evidence:Match", ask("M2", {d1, l1}), all);
  CHECK(stranger.token == "AUTH_DENIED");
}

TEST_CASE_FIXTURE(Matching, "Match: the verdicts of the story, their event and their record") {
  const auto answer = run(ask("M1", {d1, l1}), all);
  CHECK(answer.text("id") == test::party_id("M1").text());
  CHECK(answer.text("code") == "OK");
  REQUIRE(answer.changes.entries().size() == 1);
  CHECK(answer.changes.entries().front().type == "evidence.Match");
  CHECK(answer.changes.writes().size() == 1);
  const auto report_of = report("M1");
  const Json& match = *report_of.payload.find("match");
  CHECK(*match.find("billId") == Json(test::bill_id("B1")));
  CHECK(*match.find("billFacts") == Json(bill.commitment.text()));
  const Json::Array& evidence = *match.find("evidence")->as_array();
  REQUIRE(evidence.size() == 2);
  CHECK(*evidence[0].find("evidenceId") == Json(l1));
  CHECK(*evidence[0].find("facts") == Json(loading.commitment.text()));
  CHECK(*evidence[1].find("evidenceId") == Json(d1));
  CHECK(*evidence[1].find("version") == Json(1));
  const Json::Array& verdicts = *match.find("verdicts")->as_array();
  REQUIRE(verdicts.size() == 4);
  for (const Json& verdict : verdicts) CHECK(*verdict.find("level") == Json("OK"));
}

TEST_CASE_FIXTURE(Matching, "Match: a bad match is stored as it is") {
  const auto without_loading = run(ask("M1", {d1}), test::transient({bill, declaration}));
  CHECK(without_loading.text("code") == "HARD");

  const Json heavier = with(test::declaration_facts("D1"), "grossWeightG", "12750000");
  const test::Opening soft = test::open("facts", with(heavier, "packages", 491));
  declare("D3", soft);
  const auto answer =
      run(ask("M2", {test::evidence_id("D3"), l1}), test::transient({bill, soft, loading}));
  CHECK(answer.text("code") == "SOFT");
  std::string levels;
  const auto told = report("M2");
  for (const Json& verdict : *told.payload.find("match")->find("verdicts")->as_array())
    levels += *verdict.find("rule")->as_string() + *verdict.find("level")->as_string() + " ";
  CHECK(levels == "M01OK M02OK M03SOFT M04SOFT ");
}

TEST_CASE_FIXTURE(Matching, "Match: facts of another form are refused without naming a value") {
  const test::Opening odd =
      test::open("facts", test::without(test::declaration_facts("D1"), "packages"));
  declare("D3", odd);
  const auto answer =
      run(ask("M1", {test::evidence_id("D3"), l1}), test::transient({bill, odd, loading}));
  CHECK(answer.rule == "A9");
  CHECK(answer.token == "PRIVATE_VALUE");
  CHECK(answer.message.find("2248") == std::string::npos);
}

TEST_CASE_FIXTURE(Matching, "Match: the same again changes nothing, other content is a conflict") {
  const Json good = ask("M1", {d1, l1});
  CHECK(run(good, all).ok());
  const auto again = run(good, all);
  CHECK(again.changes.empty());
  CHECK(again.text("code") == "OK");
  struct Row {
    Json args;
    test::Transient openings;
    const char* field;
  };
  const Row rows[] = {{with(good, "billId", test::bill_id("B2")), all, "billId"},
                      {ask("M1", {d1}), test::transient({bill, declaration}), "evidence"},
                      {good, {}, "evidence"}};
  for (const Row& row : rows) {
    const auto answer = run(row.args, row.openings);
    CHECK(answer.rule == "E17");
    CHECK(answer.token == "RECORD_CONFLICT");
    CHECK(answer.message.find(row.field) != std::string::npos);
  }
}

TEST_CASE_FIXTURE(Matching,
                  "Match: a newer version counts, and the older match is told to be old") {
  CHECK(run(ask("M1", {d1, l1}), all).ok());
  CHECK(*report("M1").payload.find("current") == Json(true));
  const test::Opening amended =
      test::open("facts", with(test::declaration_facts("D1"), "status", "AMENDED"));
  declare("D1", amended, 2);
  CHECK(*report("M1").payload.find("current") == Json(false));
  CHECK(run(ask("M1", {d1, l1}), all).changes.empty());
  CHECK(run(ask("M1", {d1, l1}), test::transient({bill, amended, loading})).rule == "E17");
  CHECK(run(ask("M2", {d1, l1}), all).token == "PRIVATE_MISSING");
  CHECK(run(ask("M2", {d1, l1}), test::transient({bill, amended, loading})).ok());
  const auto newer = report("M2");
  CHECK(*newer.payload.find("current") == Json(true));
  CHECK(*newer.payload.find("match")->find("evidence")->as_array()->back().find("version") ==
        Json(2));
}

TEST_CASE_FIXTURE(Matching, "MatchReport: on what each record rests, E20 if there is no match") {
  CHECK(report("M1").rule == "E20");
  CHECK(report("M1").token == "EVD_UNKNOWN");
  Json by_adapter = with(test::envelope(world, "D3", declaration), "factsBy", "ADAPTER");
  publish(std::move(by_adapter), last_declaration);
  CHECK(run(ask("M1", {test::evidence_id("D3"), l1}), all).ok());
  const auto answer = report("M1");
  const Json::Array& sources = *answer.payload.find("sources")->as_array();
  REQUIRE(sources.size() == 2);
  CHECK(*sources[0].find("factsBy") == Json("SOURCE"));
  CHECK(*sources[1].find("factsBy") == Json("ADAPTER"));
  CHECK(*sources[1].find("payloadDigest")->find("value") == Json(std::string(64, 'c')));
}

TEST_CASE_FIXTURE(Matching, "Match: nothing that was compared is on the ledger or in an answer") {
  const auto answer = run(ask("M1", {d1, l1}), all);
  std::string told = answer.message + canonical(answer.payload) + canonical(report("M1").payload);
  for (const auto& [place, write] : answer.changes.writes()) told += place.key + write.value;
  for (const char* secret :
       {"224820260000012345", "SHA2603001\"", "625000000", "12500500", "TSTU3000018", "9321483"})
    CHECK(told.find(secret) == std::string::npos);
}
