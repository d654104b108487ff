// SPDX-License-Identifier: Apache-2.0
// Whatever is changed in a signed envelope or act is noticed: the changes are generated from the
// story's own steps, each tried right before the step itself, which must still go through.
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/mutants.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/edit.hpp"

using namespace tradelane;
using namespace tradelane::scenario;
using test::with;

namespace {

const Setting setting{};

/// Refusals are counted by their code.
using Codes = std::map<std::string, int>;

struct Tamper {
  MemoryBackend& backend;
  const Step& step;
  Codes codes = {};

  /// Sends `args` in place of the step's, which must be refused and leave no trace.
  std::string send(const std::string& what, Json args) {
    CAPTURE(step.transaction);
    CAPTURE(what);
    const std::string mark = backend.mark();
    const Receipt receipt = backend.submit(call_of(step, std::move(args)));
    CHECK(receipt.status >= 400);
    CHECK(receipt.status < 500);
    CHECK(receipt.entries.empty());
    CHECK(backend.mark() == mark);
    ++codes[receipt.token];
    return receipt.token;
  }
};

/// Tells the story; before each step that goes through `try_on` may tamper with it.
void tell_with(const std::function<void(MemoryBackend&, const Step&)>& try_on) {
  MemoryBackend backend(setting);
  for (const Step& step : story(setting)) {
    if (!step.refused) try_on(backend, step);
    CAPTURE(step.number + " " + step.what);
    REQUIRE(play(backend, step, setting).problem == "");
  }
}

std::string invalid_code(const Step& step) {
  const bool consent = step.transaction.starts_with("consent:");
  return consent ? "CNS_SIG_INVALID" : "ACT_SIG_INVALID";
}

/// One bit turned over in the byte at `place` of a base64url text.
Json flipped(const Json& text, std::size_t place) {
  Bytes bytes = *from_base64url(*text.as_string());
  bytes[place % bytes.size()] = static_cast<char>(bytes[place % bytes.size()] ^ 1);
  return to_base64url(bytes);
}

/// Everything that is signed but `relay`, which the submitter adds.
Json covered_of(const Step& step) { return contract::signed_part(step.args); }

Json put_back(const Step& step, Json covered, const Json& signatures) {
  if (const Json* relay = step.args.find("relay"))
    covered = with(std::move(covered), "relay", *relay);
  return with(std::move(covered), "signatures", signatures);
}

void tamper_with_args(Tamper& tamper, const Json& signatures) {
  for (Mutant& mutant : mutants_of(covered_of(tamper.step)))
    tamper.send(mutant.what, put_back(tamper.step, std::move(mutant.value), signatures));
}

void tamper_with_signature(Tamper& tamper, const Json& args) {
  const Json& good = args.find("signatures")->as_array()->front();
  const auto sent = [&](Json signature) {
    return with(args, "signatures", Json::Array{std::move(signature)});
  };
  for (Mutant& mutant : mutants_of(good))
    tamper.send("/signatures/0" + mutant.what, sent(std::move(mutant.value)));
  for (std::size_t place = 0; place < 64; place += 9)
    CHECK(tamper.send("a bit of sig", sent(with(good, "sig", flipped(*good.find("sig"), place)))) ==
          invalid_code(tamper.step));
  tamper.send("no signature", with(args, "signatures", Json::Array{}));
}

/// Rightly signed, but about something else than what is sent.
void tamper_with_statement(Tamper& tamper) {
  using contract::ActStatement;
  const std::pair<const char*, std::function<void(ActStatement&)>> changes[] = {
      {"another channel", [](ActStatement& s) { s.channel = "other"; }},
      {"another chaincode", [](ActStatement& s) { s.chaincode = "other"; }},
      {"another transaction", [](ActStatement& s) { s.transaction = "ebl:DeclineTransfer"; }},
      {"another subject", [](ActStatement& s) { s.subject += "X"; }},
      {"a subject of another kind", [](ActStatement& s) { s.subject = "x" + s.subject; }}};
  const SignedBy& by = tamper.step.signatures.front();
  for (const auto& [what, change] : changes) {
    ActStatement statement = statement_of(tamper.step, by, setting);
    change(statement);
    const Json signatures = Json::Array{signature(statement, by.alias)};
    CHECK(tamper.send(what, with(tamper.step.args, "signatures", signatures)) ==
          invalid_code(tamper.step));
  }
}

/// Signed over fields that do not fit: another state, an expired act, someone else's key.
void sign_wrongly(Tamper& tamper) {
  const SignedBy& by = tamper.step.signatures.front();
  const auto sent = [&](const contract::ActStatement& statement, const std::string& alias) {
    const Json signatures = Json::Array{signature(statement, alias)};
    return with(tamper.step.args, "signatures", signatures);
  };
  contract::ActStatement statement = statement_of(tamper.step, by, setting);
  statement.seq += 1;
  CHECK(tamper.send("a later state", sent(statement, by.alias)) == "ACT_SEQ");
  statement = statement_of(tamper.step, by, setting);
  statement.not_after = setting.start.plus_seconds(-1);
  CHECK(tamper.send("expired", sent(statement, by.alias)) == "ACT_EXPIRED");
  statement = statement_of(tamper.step, by, setting);
  const std::string stranger = by.alias == "EXP" ? "SDN" : "EXP";
  CHECK(tamper.send("another's key", sent(statement, stranger)) == invalid_code(tamper.step));
}

}  // namespace

TEST_CASE("tamper: each field of each act that a company signs") {
  std::set<std::string> acts;
  tell_with([&](MemoryBackend& backend, const Step& step) {
    if (step.signatures.empty()) return;
    Tamper tamper{backend, step};
    const Json args = sealed(step, setting);
    tamper_with_args(tamper, *args.find("signatures"));
    tamper_with_signature(tamper, args);
    tamper_with_statement(tamper);
    sign_wrongly(tamper);
    CAPTURE(step.transaction);
    CHECK(tamper.codes[invalid_code(step)] >= 15);
    acts.insert(step.transaction);
  });
  CHECK(acts == std::set<std::string>{"consent:Grant", "consent:Revoke", "ebl:AcceptTransfer",
                                      "ebl:Pledge", "ebl:RequestSurrender", "ebl:Transfer",
                                      "finance:Accept", "finance:Apply",
                                      "finance:ConfirmDisbursement", "finance:RecordRepayment",
                                      "finance:RequestDrawdown", "party:AcceptTerms"});
}

TEST_CASE("tamper: each field of each envelope that a source signs") {
  int envelopes = 0;
  tell_with([&](MemoryBackend& backend, const Step& step) {
    if (step.transaction != "evidence:Submit") return;
    Tamper tamper{backend, step};
    const Json& envelope = *step.args.find("envelope");
    const auto sent = [&](Json value) { return with(step.args, "envelope", std::move(value)); };
    for (Mutant& mutant : mutants_of(envelope))
      tamper.send(mutant.what, sent(std::move(mutant.value)));
    for (const char* added : {"consentRef", "contractId"})
      CHECK(tamper.send(added, sent(with(envelope, added, "x"))) == "FEED_SIG_INVALID");
    const Json& good = *envelope.find("sig");
    for (std::size_t place = 0; place < 64; place += 7) {
      const Json sig = with(good, "value", flipped(*good.find("value"), place));
      CHECK(tamper.send("a bit of sig", sent(with(envelope, "sig", sig))) == "FEED_SIG_INVALID");
    }
    CHECK(tamper.codes["FEED_SIG_INVALID"] >= 22);
    ++envelopes;
  });
  CHECK(envelopes == 5);
}
