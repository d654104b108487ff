// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/jws.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/ecdsa_form.hpp"
#include "chaincode/crypto/strict_json.hpp"

namespace tradelane::crypto {
namespace {

using Header = boost::json::object;

constexpr std::size_t largest_jws = 256 * 1024;

Error malformed_jws(const char* why) { return refuse(Code::ebl_bsig, "", why); }

struct Parts {
  std::string_view header = {};
  std::string_view payload = {};
  std::string_view signature = {};
};

Result<Parts> split(std::string_view compact) {
  if (compact.size() > largest_jws) return malformed_jws("too long");
  const auto first = compact.find('.');
  const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos) return malformed_jws("not three parts");
  return Parts{.header = compact.substr(0, first),
               .payload = compact.substr(first + 1, second - first - 1),
               .signature = compact.substr(second + 1)};
}

/// The header says that its payload is not encoded, and that whoever does not know this must not
/// read on.
bool says_unencoded(const Header& header) {
  const auto* b64 = header.if_contains("b64");
  const auto* critical = header.if_contains("crit");
  return b64 != nullptr && *b64 == false && critical != nullptr &&
         *critical == boost::json::array{"b64"};
}

Result<> check(const Header& header, PayloadForm form) {
  if (form == PayloadForm::unencoded) {
    if (!says_unencoded(header)) return malformed_jws("b64 and crit");
  } else {
    for (const char* forbidden : {"crit", "b64"})
      if (header.contains(forbidden)) return malformed_jws(forbidden);
  }
  for (const char* forbidden : {"jwk", "jku", "x5u", "x5c"})
    if (header.contains(forbidden)) return malformed_jws(forbidden);
  const auto* kid = header.if_contains("kid");
  if (kid != nullptr && !kid->is_string()) return malformed_jws("kid");
  return Done{};
}

std::string text_member(const Header& header, std::string_view name) {
  const auto* value = header.if_contains(name);
  return value == nullptr || !value->is_string() ? std::string() : std::string(value->get_string());
}

/// What the parts say besides the payload.
Result<Jws> read(const Parts& parts, PayloadForm form) {
  const auto text = from_base64url(parts.header);
  auto signature = from_base64url(parts.signature);
  if (!text || !signature) return malformed_jws("base64url");
  if (signature->empty()) return malformed_jws("no signature");
  const auto header = parse_strict_object(*text);
  if (!header) return malformed_jws("header");
  if (const auto good = check(*header, form); !good) return good.error();
  const auto algorithm = parse_algorithm(text_member(*header, "alg"));
  if (!algorithm || *algorithm == Algorithm::sm2_sm3) return malformed_jws("alg");
  return Jws{.algorithm = *algorithm,
             .kid = text_member(*header, "kid"),
             .signature = std::move(*signature),
             .signing_input = std::string(parts.header) + "."};
}

}  // namespace

Result<Jws> parse_jws(std::string_view compact) {
  const auto parts = split(compact);
  if (!parts) return parts.error();
  auto jws = read(*parts, PayloadForm::base64url);
  if (!jws) return jws;
  auto payload = from_base64url(parts->payload);
  if (!payload) return malformed_jws("base64url");
  jws->payload = std::move(*payload);
  jws->signing_input += parts->payload;
  return jws;
}

Result<Jws> parse_detached_jws(std::string_view compact, std::string_view payload,
                               PayloadForm form) {
  const auto parts = split(compact);
  if (!parts) return parts.error();
  if (!parts->payload.empty()) return malformed_jws("a payload inside");
  auto jws = read(*parts, form);
  if (!jws) return jws;
  jws->payload = payload;
  if (form == PayloadForm::unencoded)
    jws->signing_input += payload;
  else
    jws->signing_input += to_base64url(payload);
  return jws;
}

bool verify(const Jws& jws, const PublicKey& key, SValue s) {
  if (!verify(jws.algorithm, key, jws.signing_input, jws.signature, Encoding::raw)) return false;
  return s == SValue::any || !has_pairs(key.kind()) || has_low_s(key.kind(), jws.signature);
}

}  // namespace tradelane::crypto
