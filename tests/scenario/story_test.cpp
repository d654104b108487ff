// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/scenario/ending.hpp"
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
  CHECK(told[test::bill_id("B1")] ==
        "Issue 1 Transfer 2 AcceptTransfer 3 Pledge 4 AcceptPledge 5 Secure 6 Release 7 "
        "RequestSurrender 8 AnswerSurrender 9 ");
  CHECK(told[test::bill_id("B2")] == "Issue 1 ");
  CHECK(told[id26("LOAN1")] ==
        "Apply 1 Offer 2 Accept 3 Secure 4 RequestDrawdown 5 ConfirmDisbursement 6 "
        "RecordRepayment 7 Release 8 ");
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

TEST_CASE("story: every refusal of story.md 8 is tried") {
  std::string refusals;
  for (const Step& step : story(setting))
    if (step.refused)
      refusals += step.transaction + " " + std::to_string(step.refused->status) + " " +
                  step.refused->token + "\n";
  CHECK(refusals ==
        "evidence:Submit 403 FEED_SIG_INVALID\n"
        "evidence:Submit 403 FEED_SIG_INVALID\n"
        "ebl:Transfer 403 ACT_SIG_INVALID\n"
        "finance:Apply 409 EVD_STALE\n"
        "ebl:Pledge 403 EBL_NOT_HOLDER\n"
        "finance:Apply 409 FP_DUPLICATE\n"
        "finance:Apply 409 FP_DUPLICATE\n"
        "finance:Apply 403 CNS_REVOKED\n");
}

TEST_CASE("story: the second bank learns that the cargo is financed, and not by whom") {
  MemoryBackend backend(setting);
  const auto played = tell(backend);
  const Steps steps = story(setting);
  std::string rules;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!steps[i].refused || steps[i].refused->token != "FP_DUPLICATE") continue;
    const Json& payload = played[i].receipt.payload;
    rules += *payload.find("rule")->as_string() + " ";
    CHECK(canonical(*payload.find("data")) == R"({"count":1,"level":"EXACT","status":"FINANCED"})");
    for (const char* told : {"EXACT", "FINANCED", "count 1"})
      CHECK(played[i].receipt.message.find(told) != std::string::npos);
    for (const char* hidden : {"LOAN", "BKH", "IMP", "BankH", "F1", "TSTC"})
      CHECK((played[i].receipt.message + canonical(payload)).find(hidden) == std::string::npos);
  }
  CHECK(rules == "F21 F22 ");
}

TEST_CASE("story: what can be asked at the end") {
  MemoryBackend backend(setting);
  tell(backend);
  CHECK(ending(backend) == expected_ending);
}

TEST_CASE("title story: two bills, by every transaction between issue and delivery") {
  MemoryBackend backend(setting);
  for (const Step& step : title_story(setting)) {
    CAPTURE(step.what);
    CHECK(play(backend, step, setting).problem == "");
  }
  for (const Query& ask : title_queries()) {
    const Receipt answer =
        backend.query({.by = ask.by, .function = ask.function, .args = ask.args});
    CHECK_MESSAGE(answer.ok(), ask.function << ": " << answer.message);
  }
}
