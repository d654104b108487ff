// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "chaincode/crypto/public_key.hpp"

/// JSON Web Signatures (RFC 7515) in compact form.
namespace tradelane::crypto {

/// A JWS taken apart and not yet verified.
struct Jws {
  Algorithm algorithm = Algorithm::es256;
  std::string kid = {};  // "" when the header has none
  Bytes payload = {};
  Bytes signature = {};
  /// What the signature covers: the first two parts as they came.
  std::string signing_input = {};
};

/// Refused with `EBL_BSIG`: more than 256 KiB, not three parts of strict base64url, a header that
/// is not a JSON object with unique names, `crit`, `b64`, `jwk`, `jku`, `x5u` or `x5c` in it, an
/// `alg` that is none of ours (so `none` and every HMAC too).
Result<Jws> parse_jws(std::string_view compact);

/// The signature is of the algorithm's raw form and verifies with `key`.
bool verify(const Jws& jws, const PublicKey& key);

}  // namespace tradelane::crypto
