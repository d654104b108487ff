// SPDX-License-Identifier: Apache-2.0
// The rules by which data go out, each refusal in its order, against the real contracts.
// Tests also: adapters/cdi/access.cpp
#include "adapters/cdi/delivery.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/cdi/cdi_world.hpp"
#include "tests/support/bills.hpp"

using namespace tradelane;
using test::CdiWorld;
using test::told;
using test::with;

namespace {

/// `body` with one member of its request changed.
Json asking(const Json& body, const std::string& name, Json value) {
  return with(body, "request", with(*body.find("request"), name, std::move(value)));
}

Json opened(const http::Response& response) {
  return test::json_of(response).find("openings")->as_array()->front();
}

/// A decision on exactly `request` by the bank BKH under C1.
Json decide(CdiWorld& world, const Json& body, const Json& purpose, const Json& categories) {
  const Json& request = *body.find("request");
  scenario::Step step = scenario::decide_consent("C1", "8", world.setting);
  step.args = with(with(step.args, "purpose", purpose), "categories", categories);
  step.args = with(step.args, "requestDigest", crypto::sha256_hex(canonical(request)).text());
  return with(body, "accessId", world.play(step).txid);
}

Json list(const char* code) { return Json::Array{Json(code)}; }

}  // namespace

TEST_CASE("cdi delivery: the facts go to whom the ledger has allowed them") {
  CdiWorld world;
  world.serve("D1");
  const Json body = world.decided("C1");
  const auto response = world.ask(body);
  REQUIRE(response.status == 200);
  CHECK(response.headers.at("Cache-Control") == "no-store");
  CHECK(*test::json_of(response).find("accessId") == *body.find("accessId"));
  const auto record = scenario::record_of("D1", world.setting);
  CHECK(opened(response) == Json(Json::Object{{"evidenceId", record.evidence_id},
                                              {"version", 1},
                                              {"commitment", record.facts.commitment.text()},
                                              {"opening", record.facts.bytes}}));
}

TEST_CASE("cdi delivery: an access without records is answered with none") {
  CdiWorld world;
  const auto response = world.ask(world.decided("C2"));
  REQUIRE(response.status == 200);
  CHECK(test::json_of(response).find("openings")->as_array()->empty());
  CHECK(world.node.asked == 0);
}

TEST_CASE("cdi delivery: once; the same bytes may be sent again until the access expires") {
  CdiWorld world;
  world.serve("D1");
  const Json body = world.decided("C1");
  const auto first = world.ask(body);
  CHECK(first.status == 200);
  CHECK(world.ask(body).body == first.body);
  // Also by the next process, and when the request has grown old for a first one.
  world.start();
  world.now = world.now.plus_seconds(400);
  CHECK(world.ask(body).body == first.body);
  CHECK(told(world.ask(with(body, "at", world.now.text()))) == "409 ACC_ALREADY_DELIVERED");
  world.now = world.now.plus_seconds(900);
  CHECK(told(world.ask(body)) == "409 ACC_EXPIRED");
}

TEST_CASE("cdi delivery: what is sent again is what was sent, whatever has been published since") {
  CdiWorld world;
  world.serve("D1");
  const Json body = world.decided("C1");
  const auto first = world.ask(body);
  cdi::NodeOpening newer = world.node.all.front();
  newer.version = 2;
  newer.opening = R"({"facts":{},"salt":"AAAA"})";
  newer.commitment = crypto::sha256_hex(newer.opening);
  world.node.all.insert(world.node.all.begin(), newer);
  CHECK(world.ask(body).body == first.body);
}

