// SPDX-License-Identifier: Apache-2.0
// The claims of reliability.md 4.4, by RFC 7519 4.1.
#include "chaincode/crypto/claims.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

constexpr Timestamp now{1'800'000'000};

/// The claim that is refused; "" when all hold.
std::string refused(std::string_view payload, const ClaimRules& rules = {}, Timestamp at = now) {
  const auto held = check_claims(payload, rules, at);
  if (held) return "";
  CHECK(held.error().code == Code::ebl_bsig);
  return held.error().detail;
}

std::string with(const char* claim, std::int64_t seconds) {
  return std::string("{\"") + claim + "\":" + std::to_string(seconds) + "}";
}

}  // namespace

TEST_CASE("claims: what is no token has none that could fail") {
  CHECK(refused("{}") == "");
  CHECK(refused(R"({"documentChecksum":"ab","jti":1,"sub":[]})") == "");
}

TEST_CASE("claims: what is no object with unique names is refused") {
  for (const char* payload :
       {"", "null", "[]", "\"exp\"", "{", "{}{}", R"({"exp":1900000000,"exp":1})",
        R"({"aud":"us","\u0061ud":"them"})", R"({"a":{"b":1,"b":2}})"}) {
    CAPTURE(payload);
    CHECK(refused(payload) == "claims");
  }
}

TEST_CASE("claims: exp, to the second, with and without leeway") {
  CHECK(refused(with("exp", now.seconds + 1)) == "");
  CHECK(refused(with("exp", now.seconds)) == "exp");
  const ClaimRules rules{.leeway = 60};
  CHECK(refused(with("exp", now.seconds - 59), rules) == "");
  CHECK(refused(with("exp", now.seconds - 60), rules) == "exp");
}

TEST_CASE("claims: nbf and iat, to the second, with and without leeway") {
  for (const char* claim : {"nbf", "iat"}) {
    CAPTURE(claim);
    CHECK(refused(with(claim, now.seconds)) == "");
    CHECK(refused(with(claim, now.seconds + 1)) == claim);
    const ClaimRules rules{.leeway = 60};
    CHECK(refused(with(claim, now.seconds + 60), rules) == "");
    CHECK(refused(with(claim, now.seconds + 61), rules) == claim);
  }
}

TEST_CASE("claims: how old a token may be, and then it must say so") {
  const ClaimRules rules{.longest = 300};
  CHECK(refused(with("iat", now.seconds - 300), rules) == "");
  CHECK(refused(with("iat", now.seconds - 301), rules) == "iat");
  CHECK(refused("{}", rules) == "iat");
  CHECK(refused(with("exp", now.seconds + 1), rules) == "iat");
  const ClaimRules lenient{.leeway = 60, .longest = 300};
  CHECK(refused(with("iat", now.seconds - 360), lenient) == "");
  CHECK(refused(with("iat", now.seconds - 361), lenient) == "iat");
  CHECK(refused(with("iat", 0), {.longest = 0}, {0}) == "");
}

TEST_CASE("claims: a leeway is a day at the most, and never negative") {
  constexpr std::int64_t day = 86'400;
  CHECK(refused(with("nbf", now.seconds + day), {.leeway = 10 * day}) == "");
  CHECK(refused(with("nbf", now.seconds + day + 1), {.leeway = 10 * day}) == "nbf");
  CHECK(refused(with("exp", now.seconds + 1), {.leeway = -5}) == "");
}

TEST_CASE("claims: times are whole seconds that there are") {
  constexpr std::int64_t last = 253'402'300'799;
  CHECK(refused(with("exp", last), {.leeway = 86'400}, {last}) == "");
  for (const char* claim : {"exp", "nbf", "iat"})
    for (const char* value : {"-1", "253402300800", "9223372036854775807", "9223372036854775808",
                              "18446744073709551616", "1.9e9", "1900000000.5", "\"1900000000\"",
                              "true", "null", "[1900000000]"}) {
      CAPTURE(claim);
      CAPTURE(value);
      CHECK(refused(std::string("{\"") + claim + "\":" + value + "}") == claim);
    }
  CHECK(refused("{}", {}, {-1}) == "time");
  CHECK(refused("{}", {}, {last + 1}) == "time");
}

TEST_CASE("claims: the issuer") {
  struct Row {
    const char* payload;
    const char* wanted;
    const char* refused;
  };
  const Row rows[] = {{R"({"iss":"CAR"})", "", ""},       {R"({"iss":"CAR"})", "CAR", ""},
                      {R"({"iss":"car"})", "CAR", "iss"}, {R"({"iss":"CAR "})", "CAR", "iss"},
                      {R"({"iss":""})", "CAR", "iss"},    {R"({})", "CAR", "iss"},
                      {R"({"iss":["CAR"]})", "", "iss"},  {R"({"iss":1})", "CAR", "iss"}};
  for (const Row& row : rows) {
    CAPTURE(row.payload);
    CHECK(refused(row.payload, {.issuer = row.wanted}) == row.refused);
  }
}

TEST_CASE("claims: the audience is one name or several, and nobody takes what is for another") {
  struct Row {
    const char* payload;
    const char* own;
    const char* refused;
  };
  const Row rows[] = {{R"({"aud":"us"})", "us", ""},
                      {R"({"aud":["them","us"]})", "us", ""},
                      {R"({"aud":"them"})", "us", "aud"},
                      {R"({"aud":"US"})", "us", "aud"},
                      {R"({"aud":["them"]})", "us", "aud"},
                      {R"({"aud":[]})", "us", "aud"},
                      {R"({"aud":["us",1]})", "us", "aud"},
                      {R"({"aud":{"us":1}})", "us", "aud"},
                      {R"({})", "us", "aud"},
                      // Who has no name is not meant by any.
                      {R"({"aud":"us"})", "", "aud"},
                      {R"({"aud":""})", "", "aud"},
                      {R"({"aud":[]})", "", "aud"}};
  for (const Row& row : rows) {
    CAPTURE(row.payload);
    CHECK(refused(row.payload, {.audience = row.own}) == row.refused);
  }
}
