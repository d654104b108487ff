// SPDX-License-Identifier: Apache-2.0
// The simulated node against the adapter's own reading of what it serves.
#include "tests/support/data_node/node.hpp"

#include <doctest/doctest.h>

#include "adapters/shanghai/decode.hpp"
#include "adapters/shanghai/map.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::data_node;

namespace {

const Timestamp now = *Timestamp::parse("2026-11-24T17:30:00Z");  // the 25th in Shanghai
const std::filesystem::path fixtures =
    std::filesystem::path(TRADELANE_SOURCE_DIR) / "fixtures" / "shanghai";

Setup setup(const test::TempFolder& folder, bool release_all = true) {
  return {.fixtures = fixtures,
          .data = folder.path(),
          .source_node = "00000000000000000000000SDN",
          .owner = "00000000000000000000000EXP",
          .release_all = release_all,
          .now = [] { return now; }};
}

Answer get(Node& node, const std::string& path, std::map<std::string, std::string> query = {},
           const std::string& bearer = "") {
  return node.handle({.method = "GET", .path = path, .query = std::move(query), .bearer = bearer});
}

Answer post(Node& node, const std::string& path, const Json& body) {
  return node.handle({.method = "POST", .path = path, .body = canonical(body)});
}

shanghai::Page page_of(const Answer& answer) {
  REQUIRE(answer.status == 200);
  return *shanghai::decode_page(canonical(answer.body));
}

shanghai::Page pull(Node& node, const std::string& feed, const std::string& cursor = "") {
  return page_of(get(node, "/v1/feeds/" + feed + "/records", {{"cursor", cursor}}));
}

std::string text(const Json& json, std::string_view name) { return *json.find(name)->as_string(); }

bool signature_holds(Node& node, const Json& envelope) {
  const Json key = get(node, "/v1/keys").body.find("keys")->as_array()->front();
  const Json& jwk = *key.find("jwk");
  const Json& sig = *envelope.find("sig");
  REQUIRE(text(sig, "kid") == text(key, "kid"));
  const auto public_key = crypto::PublicKey::from_jwk(
      {.kty = text(jwk, "kty"), .crv = text(jwk, "crv"), .x = text(jwk, "x"), .y = text(jwk, "y")});
  return crypto::verify(crypto::Algorithm::sm2_sm3, *public_key, signed_bytes(envelope),
                        *from_base64url(text(sig, "value")));
}

}  // namespace

TEST_CASE("data node: what it serves is signed, numbered, chained and passes the adapter") {
  const test::TempFolder folder;
  Node node(setup(folder));
  for (const std::string feed : {"decl", "events"}) {
    CAPTURE(feed);
    const auto page = pull(node, feed);
    CHECK(page.records.size() == (feed == "decl" ? 2 : 3));
    CHECK_FALSE(page.more);
    std::int64_t seq = 0;
    const Json* before = nullptr;
    for (const auto& record : page.records) {
      const Json& envelope = record.envelope;
      CAPTURE(canonical(envelope));
      CHECK(envelope.find("seq")->as_integer() == ++seq);
      CHECK((envelope.find("prevDigest") != nullptr) == (before != nullptr));
      if (before != nullptr)
        CHECK(text(envelope, "prevDigest") == crypto::sha256_hex(signed_bytes(*before)).text());
      CHECK(signature_holds(node, envelope));
      CHECK(shanghai::map(record).ok());
      CHECK(*Timestamp::parse(text(envelope, "eventTime")) <=
            *Timestamp::parse(text(envelope, "publishedAt")));
      before = &record.envelope;
    }
  }
}

TEST_CASE("data node: dates end on Shanghai's today; a record may claim to be 25 hours old") {
  const test::TempFolder folder;
  Node node(setup(folder));
  const auto declarations = pull(node, "decl").records;
  const Bytes d1 = *from_base64(declarations.at(0).original);
  CHECK(d1.find("<DDate>20261121</DDate>") != Bytes::npos);
  CHECK(text(declarations[0].envelope, "eventTime") == "2026-11-20T16:00:00Z");
  CHECK(text(declarations[0].envelope, "publishedAt") == now.text());
  CHECK(text(declarations[1].envelope, "publishedAt") == now.plus_seconds(-25 * 3600).text());
  CHECK(text(pull(node, "events").records.at(2).envelope, "eventTime") == "2026-11-24T10:00:00Z");
}

