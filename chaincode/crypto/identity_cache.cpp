// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/identity_cache.hpp"

namespace tradelane::crypto {

Result<std::shared_ptr<const ClientIdentity>> IdentityCache::find_or_parse(
    std::string_view msp, std::string_view pem) const {
  thread_local std::string creator;  // keeps its memory: it is needed in every call
  creator.assign(msp).append(1, '\0').append(pem);
  if (auto known = find(creator)) return known;
  auto parsed = parse_identity(msp, pem);
  if (!parsed) return parsed.error();
  auto identity = std::make_shared<const ClientIdentity>(std::move(*parsed));
  keep(creator, identity);
  return identity;
}

std::size_t IdentityCache::size() const {
  const std::lock_guard lock(mutex_);
  return young_.size() + old_.size();
}

std::shared_ptr<const ClientIdentity> IdentityCache::find(const std::string& creator) const {
  std::shared_ptr<const ClientIdentity> identity;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = young_.find(creator); found != young_.end()) return found->second;
    const auto found = old_.find(creator);
    if (found == old_.end()) return nullptr;
    identity = found->second;
    old_.erase(found);
  }
  keep(creator, identity);
  return identity;
}

void IdentityCache::keep(const std::string& creator,
                         std::shared_ptr<const ClientIdentity> identity) const {
  const std::lock_guard lock(mutex_);
  if (young_.size() >= half_) {
    old_ = std::move(young_);
    young_.clear();
  }
  if (half_ > 0) young_.insert_or_assign(creator, std::move(identity));
}

}  // namespace tradelane::crypto
