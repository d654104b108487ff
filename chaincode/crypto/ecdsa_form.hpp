// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/public_key.hpp"

/// The two spellings of an (r, s) pair. For the .cpp files of this folder only.
namespace tradelane::crypto {

/// DER for OpenSSL from either spelling; absent when the form is not exact or r or s leaves
/// 1...n-1 of the curve. `kind` is p256, p384 or sm2.
std::optional<Bytes> to_der(KeyKind kind, std::string_view signature, Encoding encoding);

/// r‖s from DER that OpenSSL made; with `low_s` the smaller of s and n - s.
Bytes raw_from_der(KeyKind kind, std::string_view der, bool low_s);
/// The same pair in DER.
Bytes der_from_raw(std::string_view raw);

/// Bytes of one coordinate: 32 or 48.
std::size_t field_bytes(KeyKind kind);

}  // namespace tradelane::crypto
