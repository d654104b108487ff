// SPDX-License-Identifier: Apache-2.0
// No private value leaves its place: whatever is opened anywhere in the story is searched for in
// everything that the channel, its events, its answers and its refusals show.
#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/mutants.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/secrets.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/edit.hpp"
#include "tests/support/feeds.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

const Setting setting{};
void expect_silence(const MemoryBackend& backend, const Secrets& all) {
  std::string published;
  for (const std::string& text : backend.published()) published += text + "\n";
  for (const std::string& canary : all.canaries) {
    CAPTURE(canary);
    CHECK_FALSE(shows(published, canary));
  }
}

/// Sends the step with its openings one after the other spoilt in each way, none of which may pass.
void spoil_openings(MemoryBackend& backend, const Step& step) {
  for (const test::Opening& opening : step.openings) {
    const auto send = [&](const std::string& what, const std::string& name, Bytes bytes) {
      CAPTURE(what);
      Call call = call_of(step, sealed(step, setting));
      call.transient.erase(opening.commitment.text());
      if (!name.empty()) call.transient.insert_or_assign(name, std::move(bytes));
      const Receipt receipt = backend.submit(call);
      CHECK(receipt.status == 400);
      CHECK(receipt.token.starts_with("PRIVATE_"));
    };
    const std::string commitment = opening.commitment.text();
    send("left out", "", "");
    send("not JSON", commitment, "{" + opening.bytes);
    send("under another name", std::string(64, '9'), opening.bytes);
    const Json whole = parsed(opening);
    const Json salt_only = Json::Object{{"salt", *whole.find("salt")}};
    send("without a value", commitment, canonical(salt_only));
    int budget = 12;
    for (const Mutant& mutant : mutants_of(whole))
      if (budget-- > 0) send(mutant.what, commitment, canonical(mutant.value));
  }
}

/// `text` with each `from` replaced.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Proposes the step with each of its private values changed in each way, committed to and signed
/// as if it were right. Whether such a value passes is not the question here: what is said is.
/// `all` learns the new values. The number of refusals.
int propose_other_values(MemoryBackend& backend, const Step& step, Secrets& all) {
  int refusals = 0;
  const std::string args = canonical(step.args);
  for (std::size_t i = 0; i < step.openings.size(); ++i) {
    const test::Opening& old = step.openings[i];
    if (args.find(old.commitment.text()) == std::string::npos) continue;
    const std::string name = name_of(old);
    const Json value = *parsed(old).find(name);
    int budget = 60;
    for (const Mutant& mutant : mutants_of(value)) {
      if (budget-- == 0) break;
      Step other = step;
      other.openings[i] = test::open(name, mutant.value);
      other.args =
          *parse_json(replaced(args, old.commitment.text(), other.openings[i].commitment.text()));
      all.add(other.openings[i]);
      if (!backend.probe(call_of(other, sealed(other, setting))).ok()) ++refusals;
    }
  }
  return refusals;
}

/// Who may see a private value of this name while it is endorsed, besides the operator.
bool may_see(const std::string& name, const std::string& msp, const Step& step) {
  if (msp == "OperatorMSP") return true;
  if (step.transaction == "party:Register")
    return msp == *step.args.find("msp")->as_string() || step.id == test::party_id("OPR").text();
  if (step.transaction.starts_with("ebl:"))
    return msp == "CarrierMSP" || msp == "BankSMSP" || msp == "BankHMSP";
  return msp == test::cast()[step.by].msp && !name.empty();
}

}  // namespace

TEST_CASE("canary: the story shows no private value") {
  const Secrets all = secrets_of_the_story(setting);
  CHECK(all.openings.size() >= 30);
  CHECK(all.canaries.size() >= 80);
  for (const char* expected :
       {"Canary EXP Limited", "1 Canary Road", "224820260000012345", "490", "12500500", "625000000",
        "TSTU3000018", "9321483", "Canary goods", "500000000", "6472603", "506472603", "987654321",
        "52500", "2026-064-canary"})
    CHECK(all.canaries.contains(expected));
  MemoryBackend backend(setting);
  for (const Step& step : story(setting)) REQUIRE(play(backend, step, setting).problem == "");
  expect_silence(backend, all);
}

TEST_CASE("canary: the search finds what is there") {
  CHECK(shows("{\"packages\":490}", "490"));
  CHECK(shows("[\"490\"]", "490"));
  CHECK_FALSE(shows("{\"sha\":\"ab490c\"}", "490"));
  CHECK(shows("x12500500123456y", "125005001234"));
  CHECK(shows("xxTSTU3000018xx", "TSTU3000018"));
}

TEST_CASE("canary: refusals name no private value either") {
  MemoryBackend backend(setting);
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what);
    if (!step.refused) spoil_openings(backend, step);
    REQUIRE(play(backend, step, setting).problem == "");
  }
  expect_silence(backend, secrets_of_the_story(setting));
}

TEST_CASE("canary: each private value is kept where it belongs, as it was committed to") {
  MemoryBackend backend(setting);
  for (const Step& step : story(setting)) REQUIRE(play(backend, step, setting).problem == "");
  const auto copies = backend.copies();
  for (const Step& step : story(setting)) {
    if (step.refused) continue;
    CAPTURE(step.what);
    for (const test::Opening& opening : step.openings) {
      const std::string name = name_of(opening);
      CAPTURE(name);
      const auto kept = copies.find(opening.commitment.text());
      if (name == "facts" && !step.transaction.starts_with("ebl:")) continue;
      REQUIRE(kept != copies.end());
      for (const std::string& msp : kept->second) CHECK(may_see(name, msp, step));
    }
  }
  for (const auto& [place, value] : backend.state().state())
    if (!place.collection.empty())
      CHECK(crypto::sha256_hex(value).text() == ledger::split_key(place.key)->second.at(0));
  for (const char* object : {"D1", "D2"})
    CHECK_FALSE(copies.contains(test::declaration_opening(object).commitment.text()));
  CHECK_FALSE(copies.contains(test::event_opening("L1").commitment.text()));
}

TEST_CASE("canary: nobody endorses who may not see what is opened") {
  for (const Step& step : story(setting)) {
    CAPTURE(step.what);
    for (const test::Opening& opening : step.openings)
      for (const std::string& msp : msps_of(step.endorsers))
        CHECK(may_see(name_of(opening), msp, step));
  }
}

TEST_CASE("canary: refusals of other values name neither the right nor the wrong one") {
  MemoryBackend backend(setting);
  Secrets all = secrets_of_the_story(setting);
  std::map<std::string, int> refusals;
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what);
    if (!step.refused) refusals[step.transaction] += propose_other_values(backend, step, all);
    REQUIRE(play(backend, step, setting).problem == "");
  }
  for (const char* transaction :
       {"party:Register", "ebl:Issue", "finance:OpenFacility", "finance:Apply", "finance:Offer",
        "finance:RequestDrawdown", "finance:ConfirmDisbursement", "finance:RecordRepayment"}) {
    CAPTURE(transaction);
    CHECK(refusals[transaction] >= 5);
  }
  expect_silence(backend, all);
}
