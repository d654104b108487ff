// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

/// The registered claims of a JSON Web Token (RFC 7519 4.1): who said it, to whom and for how long.
/// A signature says nothing of these, so who verifies a JWS whose payload may be a token asks here
/// as well. Nothing reads a clock: a contract passes the transaction's time.
namespace tradelane::crypto {

/// What the receiver knows beforehand.
struct ClaimRules {
  /// What `iss` must be; "": the key says who it is, and `iss` may be any text or missing.
  std::string issuer = {};
  /// The receiver's own name, which must be `aud` or in it; "": it has none, and what is addressed
  /// to anybody by name is refused, as RFC 7519 4.1.3 wants it.
  std::string audience = {};
  /// Seconds by which the clocks of both ends may differ; a day at the most.
  std::int64_t leeway = 0;
  /// Seconds after which a token is too old, whatever it says: `iat` must then be there.
  std::optional<std::int64_t> longest = {};
};

/// `payload`, whose signature has been verified, is a JSON object with unique names whose claims
/// hold at `at`: before `exp`, not before `nbf` or `iat`. Times are whole seconds since 1970,
/// before the year 10000. Refused with `EBL_BSIG`, as all that is wrong with a JWS, and the claim's
/// name; other members mean nothing here.
Result<> check_claims(std::string_view payload, const ClaimRules& rules, Timestamp at);

}  // namespace tradelane::crypto
