// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/staged_story.hpp"

#include <chrono>
#include <fstream>
#include <sstream>

#include "chaincode/contracts/evidence/effects.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/support/bills.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/feeds.hpp"

namespace tradelane::scenario {
namespace {

using test::with;

const std::string& text(const Json& object, const char* name) {
  const Json* found = object.find(name);
  if (found == nullptr || found->as_string() == nullptr)
    throw Fault(std::string("an answer lacks ") + name + ": " + canonical(object));
  return *found->as_string();
}

Timestamp now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(clock).count()};
}

Setting with_source_key(Stage& stage, Setting setting) {
  const Json answer = stage.ask_json(part::node, {.target = "/v1/keys"});
  setting.source_key = answer.find("keys")->as_array()->front();
  return setting;
}

/// The digits 0 to 9 as full-width characters, which a person may well type.
std::string full_width(const std::string& digits) {
  std::string out;
  for (const char digit : digits) {
    out += "\xEF\xBC";
    out += static_cast<char>(0x90 + (digit - '0'));
  }
  return out;
}

/// `envelope` with one bit of its signature turned over.
Json one_bit_off(const Json& envelope) {
  const Json& sig = *envelope.find("sig");
  Bytes bytes = *from_base64url(text(sig, "value"));
  bytes[17] = static_cast<char>(bytes[17] ^ 4);
  return with(envelope, "sig", with(sig, "value", to_base64url(bytes)));
}

}  // namespace

StagedStory::StagedStory(Stage& stage, Setting setting)
    : stage_(stage),
      setting_(with_source_key(stage, std::move(setting))),
      clients_(setting_, stage.network_files(), stage.heights(), [&stage] { stage.mend(); }) {}

Told StagedStory::play(std::size_t index) {
  const Step next = step(index);
  const std::string& what = next.transaction;
  if (what == "evidence:Submit") return next.refused ? forge(next) : publish(index);
  if (what == "consent:Grant" || what == "consent:Revoke") return give(next);
  if (what == "consent:Acknowledge") return wait_for_adapter(next);
  if (what == "consent:Decide") return decide(next);
  if (what == "ebl:AcceptTransfer") return accept(next);
  if (what != "finance:Apply") return send(next);
  make_fingerprints();
  Told told = send(step(index));
  if (next.refused && next.refused->token == "FP_DUPLICATE")
    told.notes.push_back(
        next.what.find("nothing") == std::string::npos
            ? "the entry number was typed in full width; the fingerprint is the same"
            : "the fingerprints are of nothing; the locks on D1 and B1 hold");
  return told;
}

Told StagedStory::send(const Step& step) {
  return {.step = step, .played = scenario::play(clients_, step, setting_), .notes = {}};
}

// Records

Told StagedStory::publish(std::size_t index) {
  const std::string object = step(index).record;
  stage_.ask_json(part::node, {.method = "POST",
                               .target = "/v1/simulation/release",
                               .body = canonical(Json::Object{{"record", object}})});
  setting_.published[object] = await_record(object);
  Told out{.step = step(index), .played = {}, .notes = {}};
  out.played.receipt = clients_.wait_for("evidence.Submit", out.step.id);
  out.played.problem = problem_of(out.step, out.played.receipt);
  out.notes.push_back("pulled, decoded, checked and submitted by the Shanghai adapter");
  return out;
}

/// What the owner of a record learns of it at the data node, once the adapter has pulled it.
Record StagedStory::await_record(const std::string& record) {
  for (const test::Deadline deadline;; stage_.mend()) {
    const Json answer = stage_.ask_json(
        part::node, {.target = "/v1/openings",
                     .headers = {{"Authorization", "Bearer " + stage_.owner_token()}}});
    for (const Json& opening : *answer.find("openings")->as_array())
      if (text(opening, "record") == record)
        return {.evidence_id = text(opening, "evidenceId"),
                .facts = {.commitment = *Digest::parse(text(opening, "commitment")),
                          .bytes = text(opening, "opening")}};
    if (deadline.is_over()) throw Fault("nobody pulls " + record + " from the data node");
  }
}

Json StagedStory::draft_of(const std::string& record) {
  const Json answer =
      stage_.ask_json(part::node, {.method = "POST",
                                   .target = "/v1/simulation/draft",
                                   .body = canonical(Json::Object{{"record", record}})});
  return *answer.find("envelope");
}

/// The envelope of a record as the node served it.
Json StagedStory::served(const std::string& evidence_id) {
  const Json page = stage_.ask_json(part::node, {.target = "/v1/feeds/decl/records"});
  for (const Json& record : *page.find("records")->as_array()) {
    const Json& envelope = *record.find("envelope");
    if (evidence_id.ends_with("/" + text(envelope, "recordId"))) return envelope;
  }
  throw Fault("the data node does not serve " + evidence_id);
}

/// What somebody with SDN's certificate and without its key can try, past the adapter.
Told StagedStory::forge(Step step) {
  Json envelope;
  if (step.record == "D1-2") {
    envelope = one_bit_off(draft_of(step.record));
  } else {
    const Json old = served(step.id);
    envelope = with(old, "publishedAt", now().text());
    envelope = with(std::move(envelope), "seq", *old.find("seq")->as_integer() + 1);
    envelope = with(std::move(envelope), "prevDigest",
                    crypto::sha256_hex(evidence::signed_bytes(old)).text());
  }
  step.args = Json::Object{{"envelope", std::move(envelope)}};
  Told out = send(step);
  out.notes.push_back("sent by a client of its own, past the adapter");
  return out;
}

// Consents

