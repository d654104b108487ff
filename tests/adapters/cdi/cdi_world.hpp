// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <map>
#include <memory>

#include "adapters/cdi/api.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/consents.hpp"
#include "tests/support/feeds.hpp"
#include "tests/support/temp_folder.hpp"

/// The CDI adapter between callers with keys and the real contracts on a ledger in memory.
namespace tradelane::test {

using scenario::MemoryBackend;
using scenario::Setting;

/// The ledger as the provider CDP sees it. Failures can be put in first.
class CdiLedger : public feed::Submitter, public cdi::LedgerReads {
 public:
  explicit CdiLedger(MemoryBackend& backend) : backend_(backend) {}

  std::variant<feed::Envelope, feed::Failure> prepare(const feed::Item& item) override {
    prepared.push_back(cdi::submission_of(item.payload).transaction);
    if (const auto meanwhile = std::exchange(while_preparing, nullptr)) meanwhile();
    if (const auto failure = take(prepare_failures)) return *failure;
    const auto receipt = backend_.probe(call_of(item.payload));
    if (!receipt.ok())
      return feed::Failure{feed::Failure::Next::give_up, receipt.token, receipt.message};
    return feed::Envelope{.transaction_id = crypto::sha256_hex(item.payload).text(),
                          .channel = "trade",
                          .bytes = item.payload,
                          .result = canonical(receipt.payload)};
  }
  std::optional<std::string> send(const feed::Envelope& envelope) override {
    if (blocks_.contains(envelope.transaction_id)) return std::nullopt;
    if (!backend_.submit(call_of(envelope.bytes)).ok()) throw Fault("endorsed, then refused");
    blocks_.emplace(envelope.transaction_id, blocks_.size() + 1);
    return std::nullopt;
  }
  std::variant<feed::Committed, feed::Failure> status(const feed::Envelope& envelope,
                                                      feed::Milliseconds) override {
    if (const auto failure = take(status_failures)) return *failure;
    const auto block = blocks_.find(envelope.transaction_id);
    if (block != blocks_.end()) return feed::Committed{block->second};
    return feed::Failure{feed::Failure::Next::unknown, "DEADLINE_EXCEEDED", "no status yet"};
  }

  Result<consent::ConsentView> consent(const consent::ConsentId& id) override {
    return ask<consent::ConsentView>("consent:Get", Json::Object{{"consentId", id.text()}});
  }
  Result<consent::JournalView> journal(const consent::ConsentId& id) override {
    return ask<consent::JournalView>("consent:Journal", Json::Object{{"consentId", id.text()}});
  }
  Result<evidence::EvidenceView> evidence(const evidence::EvidenceId& id) override {
    return ask<evidence::EvidenceView>("evidence:Get", Json::Object{{"evidenceId", id.text()}});
  }

  /// What was endorsed or tried, in order.
  std::vector<std::string> prepared = {};
  /// Done once, in the midst of the next endorsement.
  std::function<void()> while_preparing = {};
  std::deque<feed::Failure> prepare_failures = {};
  std::deque<feed::Failure> status_failures = {};
  bool is_silent = false;

 private:
  static std::optional<feed::Failure> take(std::deque<feed::Failure>& from) {
    if (from.empty()) return std::nullopt;
    const feed::Failure first = from.front();
    from.pop_front();
    return first;
  }
  scenario::Call call_of(const Bytes& payload) const {
    const auto submission = cdi::submission_of(payload);
    return {.by = "CDP",
            .function = submission.transaction,
            .args = submission.args,
            .endorsers = {"OperatorMSP", "DataMSP"}};
  }
  template <class View>
  Result<View> ask(const std::string& function, const Json& args) {
    if (is_silent) throw cdi::Unavailable("the ledger is silent");
    const auto receipt = backend_.query({.by = "CDP", .function = function, .args = args});
    if (!receipt.ok()) return refuse(*find_code(receipt.token));
    return from_json<View>(receipt.payload);
  }

