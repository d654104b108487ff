// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/key_ring.hpp"

#include <algorithm>

#include "chaincode/contract/keys.hpp"

namespace tradelane::party {
namespace {

constexpr std::size_t longest_kid = 128;

bool is_public_key(const contract::JwkText& jwk) {
  return crypto::PublicKey::from_jwk({.kty = jwk.kty,
                                      .crv = jwk.crv.value_or(""),
                                      .x = jwk.x.value_or(""),
                                      .y = jwk.y.value_or(""),
                                      .n = jwk.n.value_or(""),
                                      .e = jwk.e.value_or("")})
      .ok();
}

bool is_sound(const VerificationKey& key, KeyUse use) {
  return !key.kid.empty() && key.kid.size() <= longest_kid && ledger::fits_a_key(key.kid) &&
         key.valid_from < key.valid_to &&
         (use == KeyUse::acts ? contract::usable_key(key.jwk).ok() : is_public_key(key.jwk));
}

bool may_follow(const VerificationKey& old, const VerificationKey& next, Timestamp now) {
  const bool ends_earlier = now <= next.valid_to && next.valid_to < old.valid_to;
  return next.jwk == old.jwk && next.valid_from == old.valid_from &&
         (next.valid_to == old.valid_to || ends_earlier);
}

}  // namespace

bool are_sound(const std::vector<VerificationKey>& keys, KeyUse use) {
  for (auto key = keys.begin(); key != keys.end(); ++key) {
    const auto is_like_it = [&](const VerificationKey& other) {
      return other.kid == key->kid || other.jwk == key->jwk;
    };
    if (!is_sound(*key, use) || std::any_of(keys.begin(), key, is_like_it)) return false;
  }
  return true;
}

const VerificationKey* find_kid(const std::vector<VerificationKey>& keys, const std::string& kid) {
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const VerificationKey& key) { return key.kid == kid; });
  return found == keys.end() ? nullptr : &*found;
}

bool follows(const std::vector<VerificationKey>& old, const std::vector<VerificationKey>& next,
             Timestamp now) {
  return std::all_of(old.begin(), old.end(), [&](const VerificationKey& key) {
    const auto* kept = find_kid(next, key.kid);
    return kept == nullptr ? key.valid_to <= now : may_follow(key, *kept, now);
  });
}

}  // namespace tradelane::party
