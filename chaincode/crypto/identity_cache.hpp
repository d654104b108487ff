// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chaincode/crypto/certificate.hpp"

namespace tradelane::crypto {

/// Identities by creator bytes, because reading a certificate costs more than a whole transaction.
/// The answer is the same with and without it. Safe from any thread.
class IdentityCache {
 public:
  /// Holds at most `capacity` identities; those not asked for lately make room.
  explicit IdentityCache(std::size_t capacity = 1024) : half_(capacity / 2) {}

  /// As `parse_identity`; a refusal is not kept.
  Result<std::shared_ptr<const ClientIdentity>> find_or_parse(std::string_view msp,
                                                              std::string_view pem) const;
  std::size_t size() const;

 private:
  using Generation = std::unordered_map<std::string, std::shared_ptr<const ClientIdentity>>;

  std::shared_ptr<const ClientIdentity> find(const std::string& creator) const;
  void keep(const std::string& creator, std::shared_ptr<const ClientIdentity> identity) const;

  std::size_t half_;
  mutable std::mutex mutex_;
  // A full young generation becomes the old one, and the old one is forgotten.
  mutable Generation young_;
  mutable Generation old_;
};

}  // namespace tradelane::crypto
