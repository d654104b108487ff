// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cdi/cdi.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include "adapters/http/problem.hpp"
#include "chaincode/base/fault_point.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::simulated_cdi {
namespace {

crypto::PrivateKey read_key(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto path = folder / "key.pem";
  if (!std::filesystem::exists(path)) {
    const auto fresh = folder / "key.pem.new";
    std::ofstream(fresh, std::ios::binary)
        << crypto::PrivateKey::generate(crypto::KeyKind::p256).pem();
    ::chmod(fresh.c_str(), 0600);
    std::filesystem::rename(fresh, path);
  }
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return *crypto::PrivateKey::from_pem(content.str());
}

/// Where in the adapter an act goes.
std::string target_of(const std::string& verb, const Json& args) {
  const Json* id = args.find("consentId");
  const auto* text = id == nullptr ? nullptr : id->as_string();
  return "/v1/cdi/consents/" + (text == nullptr ? std::string("-") : *text) + ":" + verb;
}

bool is_definite(const Outcome& outcome) {
  return outcome.status != 0 && outcome.status != 202 && outcome.status < 500;
}

const std::string& text_member(const Json& entry, std::string_view name) {
  const Json* value = entry.find(name);
  const auto* text = value == nullptr ? nullptr : value->as_string();
  if (text == nullptr) throw Fault("the journal has an entry without " + std::string(name));
  return *text;
}

http::Response pending() {
  return {.status = 202,
          .body = canonical(Json::Object{{"state", "PENDING"}}),
          .headers = {{"Retry-After", "1"}}};
}

http::Response passed_on(const Outcome& outcome) {
  const bool good = outcome.status == 200;
  return {.status = outcome.status,
          .body = outcome.body,
          .content_type = good ? "application/json" : "application/problem+json"};
}

}  // namespace

Cdi::Cdi(Setup setup)
    : setup_(std::move(setup)),
      key_(read_key(setup_.data)),
      journal_(setup_.data / "journal.jsonl") {
  for (const Json& entry : journal_.entries()) restore(entry);
}

void Cdi::restore(const Json& entry) {
  const std::string& id = text_member(entry, "id");
  if (text_member(entry, "event") == "taken") {
    acts_.push_back({.id = id, .verb = text_member(entry, "verb"), .args = *entry.find("args")});
    return;
  }
  Act* act = find(id);
  if (act == nullptr) throw Fault("the journal answers what was never taken");
  act->answer = Outcome{.status = static_cast<int>(*entry.find("status")->as_integer()),
                        .body = text_member(entry, "body")};
}

Cdi::Act* Cdi::find(const std::string& id) {
  const auto act =
      std::find_if(acts_.begin(), acts_.end(), [&](const Act& each) { return each.id == id; });
  return act == acts_.end() ? nullptr : &*act;
}

Cdi::Act& Cdi::find_or_take(const std::string& verb, const Json& args) {
  const std::string id =
      crypto::sha256_hex(canonical(Json::Object{{"args", args}, {"verb", verb}})).text();
  if (Act* known = find(id); known != nullptr) return *known;
  journal_.append(Json::Object{{"event", "taken"}, {"id", id}, {"verb", verb}, {"args", args}});
  fault_point("simulated-cdi.journalled");
  acts_.push_back({.id = id, .verb = verb, .args = args});
  changed_.notify_all();
  return acts_.back();
}

http::Response Cdi::act(const http::Request& request, const std::string& verb) {
  const auto body = parse_json(request.body);
  const Json* args = body ? body->find("args") : nullptr;
  if (args == nullptr || args->as_object() == nullptr)
    return http::problem(http::Problem{.status = 400, .detail = "args: an object is needed"});
  std::unique_lock lock(mutex_);
  const std::string id = find_or_take(verb, *args).id;
  const int attempts = find(id)->attempts;
  // An attempt that ends without an answer is told at once: it may be long until one has it.
  changed_.wait_for(lock, setup_.patience, [&] {
    const Act& act = *find(id);
    return act.answer || act.attempts != attempts;
  });
  const Act& act = *find(id);
  return act.answer ? passed_on(*act.answer) : pending();
}

bool Cdi::work() {
  bool all = true;
  for (std::size_t i = 0;; ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (i == acts_.size()) return all;
      if (acts_[i].answer) continue;
    }
    send(i);
    const std::lock_guard lock(mutex_);
    all = all && acts_[i].answer;
  }
}

/// Called by one thread at a time, so nobody else gives an act its answer.
void Cdi::send(std::size_t index) {
  Signed request;
  {
    const std::lock_guard lock(mutex_);
    const Act& act = acts_[index];
    request.target = target_of(act.verb, act.args);
    request.body = canonical(Json::Object{{"args", act.args}, {"at", setup_.now().text()}});
  }
  const std::string jws = crypto::sign_jws(key_, request.body, setup_.kid);
  request.signature = jws.substr(0, jws.find('.')) + "." + jws.substr(jws.rfind('.'));
  const Outcome outcome = setup_.send(request);
  fault_point("simulated-cdi.sent");
  const std::lock_guard lock(mutex_);
  Act& act = acts_[index];
  ++act.attempts;
  if (is_definite(outcome)) {
    journal_.append(Json::Object{
        {"event", "answered"}, {"id", act.id}, {"status", outcome.status}, {"body", outcome.body}});
    fault_point("simulated-cdi.answered");
    act.answer = outcome;
  }
  changed_.notify_all();
}

void Cdi::await_act(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, most, [&] {
    return std::any_of(acts_.begin(), acts_.end(),
                       [](const Act& act) { return !act.answer && act.attempts == 0; });
  });
}

http::Response Cdi::keys() const {
  const crypto::Jwk jwk = key_.public_key().jwk();
  const Json key = Json::Object{
      {"kid", setup_.kid},
      {"alg", crypto::text_of(crypto::natural_algorithm(key_.kind()))},
      {"jwk", Json::Object{{"kty", jwk.kty}, {"crv", jwk.crv}, {"x", jwk.x}, {"y", jwk.y}}}};
  return {.body = canonical(Json::Object{{"keys", Json::Array{key}}})};
}

http::Response Cdi::handle(const http::Request& request) {
  const bool get = request.method == "GET";
  if (get && request.path == "/healthz") return {.body = canonical(Json::Object{{"status", "ok"}})};
  if (get && request.path == "/v1/keys") return keys();
  if (request.method == "POST" && request.path == "/v1/simulation/grant")
    return act(request, "grant");
  if (request.method == "POST" && request.path == "/v1/simulation/revoke")
    return act(request, "revoke");
  return http::problem(http::Problem{.status = 404});
}

}  // namespace tradelane::simulated_cdi
