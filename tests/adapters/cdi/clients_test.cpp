// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/clients.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/cdi/cdi_world.hpp"

using namespace tradelane;
using namespace tradelane::cdi;
using test::callers;
using test::detached;

namespace {

const std::string body = R"({"args":{"consentId":"C"},"at":"2026-03-05T08:00:00Z"})";

Clients known() { return *read_clients(canonical(callers().file())); }

/// A detached JWS with this header, rightly signed by the CDI gateway.
std::string with_header(const std::string& header) {
  const std::string head = to_base64url(header);
  const Bytes signature =
      callers().gateway.sign(crypto::Algorithm::es256, head + "." + to_base64url(body));
  return head + ".." + to_base64url(signature);
}

/// Each text, number or truth in `value` changed alone.
void change_leaves(const Json& value, const std::function<void(Json)>& use) {
  if (const auto* object = value.as_object()) {
    for (const auto& [name, member] : *object) {
      use(test::without(value, name));
      change_leaves(member,
                    [&](Json changed) { use(test::with(value, name, std::move(changed))); });
    }
  } else if (const auto* array = value.as_array()) {
    for (std::size_t i = 0; i < array->size(); ++i)
      change_leaves((*array)[i], [&](Json changed) {
        Json::Array other = *array;
        other[i] = std::move(changed);
        use(other);
      });
  } else if (const auto* text = value.as_string()) {
    use(*text + "x");
  } else if (const auto number = value.as_integer()) {
    use(*number + 1);
  } else if (const auto* truth = value.as_bool()) {
    use(!*truth);
  }
}

}  // namespace

TEST_CASE("cdi clients: a good signature of each kind of key names its caller") {
  struct Row {
    crypto::KeyKind kind;
    crypto::Algorithm algorithm;
  };
  for (const Row& row : {Row{crypto::KeyKind::p256, crypto::Algorithm::es256},
                         Row{crypto::KeyKind::p384, crypto::Algorithm::es384},
                         Row{crypto::KeyKind::p521, crypto::Algorithm::es512},
                         Row{crypto::KeyKind::ed25519, crypto::Algorithm::eddsa}}) {
    CAPTURE(crypto::text_of(row.algorithm));
    const auto key = crypto::PrivateKey::generate(row.kind);
    const Json file = Json::Array{test::CdiCallers::entry("k", "BKH", key, "consents")};
    const auto clients = read_clients(canonical(file));
    REQUIRE(clients.ok());
    CHECK(clients->at("k").algorithm == row.algorithm);
    const auto client = authenticate(*clients, detached(key, body, "k"), body);
    REQUIRE(client.ok());
    CHECK(client->party == test::party_id("BKH"));
    CHECK(client->may.contains(May::consents));
  }
}

TEST_CASE("cdi clients: a key of RSA signs with PS256 and with nothing else") {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::rsa);
  const Json file = Json::Array{test::CdiCallers::entry("k", "BKH", key, "consents")};
  const auto clients = read_clients(canonical(file));
  REQUIRE(clients.ok());
  const auto sign = [&](crypto::Algorithm algorithm) {
    const std::string name{crypto::text_of(algorithm)};
    const std::string head = to_base64url(R"({"alg":")" + name + R"(","kid":"k"})");
    const Bytes signature = key.sign(algorithm, head + "." + to_base64url(body));
    return authenticate(*clients, head + ".." + to_base64url(signature), body).ok();
  };
  CHECK(sign(crypto::Algorithm::ps256));
  CHECK_FALSE(sign(crypto::Algorithm::rs256));
}

