// SPDX-License-Identifier: Apache-2.0
// No private value leaves its place: whatever is opened anywhere in the story is searched for in
// everything that the channel, its events, its answers and its refusals show.
#include <algorithm>

#include <doctest/doctest.h>

#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/mutants.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/edit.hpp"
#include "tests/support/feeds.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

const Setting setting{};
using Texts = std::set<std::string>;

Json parsed(const Bytes& opening) { return *parse_json(opening, {.string_bytes = 1024 * 1024}); }

std::string name_of(const test::Opening& opening) {
  const Json json = parsed(opening.bytes);
  for (const auto& [name, value] : *json.as_object())
    if (name != "salt") return name;
  throw Fault("an opening without a value");
}

/// Each leaf of `json` as its text.
void leaves(const Json& json, Texts& out) {
  if (const auto* object = json.as_object()) {
    for (const auto& [name, member] : *object) leaves(member, out);
  } else if (const auto* array = json.as_array()) {
    for (const Json& element : *array) leaves(element, out);
  } else if (const auto* text = json.as_string()) {
    out.insert(*text);
  } else if (const auto* number = json.as_number()) {
    out.insert(number->text);
  }
}

/// Words that stand in private values and are no secret by themselves: codes of standards, states,
/// days, ids of parties, and the number of a bill, which is a part of its id.
bool is_public_word(const std::string& text) {
  static const Texts words{"TSTCSHA2603001", "TSTCSHA2603002", "RELEASED", "ISSUED"};
  if (words.contains(text) || text.size() < 3 || Date::parse(text)) return true;
  return PartyId::parse(text).has_value() ||
         (text.size() <= 4 && std::all_of(text.begin(), text.end(), is_upper));
}

/// As a whole JSON string or number, or, when it is long enough to be no accident, anywhere.
bool shows(const std::string& published, const std::string& canary) {
  const bool hex = canary.find_first_not_of("0123456789abcdef") == std::string::npos;
  const bool long_enough = canary.size() >= (hex ? 12 : 7);
  if (long_enough) return published.find(canary) != std::string::npos;
  for (auto at = published.find(canary); at != std::string::npos;
       at = published.find(canary, at + 1)) {
    const char before = at == 0 ? ' ' : published[at - 1];
    const auto end = at + canary.size();
    const char after = end == published.size() ? ' ' : published[end];
    if (std::string_view(":\"[, ").find(before) != std::string_view::npos &&
        std::string_view("\",]} ").find(after) != std::string_view::npos)
      return true;
  }
  return false;
}

struct Private {
  std::map<std::string, test::Opening> openings = {};
  Texts canaries = {};

  void add(const test::Opening& opening) {
    openings.emplace(opening.commitment.text(), opening);
    Texts all;
    leaves(parsed(opening.bytes), all);
    for (const std::string& leaf : all)
      if (!is_public_word(leaf)) canaries.insert(leaf);
  }
};

Private all_private() {
  Private out;
  for (const Step& step : story(setting))
    for (const test::Opening& opening : step.openings) out.add(opening);
  // Never sent in the story, yet committed to in public.
  for (const char* object : {"D2"}) out.add(test::declaration_opening(object));
  for (const char* object : {"G1", "P1"}) out.add(test::event_opening(object));
  return out;
}

void expect_silence(const MemoryBackend& backend, const Private& all) {
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
    const Json whole = parsed(opening.bytes);
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
int propose_other_values(MemoryBackend& backend, const Step& step, Private& all) {
  int refusals = 0;
  const std::string args = canonical(step.args);
  for (std::size_t i = 0; i < step.openings.size(); ++i) {
    const test::Opening& old = step.openings[i];
    if (args.find(old.commitment.text()) == std::string::npos) continue;
    const std::string name = name_of(old);
    const Json value = *parsed(old.bytes).find(name);
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
  const Private all = all_private();
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
  expect_silence(backend, all_private());
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
  Private all = all_private();
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
