// SPDX-License-Identifier: Apache-2.0
// Vectors: fixtures/jws. What is refused: reliability.md 4.4, line by line.
#include "chaincode/crypto/jws.hpp"

#include <fstream>
#include <iterator>
#include <vector>

#include <doctest/doctest.h>

#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/ecdsa_form.hpp"
#include "chaincode/crypto/private_key.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

struct Vector {
  std::string source = {};
  Algorithm algorithm = Algorithm::es256;
  PublicKey key;
  std::string jws = {};
  std::string unencoded = {};  // "" when there is none
};

std::string text(const Json& object, const char* name) {
  const Json* found = object.find(name);
  return found == nullptr ? "" : *found->as_string();
}

std::vector<Vector> vectors() {
  std::ifstream in(TRADELANE_SOURCE_DIR "/fixtures/jws/vectors.json");
  const auto rows = parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  std::vector<Vector> out;
  for (const Json& row : *rows->as_array()) {
    const Json& jwk = *row.find("jwk");
    out.push_back({.source = text(row, "source"),
                   .algorithm = *parse_algorithm(text(row, "alg")),
                   .key = *PublicKey::from_jwk({.kty = text(jwk, "kty"),
                                                .crv = text(jwk, "crv"),
                                                .x = text(jwk, "x"),
                                                .y = text(jwk, "y"),
                                                .n = text(jwk, "n"),
                                                .e = text(jwk, "e")}),
                   .jws = text(row, "jws"),
                   .unencoded = text(row, "unencoded")});
  }
  return out;
}

/// A vector's JWS without its payload, and that payload.
struct Detached {
  std::string jws = {};
  Bytes payload = {};
};
Detached detach(const std::string& jws) {
  const auto first = jws.find('.');
  const auto second = jws.rfind('.');
  return {jws.substr(0, first + 1) + jws.substr(second),
          *from_base64url(jws.substr(first + 1, second - first - 1))};
}

std::string with_header(const std::string& header) {
  return to_base64url(header) + "." + to_base64url("payload") + "." + to_base64url(Bytes(64, 'x'));
}

bool is_refused(const std::string& text) {
  const auto jws = parse_jws(text);
  return !jws && jws.error().code == Code::ebl_bsig;
}
bool is_refused_detached(const std::string& text, PayloadForm form = PayloadForm::base64url) {
  const auto jws = parse_detached_jws(text, "payload", form);
  return !jws && jws.error().code == Code::ebl_bsig;
}

bool verifies(const std::string& jws, const PublicKey& key, SValue s = SValue::any) {
  const auto parsed = parse_jws(jws);
  return parsed && verify(*parsed, key, s);
}

/// `jws` with another signature.
std::string signed_by(const std::string& jws, const Bytes& signature) {
  return jws.substr(0, jws.rfind('.') + 1) + to_base64url(signature);
}
Bytes signature_of(const std::string& jws) {
  return *from_base64url(jws.substr(jws.rfind('.') + 1));
}

}  // namespace

TEST_CASE("JWS: the vectors of the RFCs and of Node verify, and nothing near them does") {
  std::size_t rows = 0;
  for (const Vector& row : vectors()) {
    CAPTURE(row.source);
    const auto jws = parse_jws(row.jws);
    REQUIRE(jws.ok());
    CHECK(jws->algorithm == row.algorithm);
    CHECK(verify(*jws, row.key));
    for (const std::size_t at : {std::size_t{0}, jws->signing_input.size() - 1}) {
      Jws other = *jws;
      other.signing_input[at] ^= 1;
      CHECK_FALSE(verify(other, row.key));
    }
    for (std::size_t at = 0; at < jws->signature.size(); at += 31) {
      Jws other = *jws;
      other.signature[at] ^= 1;
      CHECK_FALSE(verify(other, row.key));
    }
    for (const Bytes& bad : {jws->signature.substr(1), jws->signature + '\0', '\0' + jws->signature,
                             Bytes(jws->signature.size(), '\0')}) {
      Jws other = *jws;
      other.signature = bad;
      CHECK_FALSE(verify(other, row.key));
    }
    ++rows;
  }
  CHECK(rows == 17);
}

