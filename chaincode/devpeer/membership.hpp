// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/time.hpp"
#include "chaincode/crypto/public_key.hpp"
#include "chaincode/devpeer/good_signatures.hpp"

namespace tradelane::devpeer {

/// Somebody whose certificate could be read and whose organisation is on the channel.
struct Identity {
  std::string msp = {};
  /// "peer", "client", "admin" as its certificate says.
  std::vector<std::string> units = {};
  Timestamp not_after = {};
  crypto::PublicKey key;
  /// False when its organisation's authority did not issue the certificate.
  bool valid = false;
  /// Shared by all copies.
  std::shared_ptr<GoodSignatures> good = std::make_shared<GoodSignatures>();

  bool is_peer() const;
  bool signed_this(std::string_view message, std::string_view signature) const;
};

/// The organisations of the channel and their certification authorities. Safe from any thread.
class Membership {
 public:
  /// `authorities` by MSP id: one certificate in PEM or several, one behind the other.
  explicit Membership(std::map<std::string, std::string> authorities)
      : authorities_(std::move(authorities)) {}

  /// `creator` is a serialised msp.SerializedIdentity. Absent for an unknown organisation and for
  /// what cannot be read.
  std::optional<Identity> find(std::string_view creator) const;

 private:
  std::optional<Identity> read(std::string_view creator) const;
  std::map<std::string, std::string> authorities_;
  mutable std::mutex cache_mutex_;
  mutable std::map<std::string, std::optional<Identity>, std::less<>> cache_;
};

}  // namespace tradelane::devpeer
