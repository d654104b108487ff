// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Identifiers that cannot be mixed up: one type per kind of thing, checked when they are made.
/// A default-constructed one is empty and stands for nothing.
namespace tradelane {

/// `Tag` gives `name` (for schemas and messages), `pattern` (an ECMA regular expression that says
/// the same as `valid`, for metadata) and `valid(text)`.
template <class Tag>
class Id {
 public:
  Id() = default;

  static std::optional<Id> parse(std::string_view text) {
    if (!Tag::valid(text)) return std::nullopt;
    Id id;
    id.text_ = text;
    return id;
  }
  static constexpr std::string_view name() { return Tag::name; }
  static constexpr std::string_view pattern() { return Tag::pattern; }

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper_or_digit(char c) { return is_digit(c) || is_upper(c); }
constexpr bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

/// 26 digits or capital letters, made by a client, without meaning.
struct Id26Rule {
  static constexpr std::string_view pattern = "^[0-9A-Z]{26}$";
  static bool valid(std::string_view text) {
    return text.size() == 26 && std::all_of(text.begin(), text.end(), is_upper_or_digit);
  }
};

/// 64 lower-case hexadecimal digits.
struct Hex64Rule {
  static constexpr std::string_view pattern = "^[0-9a-f]{64}$";
  static bool valid(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), is_lower_hex);
  }
};

struct PartyTag : Id26Rule {
  static constexpr std::string_view name = "PartyId";
};
using PartyId = Id<PartyTag>;

/// SHA-256 of an opening; also every other digest on the ledger.
struct DigestTag : Hex64Rule {
  static constexpr std::string_view name = "Digest";
};
using Digest = Id<DigestTag>;

struct MspTag {
  static constexpr std::string_view name = "MspId";
  static constexpr std::string_view pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
  static bool valid(std::string_view text) {
    const auto inner = [](char c) {
      return is_digit(c) || is_upper(c) || is_lower(c) || c == '.' || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= 64 && inner(text.front()) && text.front() != '.' &&
           text.front() != '_' && text.front() != '-' &&
           std::all_of(text.begin(), text.end(), inner);
  }
};
using MspId = Id<MspTag>;

}  // namespace tradelane