TEST_CASE("cdi delivery: every refusal, in order of precedence") {
  CdiWorld world;
  const Json body = world.decided("C1");
  const std::string unknown(64, 'e');
  const std::string bill = test::bill_id("B1");
  // Each row breaks what its refusal names and, where it can, everything that is asked later: the
  // node knows nothing yet.
  const Json other_record = asking(body, "records", Json::Array{Json(test::evidence_id("D9"))});
  const Json all_later = asking(other_record, "purpose", "KYC_CDD");
  const Json wide =
      asking(body, "dataPeriod", Json::Object{{"from", "2020-01-01"}, {"to", "2030-01-01"}});
  const Json early =
      asking(body, "dataPeriod", Json::Object{{"from", "2026-01-01"}, {"to", "2026-01-02"}});
  const Json events = asking(body, "categories", list("CONTAINER_EVENT"));
  const Json underwriting = "CREDIT_UNDERWRITING";
  struct Row {
    const char* what;
    Json body;
    const char* caller;
    std::string told;
  };
  const Row rows[] = {
      {"no such access", with(all_later, "accessId", unknown), "BKH-1", "404 ACC_UNKNOWN"},
      {"no such consent", with(all_later, "consentId", test::consent_id("C9")), "BKH-1",
       "404 ACC_UNKNOWN"},
      {"another consent", with(all_later, "consentId", test::consent_id("C3")), "BKH-1",
       "404 ACC_UNKNOWN"},
      {"somebody else's", all_later, "BK2-1", "404 ACC_UNKNOWN"},
      {"denied", decide(world, all_later, "KYC_CDD", list("CUSTOMS_DECL")), "BKH-1",
       "403 CNS_PURPOSE"},
      {"not what was decided on", all_later, "BKH-1", "400 PRIVATE_DIGEST"},
      {"another salt", asking(body, "salt", "AAAAAAAAAAAAAAAAAAAAAAAA"), "BKH-1",
       "400 PRIVATE_DIGEST"},
      {"another purpose than was decided",
       decide(world, asking(other_record, "purpose", "DUP_FINANCE_CHECK"), underwriting,
              list("CUSTOMS_DECL")),
       "BKH-1", "403 CNS_PURPOSE"},
      {"another category than was decided",
       decide(world, asking(other_record, "categories", list("EBL_METADATA")), underwriting,
              list("CUSTOMS_DECL")),
       "BKH-1", "403 CNS_CATEGORY"},
      {"a wider period than was granted", decide(world, wide, underwriting, list("CUSTOMS_DECL")),
       "BKH-1", "403 CNS_PERIOD"},
      {"no such record", decide(world, other_record, underwriting, list("CUSTOMS_DECL")), "BKH-1",
       "404 EVD_UNKNOWN"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(told(world.ask(row.body, row.caller)) == row.told);
  }
  CHECK(world.node.asked == 0);
  const Row after_the_uses[] = {
      {"a record of another type", events, "BKH-1", "403 CNS_CATEGORY"},
      {"a record of another time", early, "BKH-1", "403 CNS_PERIOD"},
  };
  for (const Row& row : after_the_uses) {
    CAPTURE(row.what);
    CdiWorld fresh;
    (void)fresh.decided("C1");
    const Json asked =
        decide(fresh, row.body, underwriting, *row.body.find("request")->find("categories"));
    CHECK(told(fresh.ask(asked)) == row.told);
    CHECK(fresh.node.asked == 0);
  }
}

TEST_CASE("cdi delivery: the owner of a record is the one who has consented") {
  CdiWorld world;
  (void)world.granted("C2");
  Json body = with(world.decided("C1"), "consentId", test::consent_id("C2"));
  scenario::Step step = scenario::decide_consent("C2", "8", world.setting);
  const Json request = *body.find("request");
  step.args = with(with(step.args, "categories", list("CUSTOMS_DECL")), "requestDigest",
                   crypto::sha256_hex(canonical(request)).text());
  body = with(body, "accessId", world.play(step).txid);
  CHECK(told(world.ask(body)) == "403 CNS_NOT_FOUND");
}

TEST_CASE("cdi delivery: a consent that was revoked since stops it, also what is sent again") {
  CdiWorld world;
  world.serve("D1");
  const Json body = world.decided("C3");
  CHECK(world.ask(body, "BK2-1").status == 200);
  world.revoke("C3");
  world.feed->work(world.source_of("C3"));
  CHECK(told(world.ask(body, "BK2-1")) == "403 CNS_REVOKED_SINCE");
}

TEST_CASE("cdi delivery: an access lives its time, and a second more is too late") {
  CdiWorld world;
  world.serve("D1");
  const Json body = world.decided("C1");
  const auto view = world.ledger.journal(*consent::ConsentId::parse(test::consent_id("C1")));
  const Timestamp decided = view->rows.back().access.at;
  for (const std::int64_t late : {1, 0}) {
    world.now = decided.plus_seconds(900 + late);
    CHECK(told(world.ask(with(body, "at", world.now.text()))) ==
          (late == 0 ? "200" : "409 ACC_EXPIRED"));
  }
}

TEST_CASE("cdi delivery: a consent that ends or lets no payload out, as the ledger says it") {
  CdiWorld world;
  const Json body = world.decided("C1");
  const auto id = *consent::ConsentId::parse(test::consent_id("C1"));
  const auto view = *world.ledger.consent(id);
  const auto message = *from_json<cdi::DataRequestMessage>(body);
  cdi::AccessAsk ask{.message = message,
                     .caller = test::party_id("BKH"),
                     .now = view.consent.grant->not_after.plus_seconds(-1),
                     .ttl_s = 900};
  CHECK(cdi::check_consent(view, ask).ok());
  ask.now = view.consent.grant->not_after;
  CHECK(cdi::check_consent(view, ask).error().code == Code::cns_expired);
  auto hashes = view;
  hashes.consent.grant->cross_border.hash_only = true;
  ask.now = world.now;
  CHECK(cdi::check_consent(hashes, ask).error().code == Code::cns_export_basis);
}

TEST_CASE(
    "cdi delivery: a node that is silent, empty or wrong delivers nothing and costs nothing") {
  CdiWorld world;
  const Json body = world.decided("C1");
  const auto fails = [&] {
    const auto response = world.ask(body);
    CHECK(response.headers.contains("Retry-After"));
    return response.status == 503;
  };
  world.node.is_silent = true;
  CHECK(fails());
  world.node.is_silent = false;
  CHECK(fails());
  world.serve("D1");
  cdi::NodeOpening& served = world.node.all.front();
  const std::string right = served.opening;
  served.opening.replace(served.opening.find("TSTU3000018"), 11, "TSTU3000039");
  CHECK(fails());  // the commitment is right, its text is not
  served.commitment = crypto::sha256_hex(served.opening);
  CHECK(fails());  // it fits its commitment, and the source has signed another
  served.opening = right;
  served.commitment = crypto::sha256_hex(right);
  world.ledger.is_silent = true;
  CHECK(fails());
  world.ledger.is_silent = false;
  CHECK(world.ask(body).status == 200);
}
