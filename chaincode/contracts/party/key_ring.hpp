// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "chaincode/contracts/party/records.hpp"

/// The verification keys of a party or platform as a whole. Pure.
namespace tradelane::party {

/// Each is read at every act of its party; ended ones have rows of their own.
inline constexpr std::size_t most_keys = 16;

enum class KeyUse : std::uint8_t {
  acts,       // detached acts and manifests: EC P-256, SM2, Ed25519
  envelopes,  // JWS of a platform: RSA and the larger curves besides
};

/// Each key is a sound public key for its use, with a kid of its own that fits into a key of the
/// ledger, and a time that begins before it ends; no key has two kids.
bool are_sound(const std::vector<VerificationKey>& keys, KeyUse use);

/// Null when there is none.
const VerificationKey* find_kid(const std::vector<VerificationKey>& keys, const std::string& kid);

/// The keys of a platform after a rotation: an old one stays as it is or ends earlier, though not
/// before `now`; it may be left out when its time is over.
bool follows(const std::vector<VerificationKey>& old, const std::vector<VerificationKey>& next,
             Timestamp now);

}  // namespace tradelane::party