  MemoryBackend& backend_;
  std::map<std::string, std::uint64_t> blocks_ = {};
};

/// A data node with whatever a test puts into it.
class NodeDouble : public cdi::NodeReads {
 public:
  std::vector<cdi::NodeOpening> openings(const evidence::EvidenceId& id) override {
    ++asked;
    if (is_silent) throw cdi::Unavailable("the node is silent");
    std::vector<cdi::NodeOpening> out;
    for (const auto& opening : all)
      if (opening.evidence_id == id) out.push_back(opening);
    return out;
  }
  std::vector<cdi::NodeOpening> all = {};
  int asked = 0;
  bool is_silent = false;
};

inline Json public_jwk(const crypto::PrivateKey& key) {
  const crypto::Jwk jwk = key.public_key().jwk();
  Json::Object out{{"kty", jwk.kty}};
  for (const auto& [name, value] :
       {std::pair{"crv", jwk.crv}, std::pair{"x", jwk.x}, std::pair{"y", jwk.y},
        std::pair{"n", jwk.n}, std::pair{"e", jwk.e}})
    if (!value.empty()) out.emplace(name, value);
  return out;
}

/// A detached JWS over `body`.
inline std::string detached(const crypto::PrivateKey& key, std::string_view body,
                            const std::string& kid) {
  const std::string jws = crypto::sign_jws(key, body, kid);
  return jws.substr(0, jws.find('.')) + "." + jws.substr(jws.rfind('.'));
}

/// Everybody who calls: the CDI gateway, and the two banks.
struct CdiCallers {
  crypto::PrivateKey gateway = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  crypto::PrivateKey bkh = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
  crypto::PrivateKey bk2 = crypto::PrivateKey::generate(crypto::KeyKind::p256);

  static Json entry(const std::string& kid, const std::string& party, const crypto::PrivateKey& key,
                    const char* may) {
    return Json::Object{{"kid", kid},
                        {"party", party_id(party).text()},
                        {"jwk", public_jwk(key)},
                        {"may", Json::Array{Json(may)}}};
  }
  Json file() const {
    return Json::Array{entry("cdi-1", "CDP", gateway, "consents"),
                       entry("BKH-1", "BKH", bkh, "data-requests"),
                       entry("BK2-1", "BK2", bk2, "data-requests")};
  }
  const crypto::PrivateKey& key_of(const std::string& kid) const {
    return kid == "cdi-1" ? gateway : kid == "BKH-1" ? bkh : bk2;
  }
  http::Request post(const std::string& kid, const std::string& path, const Json& body) const {
    const std::string bytes = canonical(body);
    return {.method = "POST",
            .path = path,
            .headers = {{"x-jws-signature", detached(key_of(kid), bytes, kid)}},
            .body = bytes};
  }
};
inline const CdiCallers& callers() {
  static const CdiCallers all;
  return all;
}

/// Consents C1, C2 and C3 are asked for, D1 is published, nothing is granted.
class CdiWorld {
 public:
  CdiWorld() {
    for (const scenario::Step& step : scenario::story(setting)) {
      if (step.transaction == "consent:Grant") break;
      if (!step.refused) play(step);
    }
    start();
  }

  /// The process comes back: only files outlive it.
  void start() {
    api.reset();
    feed.reset();
    pipeline.reset();
    deliveries.reset();
    store.reset();
    store = *feed::Store::open(folder.file("cdi.sqlite"), {}, [this] { return now_ms; });
    deliveries = std::make_unique<cdi::Deliveries>(folder.file("deliveries.sqlite"));
    pipeline = std::make_unique<feed::Pipeline>(
        feed::Pipeline::Ports{*store, ledger, log, [this] { return now_ms; }}, feed::RetryPolicy{});
    feed = std::make_unique<cdi::ConsentFeed>(cdi::ConsentFeed::Ports{*store, *pipeline, log});
    desk = std::make_unique<cdi::DeliveryDesk>(
        cdi::DeliveryDesk::Ports{ledger, node, *deliveries, [this] { return now; }}, 900);
    api = std::make_unique<cdi::Api>(
        cdi::Api::Ports{clients, *feed, *desk, ledger, log, [this] { return now; }},
        cdi::ApiOptions{.wait = std::chrono::milliseconds(0)});
  }