TEST_CASE("JWS: payload and kid of a published one") {
  const auto jws = parse_jws(vectors()[3].jws);
  REQUIRE(jws.ok());
  CHECK(jws->kid == "bilbo.baggins@hobbiton.example");
  CHECK(jws->payload.starts_with("It’s a dangerous business, Frodo,"));
  CHECK(parse_jws(vectors()[0].jws)->kid == "");
}

TEST_CASE("JWS: a detached payload verifies as the one inside, and no other does") {
  for (const Vector& row : vectors()) {
    CAPTURE(row.source);
    const Detached parts = detach(row.jws);
    const auto jws = parse_detached_jws(parts.jws, parts.payload);
    REQUIRE(jws.ok());
    CHECK(jws->payload == parts.payload);
    CHECK(verify(*jws, row.key));
    CHECK_FALSE(verify(*parse_detached_jws(parts.jws, parts.payload + " "), row.key));
    CHECK_FALSE(verify(*parse_detached_jws(parts.jws, ""), row.key));
    CHECK(is_refused(parts.jws) == false);  // an empty payload is one; it does not verify
    CHECK_FALSE(verifies(parts.jws, row.key));
    CHECK(is_refused_detached(row.jws));
  }
}

TEST_CASE("JWS: an unencoded payload, where it is asked for and nowhere else") {
  for (const Vector& row : vectors()) {
    if (row.unencoded.empty()) continue;
    CAPTURE(row.source);
    const Bytes payload = R"({"amount":"100"})";
    const auto jws = parse_detached_jws(row.unencoded, payload, PayloadForm::unencoded);
    REQUIRE(jws.ok());
    CHECK(verify(*jws, row.key));
    CHECK_FALSE(
        verify(*parse_detached_jws(row.unencoded, R"({"amount":"101"})", PayloadForm::unencoded),
               row.key));
    CHECK(is_refused_detached(row.unencoded));
    CHECK(is_refused(row.unencoded));
    CHECK(is_refused_detached(detach(row.jws).jws, PayloadForm::unencoded));
  }
}

TEST_CASE("JWS: a key serves the algorithms of its kind only") {
  const std::vector<Vector> all = vectors();
  for (const Vector& row : all)
    for (const Vector& other : all) {
      CAPTURE(row.source);
      CAPTURE(other.source);
      auto jws = *parse_jws(row.jws);
      // The same bytes under the name of another algorithm.
      jws.algorithm = other.algorithm;
      CHECK(verify(jws, row.key) == (row.algorithm == other.algorithm));
      // The right name, and a key of somebody else.
      jws.algorithm = row.algorithm;
      const bool same_key =
          row.key.jwk().x == other.key.jwk().x && row.key.jwk().n == other.key.jwk().n;
      CHECK(verify(jws, other.key) == same_key);
    }
}

