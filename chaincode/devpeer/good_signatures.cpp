// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/good_signatures.hpp"

#include "chaincode/crypto/digest.hpp"

namespace tradelane::devpeer {
namespace {

// The first digest has one length, so that no message runs into its signature.
Bytes digest_of(std::string_view message, std::string_view signature) {
  return crypto::sha256(crypto::sha256(message).append(signature));
}

}  // namespace

void GoodSignatures::add(std::string_view message, std::string_view signature) {
  Bytes digest = digest_of(message, signature);
  const std::lock_guard lock(mutex_);
  if (digests_.size() >= most) digests_.clear();
  digests_.insert(std::move(digest));
}

bool GoodSignatures::contains(std::string_view message, std::string_view signature) const {
  const Bytes digest = digest_of(message, signature);
  const std::lock_guard lock(mutex_);
  return digests_.contains(digest);
}

}  // namespace tradelane::devpeer
