// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/bytes.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace tradelane {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encode64(std::string_view bytes, std::string_view digits) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8U) | octet(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out.push_back(digits[(buffer >> bits) & 63U]);
    }
  }
  if (bits > 0) out.push_back(digits[(buffer << (6 - bits)) & 63U]);
  return out;
}

std::optional<Bytes> decode64(std::string_view text, std::string_view digits) {
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const auto at = digits.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 6U) | static_cast<std::uint32_t>(at);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<char>((buffer >> bits) & 255U));
    }
  }
  if ((buffer & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return out;
}

struct Lead {
  int length;
  std::uint32_t bits;
  std::uint32_t smallest;
};

/// How many bytes at the beginning are ASCII, looked at 32 at a time: most texts are.
std::size_t ascii_prefix(std::string_view bytes) {
  constexpr std::uint64_t highs = 0x8080808080808080U;
  std::size_t at = 0;
  for (std::array<std::uint64_t, 4> words{}; at + sizeof words <= bytes.size();
       at += sizeof words) {
    std::memcpy(words.data(), bytes.data() + at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & highs) != 0) break;
  }
  while (at < bytes.size() && octet(bytes[at]) < 0x80) ++at;
  return at;
}

Lead lead_of(std::uint8_t first) {
  if (first < 0x80) return {1, first, 0};
  if (first >= 0xC2 && first <= 0xDF) return {2, first & 0x1FU, 0x80};
  if (first >= 0xE0 && first <= 0xEF) return {3, first & 0x0FU, 0x800};
  if (first >= 0xF0 && first <= 0xF4) return {4, first & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '\0');
  char* to = out.data();
  for (const char c : bytes) {
    *to++ = hex_digits[octet(c) >> 4U];
    *to++ = hex_digits[octet(c) & 15U];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

std::string to_base64url(std::string_view bytes) { return encode64(bytes, base64url_digits); }

std::optional<Bytes> from_base64url(std::string_view text) {
  return decode64(text, base64url_digits);
}

std::string to_base64(std::string_view bytes) {
  std::string out = encode64(bytes, base64_digits);
  while (out.size() % 4 != 0) out.push_back('=');
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode64(text, base64_digits);
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(octet(a[i]) ^ octet(b[i]));
  return difference == 0;
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = ascii_prefix(bytes); i < bytes.size();) {
    const Lead lead = lead_of(octet(bytes[i]));
    const auto length = static_cast<std::size_t>(lead.length);
    if (length == 0 || i + length > bytes.size()) return false;
    std::uint32_t point = lead.bits;
    for (std::size_t k = 1; k < length; ++k) {
      const std::uint8_t next = octet(bytes[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      point = (point << 6U) | (next & 0x3FU);
    }
    if (point < lead.smallest || point > 0x10FFFF) return false;
    if (point >= 0xD800 && point <= 0xDFFF) return false;
    i += length;
  }
  return true;
}

}  // namespace tradelane
