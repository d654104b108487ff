// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Composite keys, byte for byte as Fabric's shims build them, and typed by the record they hold.
namespace tradelane::ledger {

/// False for what a composite key cannot hold: other bytes than UTF-8, U+0000, U+10FFFF.
bool fits_a_key(std::string_view part);

/// U+0000 type U+0000 (part U+0000)*. A part that is not UTF-8 or holds U+0000 or U+10FFFF is a
/// `Fault`: identifiers are checked before they come here. The type must not be empty.
std::string composite_key(std::string_view type, const std::vector<std::string>& parts);

/// Type and parts; absent when `key` is not a composite key.
std::optional<std::pair<std::string, std::vector<std::string>>> split_key(std::string_view key);

/// The place of one record of type R.
template <class R>
class Key {
 public:
  Key(std::string_view type, const std::vector<std::string>& parts)
      : text_(composite_key(type, parts)) {}
  const std::string& text() const { return text_; }
  auto operator<=>(const Key&) const = default;

 private:
  std::string text_;
};

/// Every key of type R that starts with the given parts, in byte order.
template <class R>
class Range {
 public:
  Range(std::string_view type, const std::vector<std::string>& parts)
      : start_(composite_key(type, parts)) {}
  const std::string& start() const { return start_; }
  /// Exclusive: the prefix followed by U+10FFFF.
  std::string end() const { return start_ + "\xf4\x8f\xbf\xbf"; }

 private:
  std::string start_;
};

}  // namespace tradelane::ledger
