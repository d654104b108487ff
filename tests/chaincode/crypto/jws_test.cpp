// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/jws.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

std::string with_header(const std::string& header) {
  return to_base64url(header) + "." + to_base64url("payload") + "." + to_base64url(Bytes(64, 'x'));
}

}  // namespace

TEST_CASE("JWS: the ES256 vector of RFC 7515 A.3 and the Ed25519 vector of RFC 8037 A.4") {
  struct Row {
    Jwk key;
    std::string jws;
  };
  const Row rows[] = {
      {{.kty = "EC",
        .crv = "P-256",
        .x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        .y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
       "eyJhbGciOiJFUzI1NiJ9."
       "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
       "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
       "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
       "pmWQxfKTUJqPP3-Kg6NU1Q"},
      {{.kty = "OKP", .crv = "Ed25519", .x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
       "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
       "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5B"
       "hVsPt9g7sVvpAr_MuM0KAg"}};
  for (const Row& row : rows) {
    auto jws = parse_jws(row.jws);
    REQUIRE(jws.ok());
    const PublicKey key = *PublicKey::from_jwk(row.key);
    CHECK(verify(*jws, key));
    jws->signing_input.back() ^= 1;
    CHECK_FALSE(verify(*jws, key));
  }
}

TEST_CASE("JWS: what is refused before any key is asked") {
  const std::string refused[] = {
      "",
      "a.b",
      "a.b.c.d",
      with_header(R"({"alg":"none"})"),
      with_header(R"({"alg":"HS256"})"),
      with_header(R"({"alg":"SM2-SM3"})"),
      with_header(R"({"alg":"ES256","alg":"EdDSA"})"),
      with_header(R"({"alg":"ES256","crit":"b64"})"),
      with_header(R"({"alg":"ES256","crit":["b64"]})"),
      with_header(R"({"alg":"ES256","b64":false})"),
      with_header(R"({"alg":"ES256","jwk":"k"})"),
      with_header(R"({"alg":"ES256","jku":"https://example.org"})"),
      with_header(R"({"alg":"ES256","x5u":"https://example.org"})"),
      with_header(R"({"alg":"ES256","x5c":"c"})"),
      with_header(R"({"alg":1})"),
      with_header(R"(["ES256"])"),
      with_header("not json"),
      with_header(R"({})"),
      "=" + with_header(R"({"alg":"ES256"})"),
  };
  for (const std::string& text : refused) {
    CAPTURE(text);
    const auto jws = parse_jws(text);
    REQUIRE_FALSE(jws.ok());
    CHECK(jws.error().code == Code::ebl_bsig);
  }
  CHECK(parse_jws(with_header(R"({"alg":"ES256","kid":"a:b","typ":"JOSE"})")));
}

TEST_CASE("JWS: the size limit, at it and one above") {
  const std::string head = to_base64url(R"({"alg":"ES256"})") + ".";
  const std::string tail = "." + to_base64url(Bytes(64, 'x'));
  const std::size_t limit = 256 * 1024;
  const auto of_size = [&](std::size_t size) {
    return head + std::string(size - head.size() - tail.size(), 'A') + tail;
  };
  CHECK(parse_jws(of_size(limit)).ok());
  CHECK_FALSE(parse_jws(of_size(limit + 1)).ok());
}
