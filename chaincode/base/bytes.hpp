// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Bytes and their text forms. Bytes are a `std::string` without any encoding implied, as in the
/// Protocol Buffers classes. Every function here is pure.
namespace tradelane {

using Bytes = std::string;

/// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
/// Absent unless `text` is an even number of hexadecimal digits (either case).
std::optional<Bytes> from_hex(std::string_view text);

/// RFC 4648 base64url without padding.
std::string to_base64url(std::string_view bytes);
/// Absent for padding, a foreign character, or bits that do not belong to a byte.
std::optional<Bytes> from_base64url(std::string_view text);

/// RFC 4648 base64 with padding.
std::string to_base64(std::string_view bytes);
/// Absent unless strictly well formed with padding; no white space.
std::optional<Bytes> from_base64(std::string_view text);

/// Equal length and content, in a time that does not depend on where they differ.
bool equal_constant_time(std::string_view a, std::string_view b);

/// Well-formed UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

}  // namespace tradelane