/// The company signs at the portal of the CDI, which hands the act to the adapter.
Told StagedStory::give(const Step& step) {
  Told out{.step = step, .played = {.args = sealed(step, setting_)}, .notes = {}};
  const std::string verb = step.transaction == "consent:Grant" ? "grant" : "revoke";
  const Json answer =
      stage_.ask_json(part::cdi, {.method = "POST",
                                  .target = "/v1/simulation/" + verb,
                                  .body = canonical(Json::Object{{"args", out.played.args}})});
  out.played.receipt = clients_.wait_for(entry_type(step.transaction), step.id);
  out.played.problem = problem_of(step, out.played.receipt);
  const Json& first = answer.find("transactions")->as_array()->front();
  if (text(first, "transactionId") != out.played.receipt.txid)
    out.played.problem += " the CDI was told of another transaction: " + canonical(answer);
  out.notes.push_back(
      "signed at the CDI's portal; the CDI was answered with the ledger's decision");
  return out;
}

Told StagedStory::wait_for_adapter(const Step& step) {
  Told out{.step = step, .played = {.args = step.args}, .notes = {}};
  out.played.receipt = clients_.wait_for(entry_type(step.transaction), step.id);
  out.played.problem = problem_of(step, out.played.receipt);
  return out;
}

Told StagedStory::decide(const Step& step) {
  Told out = send(step);
  const bool asks_for_records = !step.args.find("records")->as_array()->empty();
  if (step.code == "ALLOW" && asks_for_records && out.played.problem.empty())
    request_data(step, out.played.receipt.txid, out.notes);
  return out;
}

/// With the allowed access the bank gets the facts of D1 from the CDI adapter, once.
void StagedStory::request_data(const Step& step, const std::string& access_id,
                               std::vector<std::string>& notes) {
  const std::string consent = text(step.args, "consentId");
  const Json body = Json::Object{{"accessId", access_id},
                                 {"consentId", consent},
                                 {"request", data_request(consent.substr(24), setting_)},
                                 {"at", now().text()}};
  const auto answer = signed_request(step.by, body);
  const auto json = parse_json(answer.body);
  if (answer.status != 200 || !json)
    throw Fault("the CDI adapter answers " + std::to_string(answer.status) + " " + answer.body);
  const Json& opening = json->find("openings")->as_array()->front();
  if (text(opening, "opening") != setting_.published.at("D1").facts.bytes)
    throw Fault("the CDI adapter hands over other facts than the data node");
  notes.push_back(step.by + " has the facts of D1 from the CDI adapter");
  const auto again = signed_request(step.by, with(body, "at", now().plus_seconds(1).text()));
  const auto refusal = parse_json(again.body);
  if (again.status == 200 || !refusal) throw Fault("the CDI adapter hands facts over twice");
  notes.push_back("asked again: " + std::to_string(again.status) + " " + text(*refusal, "code"));
}

test::HttpAnswer StagedStory::signed_request(const std::string& bank, const Json& body) {
  const std::string bytes = canonical(body);
  const std::string jws = crypto::sign_jws(stage_.client_key(bank), bytes, bank + "-1");
  const std::string detached = jws.substr(0, jws.find('.')) + "." + jws.substr(jws.rfind('.'));
  return stage_.ask(part::cdi_adapter, {.method = "POST",
                                        .target = "/v1/cdi/data-requests",
                                        .headers = {{"Content-Type", "application/json"},
                                                    {"X-JWS-Signature", detached}},
                                        .body = bytes});
}

// What goes from hand to hand outside the ledger

/// EXP gives IMP the document and its facts as a file; IMP's client reads it.
Told StagedStory::accept(Step step) {
  const std::string path = stage_.file("handover-B1.json");
  Json::Array openings;
  for (const test::Opening& opening : step.openings) openings.emplace_back(opening.bytes);
  std::ofstream(path) << canonical(openings);
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  const auto read = parse_json(content.str());
  step.openings.clear();
  for (const Json& bytes : *read->as_array())
    step.openings.push_back(
        {.commitment = crypto::sha256_hex(*bytes.as_string()), .bytes = *bytes.as_string()});
  Told out = send(step);
  out.notes.push_back("EXP has handed over the document as a file, outside the ledger");
  return out;
}

// Fingerprints

Json StagedStory::fingerprint(const std::vector<std::string>& words) {
  const std::string key = stage_.file("fingerprint.key");
  std::ofstream(key) << std::string(64, '7') << "\n";
  std::vector<std::string> command{test::program("tradelane"), "fingerprint"};
  command.insert(command.end(), words.begin(), words.end());
  command.insert(command.end(), {"--key", key, "--kid", "fp-2026-1"});
  test::Process process(command);
  const auto made = parse_json(process.read_line());
  if (process.wait() != 0 || !made) throw Fault("tradelane fingerprint fails");
  return *made;
}

/// By the command, as a bank's clerk makes them; the second time the clerk types in full width.
void StagedStory::make_fingerprints() {
  const bool again = setting_.fingerprints.contains("cargo 1");
  for (const auto& [cargo, object, bill] :
       {std::tuple{"cargo 1", "D1", "B1"}, std::tuple{"cargo 2", "D2", "B2"}}) {
    const auto facts = parse_json(setting_.published.at(object).facts.bytes);
    const std::string entry = text(*facts->find("facts"), "entryId");
    const std::string bill_id = test::bill_id(bill);
    const std::string tdr = bill_id.substr(5, bill_id.rfind('/') - 5);
    Json made = Json::Array{fingerprint({"BL", bill_id.substr(0, 4), tdr}),
                            fingerprint({"DECL", again ? full_width(entry) : entry})};
    if (again && made != setting_.fingerprints.at(cargo))
      throw Fault("a number in full width has another fingerprint");
    setting_.fingerprints[cargo] = std::move(made);
  }
}

}  // namespace tradelane::scenario
