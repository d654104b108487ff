// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/claims.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "chaincode/crypto/strict_json.hpp"

namespace tradelane::crypto {
namespace {

using boost::json::object;
using boost::json::value;

/// 9999-12-31T23:59:59Z: sums of such times cannot overflow.
constexpr std::int64_t last_second = 253'402'300'799;
constexpr std::int64_t most_leeway = 86'400;

Error refused(const char* why) { return refuse(Code::ebl_bsig, "", why); }

/// Absent without the claim.
Result<std::optional<std::int64_t>> seconds_of(const object& claims, const char* name) {
  const value* claim = claims.if_contains(name);
  if (claim == nullptr) return std::optional<std::int64_t>();
  const std::int64_t* seconds = claim->if_int64();
  if (seconds == nullptr || *seconds < 0 || *seconds > last_second) return refused(name);
  return std::optional(*seconds);
}

Result<> check_issuer(const object& claims, const std::string& wanted) {
  const value* issuer = claims.if_contains("iss");
  if (issuer == nullptr) return wanted.empty() ? Result<>(Done{}) : refused("iss");
  if (!issuer->is_string()) return refused("iss");
  if (!wanted.empty() && issuer->get_string() != wanted) return refused("iss");
  return Done{};
}

/// One name, or a list of names.
Result<> check_audience(const object& claims, const std::string& own) {
  const value* audience = claims.if_contains("aud");
  if (audience == nullptr) return own.empty() ? Result<>(Done{}) : refused("aud");
  if (own.empty()) return refused("aud");
  if (audience->is_string())
    return audience->get_string() == own ? Result<>(Done{}) : refused("aud");
  if (!audience->is_array()) return refused("aud");
  const auto& names = audience->get_array();
  const auto is_text = [](const value& name) { return name.is_string(); };
  const auto is_own = [&](const value& name) { return name.get_string() == own; };
  if (!std::all_of(names.begin(), names.end(), is_text)) return refused("aud");
  return std::any_of(names.begin(), names.end(), is_own) ? Result<>(Done{}) : refused("aud");
}

Result<> check_times(const object& claims, const ClaimRules& rules, std::int64_t now) {
  const std::int64_t leeway = std::clamp<std::int64_t>(rules.leeway, 0, most_leeway);
  const auto expires = seconds_of(claims, "exp");
  if (!expires) return expires.error();
  if (*expires && now >= **expires + leeway) return refused("exp");
  const auto begins = seconds_of(claims, "nbf");
  if (!begins) return begins.error();
  if (*begins && now < **begins - leeway) return refused("nbf");
  const auto issued = seconds_of(claims, "iat");
  if (!issued) return issued.error();
  if (*issued && now < **issued - leeway) return refused("iat");
  if (!rules.longest) return Done{};
  if (!*issued || now - leeway - **issued > *rules.longest) return refused("iat");
  return Done{};
}

}  // namespace

Result<> check_claims(std::string_view payload, const ClaimRules& rules, Timestamp at) {
  const auto claims = parse_strict_object(payload);
  if (!claims) return refused("claims");
  if (at.seconds < 0 || at.seconds > last_second) return refused("time");
  if (auto good = check_issuer(*claims, rules.issuer); !good) return good;
  if (auto good = check_audience(*claims, rules.audience); !good) return good;
  return check_times(*claims, rules, at.seconds);
}

}  // namespace tradelane::crypto