TEST_CASE("cdi clients: every bad signature is REQ_SIG_INVALID, and it is not said why") {
  const std::string good = with_header(R"({"alg":"ES256","kid":"cdi-1"})");
  REQUIRE(authenticate(known(), good, body).ok());
  const std::string head = good.substr(0, good.find('.'));
  const std::string signature = good.substr(good.rfind('.') + 1);
  Bytes flipped = *from_base64url(signature);
  flipped[40] = static_cast<char>(flipped[40] ^ 1);
  struct Row {
    const char* what;
    std::string jws;
  };
  const Row rows[] = {
      {"nothing", ""},
      {"two dots", ".."},
      {"no signature", head + ".."},
      {"one bit", head + ".." + to_base64url(flipped)},
      {"a half signature", head + ".." + to_base64url(flipped.substr(0, 32))},
      {"no gap", head + "." + signature},
      {"not detached", head + "." + to_base64url(body) + "." + signature},
      {"four parts", good + "." + signature},
      {"padding", good + "="},
      {"a blank", " " + good},
      {"two headers", good + ", " + good},
      {"unknown kid", with_header(R"({"alg":"ES256","kid":"cdi-2"})")},
      {"no kid", with_header(R"({"alg":"ES256"})")},
      {"somebody else's kid", with_header(R"({"alg":"ES256","kid":"BK2-1"})")},
      {"wrong key", detached(callers().bk2, body, "cdi-1")},
      {"none", with_header(R"({"alg":"none","kid":"cdi-1"})")},
      {"none, unsigned", to_base64url(R"({"alg":"none","kid":"cdi-1"})") + ".."},
      {"a shared secret", with_header(R"({"alg":"HS256","kid":"cdi-1"})")},
      {"another algorithm", with_header(R"({"alg":"ES384","kid":"cdi-1"})")},
      {"EdDSA with a key of P-256", with_header(R"({"alg":"EdDSA","kid":"cdi-1"})")},
      {"SM2", with_header(R"({"alg":"SM2-SM3","kid":"cdi-1"})")},
      {"crit", with_header(R"({"alg":"ES256","crit":["exp"],"kid":"cdi-1"})")},
      {"unencoded payload", with_header(R"({"alg":"ES256","b64":false,"kid":"cdi-1"})")},
      {"its own key", with_header(R"({"alg":"ES256","jwk":"x","kid":"cdi-1"})")},
      {"the address of a key", with_header(R"({"alg":"ES256","jku":"x","kid":"cdi-1"})")},
      {"a name twice", with_header(R"({"alg":"none","alg":"ES256","kid":"cdi-1"})")},
      {"no JSON", with_header("alg=ES256")},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto client = authenticate(known(), row.jws, body);
    REQUIRE_FALSE(client.ok());
    CHECK(client.error() == refuse(Code::req_sig_invalid));
  }
}

TEST_CASE("cdi clients: the signature covers every byte of the body") {
  const std::string jws = detached(callers().gateway, body, "cdi-1");
  for (std::size_t i = 0; i < body.size(); ++i) {
    std::string other = body;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK_FALSE(authenticate(known(), jws, other).ok());
  }
  CHECK_FALSE(authenticate(known(), jws, body + " ").ok());
  CHECK_FALSE(authenticate(known(), jws, body.substr(1)).ok());
  CHECK_FALSE(authenticate(known(), jws, "").ok());
}

TEST_CASE("cdi clients: changing any single field of a signed body is refused") {
  const test::CdiWorld world;
  const auto clients = known();
  for (const Json& signed_body :
       {world.body_of(world.grant_args("C1")), world.body_of(world.revoke_args("C3"))}) {
    const std::string jws = detached(callers().gateway, canonical(signed_body), "cdi-1");
    REQUIRE(authenticate(clients, jws, canonical(signed_body)).ok());
    int changes = 0;
    change_leaves(signed_body, [&](const Json& changed) {
      ++changes;
      CHECK_FALSE(authenticate(clients, jws, canonical(changed)).ok());
    });
    CHECK(changes >= 14);
  }
}

TEST_CASE("cdi clients: a reader signs what it reads") {
  const std::string jws = crypto::sign_jws(callers().gateway, "payload", "cdi-1");
  const auto read = authenticate_read(known(), jws);
  REQUIRE(read.ok());
  CHECK(read->payload == "payload");
  CHECK(read->client.kid == "cdi-1");
  CHECK_FALSE(authenticate_read(known(), crypto::sign_jws(callers().bk2, "payload", "cdi-1")).ok());
}

TEST_CASE("cdi clients: a file of clients that cannot be used is refused with its place") {
  const Json good = callers().file().as_array()->front();
  const Json sm2 = test::CdiCallers::entry(
      "k", "BKH", crypto::PrivateKey::generate(crypto::KeyKind::sm2), "consents");
  struct Row {
    const char* what;
    Json file;
  };
  const Row rows[] = {
      {"no list", good},
      {"nobody", Json::Array{}},
      {"unknown field", Json::Array{test::with(good, "alg", "ES256")}},
      {"no party", Json::Array{test::without(good, "party")}},
      {"may nothing", Json::Array{test::with(good, "may", Json::Array{})}},
      {"may what nobody may", Json::Array{test::with(good, "may", Json::Array{Json("all")})}},
      {"no kid", Json::Array{test::with(good, "kid", "")}},
      {"a key of SM2", Json::Array{sm2}},
      {"a key that is none", Json::Array{test::with(good, "jwk", Json::Object{{"kty", "oct"}})}},
      {"twice", Json::Array{good, good}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto clients = read_clients(canonical(row.file));
    REQUIRE_FALSE(clients.ok());
    CHECK(clients.error().code == Code::arg_malformed);
  }
  CHECK_FALSE(read_clients("nonsense").ok());
}
