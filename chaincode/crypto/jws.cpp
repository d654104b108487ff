// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/jws.hpp"

#include <boost/json/parse.hpp>

#include "chaincode/base/bytes.hpp"

namespace tradelane::crypto {
namespace {

constexpr std::size_t largest_jws = 256 * 1024;

Error malformed_jws(const char* why) { return refuse(Code::ebl_bsig, "", why); }

/// Boost.JSON keeps the last of two equal names; a header with two is refused by its member count.
Result<boost::json::object> parse_header(std::string_view text) {
  boost::system::error_code error;
  boost::json::value json = boost::json::parse(text, error);
  if (error || !json.is_object()) return malformed_jws("header");
  const auto& header = json.get_object();
  std::size_t colons = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == ':') {
      ++colons;
    }
  }
  for (const auto& [name, value] : header)
    if (!value.is_string()) return malformed_jws("header member is not a text");
  if (colons != header.size()) return malformed_jws("header names twice");
  return header;
}

std::string text_member(const boost::json::object& header, std::string_view name) {
  const auto* value = header.if_contains(name);
  return value == nullptr ? std::string() : std::string(value->get_string());
}

}  // namespace

Result<Jws> parse_jws(std::string_view compact) {
  if (compact.size() > largest_jws) return malformed_jws("too long");
  const auto first = compact.find('.');
  const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos) return malformed_jws("not three parts");
  const auto header_text = from_base64url(compact.substr(0, first));
  auto payload = from_base64url(compact.substr(first + 1, second - first - 1));
  auto signature = from_base64url(compact.substr(second + 1));
  if (!header_text || !payload || !signature) return malformed_jws("base64url");
  const auto header = parse_header(*header_text);
  if (!header) return header.error();
  for (const char* forbidden : {"crit", "b64", "jwk", "jku", "x5u", "x5c"})
    if (header->contains(forbidden)) return malformed_jws(forbidden);
  const auto algorithm = parse_algorithm(text_member(*header, "alg"));
  if (!algorithm || *algorithm == Algorithm::sm2_sm3) return malformed_jws("alg");
  return Jws{.algorithm = *algorithm,
             .kid = text_member(*header, "kid"),
             .payload = std::move(*payload),
             .signature = std::move(*signature),
             .signing_input = std::string(compact.substr(0, second))};
}

bool verify(const Jws& jws, const PublicKey& key) {
  return verify(jws.algorithm, key, jws.signing_input, jws.signature, Encoding::raw);
}

}  // namespace tradelane::crypto
