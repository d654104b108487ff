// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/fingerprint.hpp"

#include <algorithm>
#include <array>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/codec/identifier.hpp"
#include "chaincode/codec/money.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t least_key_bytes = 32;

bool anything(std::string_view) { return true; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }
bool is_date(std::string_view text) { return Date::parse(text).has_value(); }
bool is_currency(std::string_view text) { return Currency::parse(text).has_value(); }
bool is_amount(std::string_view text) { return all_digits(text) && text.front() != '0'; }
bool is_carrier(std::string_view text) {
  return text.size() <= 20 && std::all_of(text.begin(), text.end(), is_upper_or_digit);
}

struct Part {
  std::string_view name;
  bool (*valid)(std::string_view);
  bool may_be_loose = false;
};

constexpr std::array declaration{Part{"entry id", is_entry_id}};
constexpr std::array bill{Part{"carrier code", is_carrier}, Part{"number", anything}};
constexpr std::array invoice{
    Part{"seller", anything},       Part{"buyer", anything},
    Part{"number", anything, true}, Part{"date (YYYY-MM-DD)", is_date},
    Part{"currency", is_currency},  Part{"amount in minor units", is_amount},
};

struct Type {
  std::string_view name;
  std::string_view prefix;
  const Part* parts;
  std::size_t count;
  bool loose;
};
constexpr std::array types{
    Type{"DECL", "DECL|1", declaration.data(), declaration.size(), false},
    Type{"BL", "BL|1", bill.data(), bill.size(), false},
    Type{"INV_STRICT", "INV|1", invoice.data(), invoice.size(), false},
    Type{"INV_LOOSE", "INV|1", invoice.data(), invoice.size(), true},
};

Error malformed(std::string detail) { return refuse(Code::arg_malformed, "", std::move(detail)); }

/// NFKC, capitals, no white space. Empty when the text is not UTF-8.
std::string normalise(const std::string& text) {
  if (!is_utf8(text)) return "";
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw Fault("ICU has no NFKC data");
  icu::UnicodeString folded = nfkc->normalize(icu::UnicodeString::fromUTF8(text), status);
  folded.toUpper(icu::Locale::getRoot());
  // Capitals of some letters need composing again.
  folded = nfkc->normalize(folded, status);
  if (U_FAILURE(status)) throw Fault("ICU cannot normalise");
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1))
    if (!u_isUWhiteSpace(folded.char32At(at))) kept.append(folded.char32At(at));
  std::string out;
  kept.toUTF8String(out);
  return out;
}

std::string loosen(const std::string& text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_upper_or_digit);
  return out;
}

bool is_clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return c == '|' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

Bytes key_from(const std::string& path) {
  std::string text = read_file(path);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.pop_back();
  const auto key = from_hex(text);
  if (!key || key->size() < least_key_bytes)
    throw Problem(Exit::bad_input, path + " does not hold a fingerprint key.",
                  "Put the consortium's key there: 32 bytes or more in hexadecimal.");
  return *key;
}

}  // namespace

Result<std::string> fingerprint_input(std::string_view type,
                                      const std::vector<std::string>& parts) {
  const auto* found =
      std::find_if(types.begin(), types.end(), [&](const Type& t) { return t.name == type; });
  if (found == types.end()) return malformed("no such fingerprint type");
  if (parts.size() != found->count)
    return malformed(std::string(type) + " takes " + std::to_string(found->count) + " parts");
  std::string out(found->prefix);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = found->parts[i];
    std::string text = normalise(parts[i]);
    if (found->loose && part.may_be_loose) text = loosen(text);
    if (text.empty() || !is_clean(text) || !part.valid(text))
      return malformed("part " + std::to_string(i + 1) + ": not a usable " +
                       std::string(part.name));
    out.append("|").append(text);
  }
  return out;
}

std::string fingerprint_value(std::string_view key, std::string_view input) {
  return to_hex(crypto::hmac_sha256(key, input));
}

void run(const Fingerprint& command, std::ostream& out) {
  const auto input = fingerprint_input(command.type, command.parts);
  if (!input)
    throw Problem(Exit::bad_input, input.error().detail,
                  "See `tradelane fingerprint --help` for types and their parts.");
  print(out,
        Json::Object{{"kid", command.kid},
                     {"type", command.type},
                     {"value", fingerprint_value(key_from(command.key), *input)}},
        Output::json);
}

}  // namespace tradelane::cli
