// SPDX-License-Identifier: Apache-2.0
// JWS with the keys of fixtures/jws, whose private halves are nowhere here:
// what verifies says what one of the vectors says, however its signature is
// written.
#include "chaincode/crypto/jws.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/claims.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

struct Known {
  std::vector<crypto::PublicKey> keys;
  /// What was ever signed with them.
  std::set<std::string> inputs;
  std::set<std::string> payloads;
};

std::string text(const Json& object, const char* name) {
  const Json* found = object.find(name);
  return found == nullptr ? "" : *found->as_string();
}

Known read_vectors() {
  std::ifstream in(TRADELANE_SOURCE_DIR "/fixtures/jws/vectors.json");
  const auto rows = parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  Known out;
  for (const Json& row : *rows->as_array()) {
    const Json& jwk = *row.find("jwk");
    out.keys.push_back(*crypto::PublicKey::from_jwk({.kty = text(jwk, "kty"),
                                                     .crv = text(jwk, "crv"),
                                                     .x = text(jwk, "x"),
                                                     .y = text(jwk, "y"),
                                                     .n = text(jwk, "n"),
                                                     .e = text(jwk, "e")}));
    const auto whole = crypto::parse_jws(text(row, "jws"));
    require(whole.ok(), "the vectors are JWS");
    out.inputs.insert(whole->signing_input);
    out.payloads.insert(whole->payload);
  }
  return out;
}

void check(const Result<crypto::Jws>& parsed, const Known& known) {
  if (!parsed) return require(parsed.error().code == Code::ebl_bsig, "a JWS is refused as one");
  const auto claims = crypto::check_claims(parsed->payload, {}, {1'800'000'000});
  require(claims || claims.error().code == Code::ebl_bsig, "claims are refused as a JWS is");
  for (const auto& key : known.keys) {
    const bool verified = crypto::verify(*parsed, key);
    if (verified) require(known.inputs.contains(parsed->signing_input), "nobody forges a JWS");
    if (crypto::verify(*parsed, key, crypto::SValue::low))
      require(verified, "the lower s is one of both");
  }
}

}  // namespace

void jws(std::string_view bytes) {
  static const Known known = read_vectors();
  check(crypto::parse_jws(bytes), known);
  for (const std::string& payload : known.payloads)
    check(crypto::parse_detached_jws(bytes, payload), known);
  // Unencoded ones were signed over other bytes: none of the vectors' inputs is
  // like them.
  const auto unencoded =
      crypto::parse_detached_jws(bytes, "payload", crypto::PayloadForm::unencoded);
  if (!unencoded) return;
  for (const auto& key : known.keys)
    require(!crypto::verify(*unencoded, key), "nobody forges an unencoded JWS");
}

}  // namespace tradelane::fuzz
