// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <doctest/doctest.h>

#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

const Setting setting{};

/// Plays the whole story; what happened, in its order.
std::vector<Played> tell(Backend& backend) {
  std::vector<Played> out;
  for (const Step& step : story(setting)) {
    out.push_back(play(backend, step, setting));
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(out.back().problem == "");
  }
  return out;
}

}  // namespace

TEST_CASE("story: each step gives its answer and its event, each refusal leaves no trace") {
  MemoryBackend backend(setting);
  const auto played = tell(backend);
  CHECK(played.size() == story(setting).size());
}

TEST_CASE("story: the numbers of each subject, as the story counts them") {
  MemoryBackend backend(setting);
  std::map<std::string, std::string> told;
  for (const Played& played : tell(backend))
    for (const Json& entry : played.receipt.entries) {
      const std::string type = *entry.find("type")->as_string();
      const Json* seq = entry.find("seq");
      if (seq == nullptr || type == "evidence.Submit") continue;
      std::string& line = told[*entry.find("id")->as_string()];
      line += type.substr(type.find('.') + 1) + " " + std::to_string(*seq->as_integer()) + " ";
    }
  CHECK(told[test::bill_id("B2")] == "Issue 1 ");
  for (const char* consent : {"C1", "C2"})
    CHECK(told[id26(consent)] == "Request 1 Grant 2 Acknowledge 3 ");
  CHECK(told[id26("C3")] == "Request 1 Grant 2 Acknowledge 3 Revoke 4 ");
  for (const auto& [alias, role] : test::cast().all())
    CHECK(told[role.id.text()] == "Register 1 AcceptTerms 2 ");
}

TEST_CASE("story: each step sent again right after it changes nothing") {
  MemoryBackend backend(setting);
  for (const Step& step : story(setting)) {
    const Played played = play(backend, step, setting);
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    REQUIRE(played.problem == "");
    // A decision is a new one each time: each look at data is journalled.
    if (step.refused || step.transaction == "consent:Decide") continue;
    const std::string mark = backend.mark();
    const Receipt again = backend.submit(call_of(step, played.args));
    CHECK(again.ok());
    CHECK(again.payload == played.receipt.payload);
    CHECK(again.entries.empty());
    CHECK(backend.mark() == mark);
  }
}

TEST_CASE("story: what can be asked at the end") {
  MemoryBackend backend(setting);
  tell(backend);
  const auto ask = [&](const char* by, const char* function, const Json& args) {
    const Receipt receipt = backend.query({.by = by, .function = function, .args = args});
    CAPTURE(receipt.message);
    REQUIRE(receipt.ok());
    return receipt.payload;
  };
  const auto texts = [](const Json& rows, std::initializer_list<const char*> path) {
    std::string out;
    for (const Json& row : *rows.as_array()) {
      const Json* at = &row;
      for (const char* name : path) at = at == nullptr ? nullptr : at->find(name);
      out += (at == nullptr ? "-" : *at->as_string()) + " ";
    }
    return out;
  };
  const Json bill = Json::Object{{"billId", test::bill_id("B1")}};
  const Json history = ask("BK2", "ebl:History", bill);
  CHECK(texts(*history.find("steps"), {"actionCode"}) ==
        "ISSUE TRANSFER_OFFERED TRANSFER PLEDGE_OFFERED PLEDGED ");
  const Json match = ask("BKH", "evidence:MatchReport", Json::Object{{"matchId", id26("MATCH1")}});
  CHECK(texts(*match.find("match")->find("verdicts"), {"rule"}) == "M01 M02 M03 M04 ");
  CHECK(texts(*match.find("match")->find("verdicts"), {"level"}) == "OK OK OK OK ");
  CHECK(texts(*match.find("sources"), {"factsBy"}) == "SOURCE SOURCE ");
  CHECK(*match.find("current") == Json(true));
  const auto decisions = [&](const char* consent) {
    Json rows =
        *ask("CDP", "consent:Journal", Json::Object{{"consentId", id26(consent)}}).find("rows");
    std::sort(rows.as_array()->begin(), rows.as_array()->end(), [](const Json& a, const Json& b) {
      return *a.find("access")->find("at")->as_string() <
             *b.find("access")->find("at")->as_string();
    });
    return texts(rows, {"access", "decision"}) + texts(rows, {"access", "reason"});
  };
  CHECK(decisions("C1") == "ALLOW - ");
  CHECK(decisions("C2") == "ALLOW - ");
  CHECK(decisions("C3") == "ALLOW DENY - REVOKED ");
}