TEST_CASE("data node: nothing is served before it is released, and later versions keep the id") {
  const test::TempFolder folder;
  Node node(setup(folder, false));
  CHECK(pull(node, "decl").records.empty());
  const auto release = [&](const char* record) {
    return post(node, "/v1/simulation/release", Json::Object{{"record", record}}).status;
  };
  CHECK(release("D1") == 200);
  CHECK(release("D9") == 404);
  const auto first = pull(node, "decl");
  REQUIRE(first.records.size() == 1);
  CHECK(pull(node, "decl", first.next).records.empty());
  CHECK(release("D1") == 200);
  CHECK(release("D1-2") == 200);
  const auto second = pull(node, "decl", first.next);
  REQUIRE(second.records.size() == 1);
  CHECK(text(second.records[0].envelope, "recordId") ==
        text(first.records[0].envelope, "recordId"));
  CHECK(second.records[0].salt != first.records[0].salt);
}

TEST_CASE("data node: a draft is signed like the next record and served to nobody") {
  const test::TempFolder folder;
  Node node(setup(folder, false));
  (void)post(node, "/v1/simulation/release", Json::Object{{"record", "D1"}});
  const auto draft = post(node, "/v1/simulation/draft", Json::Object{{"record", "D1-2"}});
  REQUIRE(draft.status == 200);
  Json envelope = *draft.body.find("envelope");
  CHECK(envelope.find("seq")->as_integer() == 2);
  CHECK(envelope.find("recordVersion")->as_integer() == 2);
  CHECK(signature_holds(node, envelope));
  (*envelope.as_object())["publishedAt"] = now.plus_seconds(1).text();
  CHECK_FALSE(signature_holds(node, envelope));
  CHECK(pull(node, "decl").records.size() == 1);
}

TEST_CASE("data node: after a restart every record, key and token is the same") {
  const test::TempFolder folder;
  std::string before;
  std::string token;
  {
    Node node(setup(folder));
    before = canonical(get(node, "/v1/feeds/decl/records").body);
    token = node.owner_token();
  }
  {  // a crash tore the last line
    std::ofstream(folder.path() / "journal.jsonl", std::ios::app) << R"({"event":"rel)";
  }
  Node node(setup(folder));
  CHECK(canonical(get(node, "/v1/feeds/decl/records").body) == before);
  CHECK(node.owner_token() == token);
}

TEST_CASE("data node: openings for the owner and the CDI adapter, for nobody else") {
  const test::TempFolder folder;
  Node node(setup(folder));
  const auto envelope = pull(node, "decl").records.at(0).envelope;
  const std::string id = "00000000000000000000000SDN/CUSTOMS_DECL/" + text(envelope, "recordId");
  CHECK(get(node, "/v1/openings").status == 401);
  CHECK(get(node, "/v1/openings", {}, "guess").status == 401);
  CHECK(node.owner_token() != node.cdi_token());
  for (const std::string& token : {node.owner_token(), node.cdi_token()}) {
    CHECK(get(node, "/v1/openings", {}, token).body.find("openings")->as_array()->size() == 2);
    const auto one = get(node, "/v1/openings", {{"evidenceId", id}}, token);
    REQUIRE(one.status == 200);
    const Json opening = one.body.find("openings")->as_array()->front();
    CHECK(text(opening, "record") == "D1");
    CHECK(text(opening, "commitment") == text(envelope, "factsDigest"));
    CHECK(crypto::sha256_hex(text(opening, "opening")).text() == text(opening, "commitment"));
    CHECK(get(node, "/v1/openings", {{"evidenceId", id + "0"}}, token).status == 404);
  }
}

TEST_CASE("data node: pages, and requests that it refuses") {
  const test::TempFolder folder;
  Node node(setup(folder));
  const auto first = page_of(get(node, "/v1/feeds/events/records", {{"limit", "2"}}));
  CHECK(first.records.size() == 2);
  CHECK(first.more);
  const auto rest = pull(node, "events", first.next);
  CHECK(rest.records.size() == 1);
  CHECK_FALSE(rest.more);
  for (const char* limit : {"0", "101", "-1", "x", ""})
    CHECK(get(node, "/v1/feeds/decl/records", {{"limit", limit}}).status == 400);
  CHECK(get(node, "/v1/feeds/decl/records", {{"cursor", "!"}}).status == 400);
  CHECK(get(node, "/v1/feeds/other/records").status == 404);
  CHECK(get(node, "/v1/feeds/records").status == 404);
  CHECK(post(node, "/v1/keys", Json::Object{}).status == 404);
  CHECK(get(node, "/healthz").status == 200);
}

TEST_CASE("data node: dates move in texts and elements, other digits stay") {
  CHECK(move_dates("<D>20260228</D> 2026-02-28T10:00 SC2026-0301 <N>20269999</N>", 1) ==
        "<D>20260301</D> 2026-03-01T10:00 SC2026-0301 <N>20269999</N>");
}
