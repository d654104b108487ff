// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/public_key.hpp"

/// The two spellings of an (r, s) pair. For the .cpp files of this folder only.
namespace tradelane::crypto {

/// Signatures of this kind of key are pairs (r, s): ECDSA and SM2.
bool has_pairs(KeyKind kind);

/// DER for OpenSSL from either spelling; absent when the form is not exact or r or s leaves
/// 1...n-1 of the curve. `kind` is one that has pairs.
std::optional<Bytes> to_der(KeyKind kind, std::string_view signature, Encoding encoding);

/// r‖s from DER that OpenSSL made; with `low_s` the smaller of s and n - s.
Bytes raw_from_der(KeyKind kind, std::string_view der, bool low_s);
/// The same pair in DER.
Bytes der_from_raw(std::string_view raw);

/// s of r‖s is at most n/2.
bool has_low_s(KeyKind kind, std::string_view raw);
/// r‖(n - s), the other pair that verifies when r‖s does.
Bytes with_other_s(KeyKind kind, std::string_view raw);

/// Bytes of one coordinate: 32, 48 or 66.
std::size_t field_bytes(KeyKind kind);

}  // namespace tradelane::crypto
