// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/keys.hpp"

namespace tradelane::contract {
namespace {

std::optional<crypto::Algorithm> algorithm_of(const JwkText& jwk) {
  if (jwk.kty == "EC" && jwk.crv == "P-256") return crypto::Algorithm::es256;
  if (jwk.kty == "EC" && jwk.crv == "SM2") return crypto::Algorithm::sm2_sm3;
  if (jwk.kty == "OKP" && jwk.crv == "Ed25519") return crypto::Algorithm::eddsa;
  return std::nullopt;
}

}  // namespace

Result<UsableKey> usable_key(const JwkText& jwk) {
  const auto algorithm = algorithm_of(jwk);
  if (!algorithm) return refuse(Code::party_key, "", "kind of key");
  auto key = crypto::PublicKey::from_jwk({.kty = jwk.kty,
                                          .crv = jwk.crv.value_or(""),
                                          .x = jwk.x.value_or(""),
                                          .y = jwk.y.value_or(""),
                                          .n = jwk.n.value_or(""),
                                          .e = jwk.e.value_or("")});
  if (!key) return key.error();
  return UsableKey{std::move(*key), *algorithm};
}

std::optional<UsableKey> find_key(const std::vector<VerificationKey>& keys, std::string_view kid,
                                  Timestamp at) {
  for (const VerificationKey& key : keys) {
    if (key.kid != kid) continue;
    if (at < key.valid_from || !(at < key.valid_to)) return std::nullopt;
    auto usable = usable_key(key.jwk);
    if (!usable) throw Fault("a stored verification key cannot be used");
    return std::move(*usable);
  }
  return std::nullopt;
}

bool verify_raw(const UsableKey& key, std::string_view message, std::string_view signature) {
  return crypto::verify(key.algorithm, key.key, message, signature, crypto::Encoding::raw);
}

}  // namespace tradelane::contract
