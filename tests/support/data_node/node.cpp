// SPDX-License-Identifier: Apache-2.0
#include "tests/support/data_node/node.hpp"

#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include "chaincode/base/fault_point.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::data_node {
namespace {

constexpr std::int64_t largest_page = 100;

/// A secret of the data folder, made by the first process that asks for it.
std::string secret(const std::filesystem::path& folder, const char* name,
                   const std::function<std::string()>& make) {
  std::filesystem::create_directories(folder);
  const auto path = folder / name;
  if (!std::filesystem::exists(path)) {
    const auto fresh = folder / (std::string(name) + ".new");
    std::ofstream(fresh, std::ios::binary) << make();
    ::chmod(fresh.c_str(), 0600);
    std::filesystem::rename(fresh, path);
  }
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

std::string token() { return to_base64url(crypto::random_bytes(32)); }

crypto::PrivateKey read_key(const std::filesystem::path& folder) {
  const auto make = [] { return crypto::PrivateKey::generate(crypto::KeyKind::sm2).pem(); };
  return *crypto::PrivateKey::from_pem(secret(folder, "key.pem", make));
}

Answer problem(int status, const char* why) {
  return {status, Json::Object{{"status", status}, {"title", why}}};
}

/// Shanghai's calendar day.
Date day_in_shanghai(Timestamp now) { return Date::of(now.plus_seconds(8 * 3600)); }

const std::string& text_member(const Json& json, std::string_view name) {
  static const std::string none;
  const Json* value = json.find(name);
  const auto* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? none : *text;
}

/// When it happened: the event's own time, or Shanghai's midnight of the day of declaration.
std::string event_time(const Json& facts) {
  if (facts.find("eventTime") != nullptr) return text_member(facts, "eventTime");
  const Date declared = *Date::parse(text_member(facts, "declaredOn"));
  return Timestamp{declared.days * 24 * 3600 - 8 * 3600}.text();
}

/// A cursor is the number of the last record seen; its form is nobody else's business.
std::optional<std::int64_t> read_cursor(const Request& request) {
  const auto found = request.query.find("cursor");
  if (found == request.query.end() || found->second.empty()) return 0;
  const auto text = from_base64url(found->second);
  const auto json = text ? parse_json(*text) : Result<Json>(refuse(Code::arg_malformed));
  return json ? json->as_integer() : std::nullopt;
}

std::optional<std::int64_t> read_limit(const Request& request) {
  const auto found = request.query.find("limit");
  if (found == request.query.end()) return largest_page;
  const auto json = parse_json(found->second);
  const auto limit = json ? json->as_integer() : std::nullopt;
  if (!limit || *limit < 1 || *limit > largest_page) return std::nullopt;
  return limit;
}

}  // namespace

Bytes signed_bytes(const Json& envelope) {
  Json bare = envelope;
  bare.as_object()->erase("sig");
  bare.as_object()->erase("payload");
  return "tradelane.feed/1\n" + canonical(bare);
}

Node::Node(Setup setup)
    : setup_(std::move(setup)),
      fixtures_(setup_.fixtures),
      key_(read_key(setup_.data)),
      id_secret_(secret(setup_.data, "record-id.key", token)),
      owner_token_(secret(setup_.data, "owner.token", token)),
      cdi_token_(secret(setup_.data, "cdi.token", token)),
      journal_(setup_.data / "journal.jsonl") {
  for (const Json& entry : journal_.entries()) restore(entry);
  if (!setup_.release_all || !released_.empty()) return;
  for (const ManifestRecord& record : fixtures_.manifest().records)
    if (record.version == 1) release(record.record, record.age_hours);
}

void Node::restore(const Json& entry) {
  const std::string& record = text_member(entry, "record");
  if (text_member(entry, "event") == "released") {
    released_.push_back({record, entry.find("ageHours")->as_integer().value_or(0)});
    return;
  }
  published_.push_back({record, text_member(entry, "feed"), *entry.find("envelope"),
                        text_member(entry, "original"), text_member(entry, "salt"),
                        *entry.find("facts")});
}

void Node::release(const std::string& record, std::int64_t age_hours) {
  for (const Released& item : released_)
    if (item.record == record) return;
  journal_.append(Json::Object{{"event", "released"}, {"record", record}, {"ageHours", age_hours}});
  released_.push_back({record, age_hours});
}

bool Node::is_published(const std::string& record) const {
  for (const Published& item : published_)
    if (item.record == record) return true;
  return false;
}

Json Node::sign(Json::Object envelope) const {
  const Bytes signature = key_.sign(crypto::Algorithm::sm2_sm3, signed_bytes(envelope));
  envelope.emplace("sig", Json::Object{{"alg", crypto::text_of(crypto::Algorithm::sm2_sm3)},
                                       {"kid", setup_.kid},
                                       {"value", to_base64url(signature)}});
  return envelope;
}

Node::Published Node::make(const ManifestRecord& record, std::int64_t age_hours) const {
  const Timestamp now = setup_.now();
  const Date today = day_in_shanghai(now);
  const Bytes original = fixtures_.original(record, today);
  const Bytes salt = crypto::random_bytes(32);
  Published out{record.record,       record.feed,        {},
                to_base64(original), to_base64url(salt), fixtures_.facts(record, today)};
  std::int64_t seq = 1;
  Json::Object envelope{
      {"schema", "tradelane.envelope/1"},
      {"feedId", record.feed},
      {"sourceNode", setup_.source_node},
      {"recordType", record.record_type},
      {"recordId",
       to_hex(crypto::hmac_sha256(id_secret_, record.record_type + "/" + record.object))},
      {"recordVersion", record.version},
      {"eventTime", event_time(out.facts)},
      {"publishedAt", now.plus_seconds(-age_hours * 3600).text()},
      {"ownerId", setup_.owner},
      {"classification",
       Json::Object{{"personal", false}, {"important", false}, {"exportBasis", "TRADE_EXEMPT"}}},
      {"contentType", record.content_type},
      {"charset", record.charset},
      {"payloadDigest",
       Json::Object{{"alg", "SM3"}, {"value", to_hex(crypto::sm3(salt + original))}}},
      {"factsDigest",
       crypto::sha256_hex(canonical(Json::Object{{"facts", out.facts}, {"salt", out.salt}}))
           .text()},
      {"factsBy", "SOURCE"}};
  for (const Published& before : published_) {
    if (before.feed != record.feed) continue;
    ++seq;
    envelope.insert_or_assign("prevDigest",
                              crypto::sha256_hex(signed_bytes(before.envelope)).text());
  }
  envelope.emplace("seq", seq);
  out.envelope = sign(std::move(envelope));
  return out;
}

void Node::publish_pending(const std::string& feed) {
  for (const Released& item : released_) {
    const ManifestRecord* record = fixtures_.find(item.record);
    if (record == nullptr || record->feed != feed || is_published(item.record)) continue;
    Published made = make(*record, item.age_hours);
    fault_point("node.signed");
    journal_.append(Json::Object{{"event", "published"},
                                 {"record", made.record},
                                 {"feed", made.feed},
                                 {"envelope", made.envelope},
                                 {"original", made.original},
                                 {"salt", made.salt},
                                 {"facts", made.facts}});
    published_.push_back(std::move(made));
    fault_point("node.published");
  }
}

Answer Node::records(const Request& request, const std::string& feed) {
  const auto cursor = read_cursor(request);
  const auto limit = read_limit(request);
  if (!cursor || !limit) return problem(400, "cursor or limit");
  if (!fixtures_.has_feed(feed)) return problem(404, "no such feed");
  publish_pending(feed);
  Json::Array page;
  std::int64_t seq = 0;
  for (const Published& item : published_) {
    if (item.feed != feed || ++seq <= *cursor || seq > *cursor + *limit) continue;
    page.push_back(Json::Object{
        {"envelope", item.envelope}, {"original", item.original}, {"salt", item.salt}});
  }
  const std::int64_t next = *cursor + static_cast<std::int64_t>(page.size());
  return {200, Json::Object{{"records", std::move(page)},
                            {"next", to_base64url(std::to_string(next))},
                            {"more", seq > next}}};
}

Json Node::opening_of(const Published& item) const {
  const Json& envelope = item.envelope;
  return Json::Object{
      {"record", item.record},
      {"evidenceId", text_member(envelope, "sourceNode") + "/" +
                         text_member(envelope, "recordType") + "/" +
                         text_member(envelope, "recordId")},
      {"version", *envelope.find("recordVersion")},
      {"commitment", *envelope.find("factsDigest")},
      {"opening", canonical(Json::Object{{"facts", item.facts}, {"salt", item.salt}})}};
}

Answer Node::openings(const Request& request) const {
  const bool allowed = equal_constant_time(request.bearer, owner_token_) ||
                       equal_constant_time(request.bearer, cdi_token_);
  if (!allowed) return problem(401, "who asks?");
  const auto wanted = request.query.find("evidenceId");
  Json::Array out;
  for (const Published& item : published_) {
    Json opening = opening_of(item);
    if (wanted == request.query.end() || text_member(opening, "evidenceId") == wanted->second)
      out.push_back(std::move(opening));
  }
  if (out.empty() && wanted != request.query.end()) return problem(404, "no such record");
  return {200, Json::Object{{"openings", std::move(out)}}};
}

Answer Node::keys() const {
  const crypto::Jwk jwk = key_.public_key().jwk();
  const Json key = Json::Object{
      {"kid", setup_.kid},
      {"alg", crypto::text_of(crypto::Algorithm::sm2_sm3)},
      {"jwk", Json::Object{{"kty", jwk.kty}, {"crv", jwk.crv}, {"x", jwk.x}, {"y", jwk.y}}}};
  return {200, Json::Object{{"keys", Json::Array{key}}}};
}

Answer Node::simulate_release(const Request& request) {
  const auto body = parse_json(request.body);
  const ManifestRecord* record = body ? fixtures_.find(text_member(*body, "record")) : nullptr;
  if (record == nullptr) return problem(404, "no such record");
  const Json* age = body->find("ageHours");
  const auto hours = age == nullptr ? record->age_hours : age->as_integer().value_or(-1);
  if (hours < 0 || hours > 24 * 365) return problem(400, "ageHours");
  release(record->record, hours);
  return {200, Json::Object{{"record", record->record}, {"feed", record->feed}}};
}

Answer Node::simulate_draft(const Request& request) {
  const auto body = parse_json(request.body);
  const ManifestRecord* record = body ? fixtures_.find(text_member(*body, "record")) : nullptr;
  if (record == nullptr) return problem(404, "no such record");
  publish_pending(record->feed);
  const Published draft = make(*record, 0);
  return {200, Json::Object{{"envelope", draft.envelope}}};
}

Answer Node::handle(const Request& request) {
  const std::lock_guard lock(mutex_);
  const std::string& path = request.path;
  const bool get = request.method == "GET";
  constexpr std::string_view before = "/v1/feeds/";
  constexpr std::string_view after = "/records";
  if (get && path == "/healthz") return {200, Json::Object{{"status", "ok"}}};
  if (get && path == "/v1/keys") return keys();
  if (get && path == "/v1/openings") return openings(request);
  if (get && path.starts_with(before) && path.ends_with(after) &&
      path.size() > before.size() + after.size())
    return records(request, path.substr(before.size(), path.size() - before.size() - after.size()));
  if (request.method == "POST" && path == "/v1/simulation/release")
    return simulate_release(request);
  if (request.method == "POST" && path == "/v1/simulation/draft") return simulate_draft(request);
  return problem(404, "no such resource");
}

}  // namespace tradelane::data_node