  /// Sends a step as itself; the answer must be the story's.
  scenario::Receipt play(const scenario::Step& step) {
    const auto receipt = backend.submit({.by = step.by,
                                         .function = step.transaction,
                                         .args = scenario::sealed(step, setting),
                                         .transient = transient(step.openings),
                                         .endorsers = scenario::msps_of(step.endorsers)});
    if (!receipt.ok()) throw Fault(step.what + ": " + receipt.message);
    return receipt;
  }

  /// The argument object of the owner's act, signed once.
  const Json& grant_args(const std::string& consent) const {
    return sealed_once(scenario::grant_consent(consent, setting));
  }
  const Json& revoke_args(const std::string& consent) const {
    return sealed_once(scenario::revoke_consent(consent));
  }
  Json body_of(const Json& args) const { return Json::Object{{"args", args}, {"at", now.text()}}; }
  std::string consent_path(const std::string& consent, const std::string& verb) const {
    return "/v1/cdi/consents/" + consent_id(consent) + ":" + verb;
  }
  std::string source_of(const std::string& consent) const {
    return "consent/" + consent_id(consent);
  }

  http::Response grant(const std::string& consent) {
    return api->handle(
        callers().post("cdi-1", consent_path(consent, "grant"), body_of(grant_args(consent))));
  }
  http::Response revoke(const std::string& consent) {
    return api->handle(
        callers().post("cdi-1", consent_path(consent, "revoke"), body_of(revoke_args(consent))));
  }
  /// Takes it, brings it onto the ledger and asks again for the outcome.
  http::Response granted(const std::string& consent) {
    grant(consent);
    feed->work(source_of(consent));
    return grant(consent);
  }

  /// The consent is granted and its recipient's question decided: the body of the data request.
  Json decided(const std::string& consent) {
    if (granted(consent).status != 200) throw Fault("not granted");
    return decide(consent);
  }
  Json decide(const std::string& consent) {
    const auto receipt = play(scenario::decide_consent(consent, "8", setting));
    return Json::Object{{"accessId", receipt.txid},
                        {"consentId", consent_id(consent)},
                        {"request", scenario::data_request(consent, setting)},
                        {"at", now.text()}};
  }
  http::Response ask(const Json& body, const std::string& kid = "BKH-1") {
    return api->handle(callers().post(kid, "/v1/cdi/data-requests", body));
  }
  /// The node has the facts of `object`.
  void serve(const std::string& object) {
    const auto record = scenario::record_of(object, setting);
    cdi::NodeOpening opening;
    opening.evidence_id = *evidence::EvidenceId::parse(record.evidence_id);
    opening.commitment = record.facts.commitment;
    opening.opening = record.facts.bytes;
    opening.record = object;
    node.all.push_back(opening);
  }

  Setting setting = {};
  MemoryBackend backend{setting};
  TempFolder folder;
  Timestamp now = setting.start.plus_seconds(120);
  std::int64_t now_ms = 1'000'000;
  Log log{-1};
  CdiLedger ledger{backend};
  NodeDouble node;
  cdi::Clients clients = *cdi::read_clients(canonical(callers().file()));
  std::unique_ptr<feed::Store> store;
  std::unique_ptr<cdi::Deliveries> deliveries;
  std::unique_ptr<feed::Pipeline> pipeline;
  std::unique_ptr<cdi::ConsentFeed> feed;
  std::unique_ptr<cdi::DeliveryDesk> desk;
  std::unique_ptr<cdi::Api> api;

 private:
  const Json& sealed_once(const scenario::Step& step) const {
    const auto known = sealed_.find(step.what);
    if (known != sealed_.end()) return known->second;
    return sealed_.emplace(step.what, scenario::sealed(step, setting)).first->second;
  }
  mutable std::map<std::string, Json> sealed_ = {};
};

inline Json json_of(const http::Response& response) {
  auto json = parse_json(response.body);
  return json ? std::move(*json) : Json();
}
/// "409 CNS_STATE", "200"
inline std::string told(const http::Response& response) {
  const Json body = json_of(response);
  const Json* code = body.find("code");
  std::string out = std::to_string(response.status);
  if (code != nullptr) out += " " + *code->as_string();
  return out;
}

}  // namespace tradelane::test