TEST_CASE("JWS: what is refused before any key is asked") {
  struct Row {
    const char* what;
    std::string jws;
  };
  const Row rows[] = {
      {"nothing", ""},
      {"two parts", "a.b"},
      {"four parts", "a.b.c.d"},
      {"five parts, as an encrypted one", "a.b.c.d.e"},
      {"none", with_header(R"({"alg":"none"})")},
      {"none in another case", with_header(R"({"alg":"nOnE"})")},
      {"none without signature, RFC 7515 A.5",
       "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
       "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."},
      {"a shared secret, RFC 7515 A.1",
       "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
       "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_"
       "wW1gFWFOEjXk"},
      {"HS256", with_header(R"({"alg":"HS256"})")},
      {"HS384", with_header(R"({"alg":"HS384"})")},
      {"HS512", with_header(R"({"alg":"HS512"})")},
      {"SM2, for which JOSE has no name", with_header(R"({"alg":"SM2-SM3"})")},
      {"a curve of others", with_header(R"({"alg":"ES256K"})")},
      {"another case", with_header(R"({"alg":"es256"})")},
      {"an algorithm with a blank", with_header(R"({"alg":"ES256 "})")},
      {"an algorithm with NUL", with_header(R"({"alg":"ES256\u0000"})")},
      {"no algorithm", with_header(R"({})")},
      {"an algorithm that is a number", with_header(R"({"alg":1})")},
      {"an algorithm that is a list", with_header(R"({"alg":["ES256"]})")},
      {"crit that we do not know", with_header(R"({"alg":"ES256","crit":["exp"],"exp":1})")},
      {"crit that is empty", with_header(R"({"alg":"ES256","crit":[]})")},
      {"crit that is a text", with_header(R"({"alg":"ES256","crit":"b64"})")},
      {"crit of b64", with_header(R"({"alg":"ES256","crit":["b64"]})")},
      {"b64", with_header(R"({"alg":"ES256","b64":false})")},
      {"b64 that changes nothing", with_header(R"({"alg":"ES256","b64":true})")},
      {"its own key", with_header(R"({"alg":"ES256","jwk":{"kty":"EC"}})")},
      {"the address of a key", with_header(R"({"alg":"ES256","jku":"https://example.org"})")},
      {"the address of a certificate",
       with_header(R"({"alg":"ES256","x5u":"https://example.org"})")},
      {"its own certificate", with_header(R"({"alg":"ES256","x5c":["MII"]})")},
      {"a kid that is a number", with_header(R"({"alg":"ES256","kid":1})")},
      {"a name twice", with_header(R"({"alg":"ES256","alg":"EdDSA"})")},
      {"a name twice, once escaped", with_header(R"({"alg":"ES256","\u0061lg":"EdDSA"})")},
      {"a name twice further in", with_header(R"({"alg":"ES256","a":{"b":1,"b":2}})")},
      {"a list", with_header(R"(["ES256"])")},
      {"two objects", with_header(R"({"alg":"ES256"}{})")},
      {"a comment", with_header(R"({"alg":"ES256"/**/})")},
      {"no JSON", with_header("not json")},
      {"a header that is not UTF-8", with_header("{\"alg\":\"ES256\",\"a\":\"\xff\"}")},
      {"an empty header", "." + to_base64url("payload") + "." + to_base64url(Bytes(64, 'x'))},
      {"no signature", to_base64url(R"({"alg":"ES256"})") + "." + to_base64url("payload") + "."},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(is_refused(row.jws));
  }
  CHECK(parse_jws(with_header(R"({"alg":"ES256","kid":"a:b","typ":"JOSE","iat":1,"a":[{}]})")));
}

TEST_CASE("JWS: the same bytes have one spelling") {
  const std::string good = with_header(R"({"alg":"ES256"})");
  REQUIRE(parse_jws(good).ok());
  const auto first = good.find('.');
  const auto second = good.rfind('.');
  // In each of the three parts: padding, a line end, a blank, the other base64, and bits that
  // belong to no byte (64 bytes end in a character of which two bits count).
  for (const std::size_t end : {first, second, good.size()})
    for (const char* foreign : {"=", "==", "\n", " ", "+", "/", "%"}) {
      CAPTURE(end);
      CAPTURE(foreign);
      std::string other = good;
      other.insert(end, foreign);
      CHECK(is_refused(other));
    }
  std::string other_bits = good;
  REQUIRE(other_bits.back() == 'A');
  other_bits.back() = 'B';
  CHECK(is_refused(other_bits));
  CHECK(is_refused(" " + good));
}

TEST_CASE("JWS: b64 and crit say the same, or the unencoded form is refused") {
  const auto detached = [](const std::string& header) {
    return to_base64url(header) + ".." + to_base64url(Bytes(64, 'x'));
  };
  const auto refused = [&](const std::string& header) {
    return is_refused_detached(detached(header), PayloadForm::unencoded);
  };
  CHECK_FALSE(refused(R"({"alg":"ES256","b64":false,"crit":["b64"]})"));
  CHECK(refused(R"({"alg":"ES256"})"));
  CHECK(refused(R"({"alg":"ES256","b64":false})"));
  CHECK(refused(R"({"alg":"ES256","crit":["b64"]})"));
  CHECK(refused(R"({"alg":"ES256","b64":true,"crit":["b64"]})"));
  CHECK(refused(R"({"alg":"ES256","b64":"false","crit":["b64"]})"));
  CHECK(refused(R"({"alg":"ES256","b64":0,"crit":["b64"]})"));
  CHECK(refused(R"({"alg":"ES256","b64":false,"crit":["b64","exp"],"exp":1})"));
  CHECK(refused(R"({"alg":"ES256","b64":false,"crit":["b64","b64"]})"));
  CHECK(refused(R"({"alg":"ES256","b64":false,"crit":"b64"})"));
  CHECK(refused(R"({"alg":"ES256","b64":false,"crit":[]})"));
  CHECK(refused(R"({"alg":"HS256","b64":false,"crit":["b64"]})"));
  CHECK(refused(R"({"alg":"ES256","b64":false,"crit":["b64"],"jwk":{}})"));
}

TEST_CASE("JWS: an HMAC with the public key as its secret is no signature") {
  // What would pass where the header chooses the algorithm: refused for its name, and useless under
  // another.
  const Vector rsa = vectors()[0];
  const std::string forged = with_header(R"({"alg":"HS256"})");
  CHECK(is_refused(forged));
  CHECK_FALSE(verifies(with_header(R"({"alg":"RS256"})"), rsa.key));
  CHECK_FALSE(verifies(with_header(R"({"alg":"ES256"})"), rsa.key));
}

TEST_CASE("JWS: DER, and r or s outside of 1 to n - 1, are no signatures") {
  const Vector row = vectors()[1];
  const Bytes raw = signature_of(row.jws);
  const Bytes n = *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const Bytes zero(32, '\0');
  const Bytes r = raw.substr(0, 32);
  const Bytes s = raw.substr(32);
  CHECK(verifies(signed_by(row.jws, raw), row.key));
  for (const Bytes& bad :
       {der_from_raw(raw), zero + s, r + zero, n + s, r + n, zero + zero, s + r, Bytes(64, '\xff')})
    CHECK_FALSE(verifies(signed_by(row.jws, bad), row.key));
}

TEST_CASE("JWS: the upper s is refused where the lower is asked for") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::p521}) {
    const PrivateKey key = PrivateKey::generate(kind);
    const std::string low = sign_jws(key, "payload", "k");
    CHECK(verifies(low, key.public_key(), SValue::low));
    const Bytes upper = with_other_s(kind, signature_of(low));
    const std::string high = signed_by(low, upper);
    CHECK(verifies(high, key.public_key()));
    CHECK_FALSE(verifies(high, key.public_key(), SValue::low));
  }
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::rsa}) {
    const PrivateKey key = PrivateKey::generate(kind);
    CHECK(verifies(sign_jws(key, "payload", "k"), key.public_key(), SValue::low));
  }
}

TEST_CASE("JWS: the size limit, at it and one above; a detached payload is not in it") {
  const std::string head = to_base64url(R"({"alg":"ES256"})") + ".";
  const std::string tail = "." + to_base64url(Bytes(64, 'x'));
  const std::size_t limit = 256 * 1024;
  const auto of_size = [&](std::size_t size) {
    return head + std::string(size - head.size() - tail.size(), 'A') + tail;
  };
  CHECK(parse_jws(of_size(limit)).ok());
  CHECK(is_refused(of_size(limit + 1)));
  CHECK(parse_detached_jws(head + tail, Bytes(2 * limit, 'x')).ok());
  const std::string filler =
      to_base64url(R"({"alg":"ES256","a":")" + std::string(limit, 'a') + "\"}");
  CHECK(is_refused_detached(filler + "." + tail));
}
