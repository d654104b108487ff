// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "chaincode/crypto/public_key.hpp"

/// JSON Web Signatures (RFC 7515) in compact form, whole or with their payload elsewhere. A key is
/// never taken from a JWS: `kid` selects among keys that the receiver has, each of which goes with
/// one algorithm that the receiver compares before it verifies. What a payload says of itself, such
/// as until when it holds, is in claims.hpp.
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

/// Refused with `EBL_BSIG`: more than 256 KiB, not three parts of strict base64url, no signature, a
/// header that is not a JSON object with unique names or that has `crit`, `b64`, `jwk`, `jku`,
/// `x5u` or `x5c` in it, a `kid` that is no text, an `alg` that is none of ours (so `none`, every
/// HMAC, and SM2, for which JOSE has no name). Other members of the header mean nothing here.
Result<Jws> parse_jws(std::string_view compact);

/// How the payload of a detached JWS was signed. `unencoded` is RFC 7797: the header must then say
/// `"b64":false` and `"crit":["b64"]`, and may not otherwise.
enum class PayloadForm : std::uint8_t { base64url, unencoded };

/// A compact JWS whose second part is empty, over `payload`. The size limit is that of the JWS
/// alone. Refusals as above.
Result<Jws> parse_detached_jws(std::string_view compact, std::string_view payload,
                               PayloadForm form = PayloadForm::base64url);

/// From one ECDSA signature (r, s) anybody makes a second, (r, n - s). Where a signature's bytes
/// identify something, ask for the lower.
enum class SValue : std::uint8_t { any, low };

/// The signature is of the algorithm's raw form and verifies with `key`, which must be of the kind
/// that the algorithm asks for.
bool verify(const Jws& jws, const PublicKey& key, SValue s = SValue::any);

}  // namespace tradelane::crypto
