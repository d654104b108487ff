// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;
using test::with;

TEST_CASE_FIXTURE(consent::ConsentWorld, "Request: every refusal, in order of precedence") {
  const Json good = test::consent_request("C1", "BKH", "EXP");
  const auto usage = [](const char* mode, int uses) {
    return Json::Object{{"mode", mode}, {"maxUses", uses}, {"minIntervalSec", 0}};
  };
  const auto border = [&](const char* basis) {
    return with(*good.find("crossBorder"), "exportBasis", basis);
  };
  const auto recipients = [](std::initializer_list<const char*> aliases) {
    Json::Array out;
    for (const char* alias : aliases) out.emplace_back(test::party_id(alias).text());
    return Json(std::move(out));
  };
  const Json bad_purpose = with(good, "purposes", Json::Array{Json("OTHER")});
  const Json too_long = with(good, "notAfter", "2027-03-01T00:00:01Z");
  const Json period = Json::Object{{"from", "2026-02-01"}, {"to", "2026-01-31"}};
  struct Row {
    const char* who;
    Json args;
    const char* rule;
    const char* token;
  };
  const Row rows[] = {
      {"BKS", good, "A10", "AUTH_DENIED"},
      {"BK2", with(good, "version", 0), "C1", "AUTH_DENIED"},
      {"BKH", with(bad_purpose, "version", 0), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "purposes", Json::Array{}), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "categories", Json::Array{}), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "dataPeriod", period), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "notAfter", "2026-03-01T00:00:00Z"), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "notAfter", "2026-03-05T08:00:00Z"), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "usage", usage("ONE_OFF", 2)), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(good, "crossBorder", border("WISH")), "C3", "CNS_BAD_FIELD"},
      {"BKH", with(bad_purpose, "owner", test::party_id("CAR").text()), "C4", "CNS_BAD_FIELD"},
      {"BKH", with(good, "provider", test::party_id("SDN").text()), "C4", "CNS_BAD_FIELD"},
      {"BKH", with(good, "recipients", recipients({"BKH", "BKS"})), "C4", "CNS_BAD_FIELD"},
      {"BKH", with(bad_purpose, "notAfter", "2027-03-01T00:00:01Z"), "C5", "CNS_PURPOSE_UNKNOWN"},
      {"BKH", with(good, "categories", Json::Array{Json("OTHER")}), "C5", "CNS_PURPOSE_UNKNOWN"},
      {"BKH", too_long, "C6", "CNS_VALIDITY_TOO_LONG"},
      {"BKH", with(good, "version", "1"), "A11", "CNS_BAD_FIELD"},
      {"BKH", good, "", ""},
      {"BKH", good, "", ""},
      {"BKH", with(good, "version", 2), "C2", "CNS_DUPLICATE_ID"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto answer = submit(row.who, "Request", row.args);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
  CHECK(submit("BKH", "Request", with(good, "version", 2)).message.ends_with("(version)"));
  CHECK(submit("BKH", "Request", good).changes.empty());
}

TEST_CASE_FIXTURE(consent::ConsentWorld, "Request: the limits, at them and one above") {
  const Json year =
      with(test::consent_request("C1", "BKH", "EXP"), "notAfter", "2027-03-01T00:00:00Z");
  CHECK(submit("BKH", "Request", year).integer("seq") == 1);
  Json::Array nine;
  for (const char* alias : {"BK2", "BKH", "BKS", "CAR", "CDP", "EXP", "IMP", "OPR", "SDN"})
    nine.emplace_back(test::party_id(alias).text());
  const Json crowd = with(test::consent_request("C2", "BKH", "EXP"), "recipients", nine);
  CHECK(submit("BKH", "Request", crowd).rule == "C3");
  nine.pop_back();
  CHECK(submit("BKH", "Request", with(crowd, "recipients", nine)).rule == "C4");
}
