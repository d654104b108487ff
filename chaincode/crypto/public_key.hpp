// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"

/// Verification of signatures. Keys are immutable values; everything here is safe from any thread
/// and gives the same answer on every endorser.
namespace tradelane::crypto {

/// The members of RFC 7517 that a public key needs; numbers in base64url, absent ones empty.
struct Jwk {
  std::string kty = {};
  std::string crv = {};
  std::string x = {};
  std::string y = {};
  std::string n = {};
  std::string e = {};
};

enum class KeyKind : std::uint8_t { p256, p384, p521, sm2, ed25519, rsa };

class PublicKey {
 public:
  struct Impl;

  /// EC on P-256, P-384, P-521 or SM2, OKP Ed25519, RSA of 2048 to 8192 bits with an odd exponent
  /// from 3 on. PARTY_KEY for anything else, for a point that is not on its curve and for numbers
  /// of the wrong length.
  static Result<PublicKey> from_jwk(const Jwk& jwk);
  /// SubjectPublicKeyInfo in PEM; the same kinds and refusal.
  static Result<PublicKey> from_pem(std::string_view pem);

  KeyKind kind() const;
  Jwk jwk() const;

  explicit PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

enum class Algorithm : std::uint8_t {
  es256,
  es384,
  es512,
  eddsa,
  sm2_sm3,
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512
};
/// "ES256" … "EdDSA" … "SM2-SM3"
std::string_view text_of(Algorithm algorithm);
std::optional<Algorithm> parse_algorithm(std::string_view text);

/// How an ECDSA or SM2 signature is written: r‖s of fixed length, or strict DER.
enum class Encoding : std::uint8_t { raw, der };

/// The identity that GM/T 0009 gives to a signer of SM2 who has agreed on none.
inline constexpr std::string_view sm2_default_id = "1234567812345678";

/// False for any signature, key or encoding that does not fit: no kind of input is an error here.
/// ECDSA and SM2 demand 1 <= r, s < n. `sm2_id` matters for SM2 only.
bool verify(Algorithm algorithm, const PublicKey& key, std::string_view message,
            std::string_view signature, Encoding encoding = Encoding::raw,
            std::string_view sm2_id = sm2_default_id);

}  // namespace tradelane::crypto
