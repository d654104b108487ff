// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/json_text.hpp"

#include <charconv>
#include <cstdio>
#include <cstring>

#include "chaincode/base/bytes.hpp"

namespace tradelane {
namespace {

constexpr std::int64_t largest_count = (std::int64_t{1} << 53) - 1;

bool is_escaped(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// Sixteen characters side by side, as gcc and clang have them for every processor.
using Lanes [[gnu::vector_size(16)]] = signed char;

/// All bits are set where a character is ASCII, which is not negative here, and not escaped.
Lanes plain_lanes(const char* text) {
  Lanes c;
  std::memcpy(&c, text, sizeof c);
  return (c > 0x1f) & ~((c == '"') | (c == '\\'));
}

bool is_plain_32(const char* text) {
  const Lanes plain = plain_lanes(text) & plain_lanes(text + sizeof plain);
  std::uint64_t words[2];
  std::memcpy(words, &plain, sizeof words);
  return (words[0] & words[1]) == ~std::uint64_t{0};
}

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t highs = ones * 0x80U;

/// Of eight characters.
bool is_escaped_8(std::uint64_t word) {
  const auto has_zero = [](std::uint64_t of) { return (of - ones) & ~of & highs; };
  const std::uint64_t controls = (word - ones * 0x20U) & ~word & highs;
  return (controls | has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\'))) != 0;
}

struct Prefix {
  std::size_t size;
  bool is_ascii;
};

/// The characters from the first on that are not escaped. Nearly all of a record is such text, so
/// many are looked at at once.
Prefix plain_part(std::string_view text) {
  std::size_t at = 0;
  while (at + 32 <= text.size() && is_plain_32(text.data() + at)) at += 32;
  std::uint64_t all = 0;
  for (std::uint64_t word = 0; at + 8 <= text.size(); at += 8) {
    std::memcpy(&word, text.data() + at, 8);
    if (is_escaped_8(word)) break;
    all |= word;
  }
  for (; at < text.size() && !is_escaped(text[at]); ++at)
    all |= static_cast<unsigned char>(text[at]);
  return {at, (all & highs) == 0};
}

void write_escape(std::string& out, char c) {
  constexpr std::string_view plain = "\"\\\b\t\n\f\r";
  constexpr std::string_view named = "\"\\btnfr";
  if (const auto at = plain.find(c); at != plain.npos) {
    out.append({'\\', named[at]});
    return;
  }
  char escaped[8];
  std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
  out.append(escaped);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (;;) {
    const std::size_t plain = plain_part(text).size;
    out.append(text.substr(0, plain));
    if (plain == text.size()) break;
    write_escape(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out.push_back('"');
}

void append_json_integer(std::string& out, std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

std::optional<std::string_view> JsonCursor::take_string() {
  if (rest_.empty() || rest_.front() != '"') return std::nullopt;
  const std::string_view inside = rest_.substr(1);
  const auto [size, is_ascii] = plain_part(inside);
  if (size == inside.size() || inside[size] != '"') return std::nullopt;
  const std::string_view text = inside.substr(0, size);
  if (!is_ascii && !is_utf8(text)) return std::nullopt;
  rest_ = inside.substr(size + 1);
  return text;
}

std::optional<std::int64_t> JsonCursor::take_count() {
  if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return std::nullopt;
  std::int64_t value = 0;
  const char* last = rest_.data() + rest_.size();
  const auto [end, error] = std::from_chars(rest_.data(), last, value);
  const auto size = static_cast<std::size_t>(end - rest_.data());
  if (error != std::errc{} || value > largest_count || (rest_.front() == '0' && size > 1))
    return std::nullopt;
  rest_.remove_prefix(size);
  return value;
}

}  // namespace tradelane
