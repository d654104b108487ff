// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/membership.hpp"

#include <algorithm>

#include "chaincode/crypto/certificate.hpp"
#include "chaincode/crypto/certificate_check.hpp"
#include "proto/msp/identities.pb.h"

namespace tradelane::devpeer {
namespace {

constexpr std::size_t cached = 1000;

}  // namespace

bool Identity::is_peer() const {
  return std::find(units.begin(), units.end(), "peer") != units.end();
}

bool Identity::signed_this(std::string_view message, std::string_view signature) const {
  if (good->contains(message, signature)) return true;
  if (!crypto::verify_fabric_signature(key, message, signature)) return false;
  good->add(message, signature);
  return true;
}

std::optional<Identity> Membership::find(std::string_view creator) const {
  const std::lock_guard lock(cache_mutex_);
  if (const auto at = cache_.find(creator); at != cache_.end()) return at->second;
  if (cache_.size() >= cached) cache_.clear();
  return cache_.emplace(std::string(creator), read(creator)).first->second;
}

std::optional<Identity> Membership::read(std::string_view creator) const {
  msp::SerializedIdentity identity;
  if (!identity.ParseFromArray(creator.data(), static_cast<int>(creator.size())))
    return std::nullopt;
  const auto authority = authorities_.find(identity.mspid());
  if (authority == authorities_.end()) return std::nullopt;
  const auto parsed = crypto::parse_identity(identity.mspid(), identity.id_bytes());
  const auto key = crypto::key_of_certificate(identity.id_bytes());
  if (!parsed || !key) return std::nullopt;
  return Identity{.msp = identity.mspid(),
                  .units = parsed->units,
                  .not_after = parsed->not_after,
                  .key = *key,
                  .valid = crypto::issued_by_any(identity.id_bytes(), authority->second)};
}

}  // namespace tradelane::devpeer
