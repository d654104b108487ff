// SPDX-License-Identifier: Apache-2.0
// A creator as it comes from a proposal: PEM, or DER that is put into PEM, so
// that the fuzzer need not invent base64. Reading twice, and by way of the
// cache, gives the same.
#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/identity_cache.hpp"
#include "chaincode/crypto/public_key.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

std::string pem(std::string_view label, std::string_view der) {
  const std::string text = to_base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < text.size(); at += 64) out += text.substr(at, 64) + "\n";
  return out + "-----END " + std::string(label) + "-----\n";
}

bool same(const crypto::ClientIdentity& a, const crypto::ClientIdentity& b) {
  using crypto::IdForm;
  for (const IdForm form : {IdForm::go, IdForm::node, IdForm::java})
    if (a.id(form) != b.id(form)) return false;
  return a.msp == b.msp && a.units == b.units && a.attributes == b.attributes;
}

void read_identity(const std::string& text) {
  const auto first = crypto::parse_identity("OneMSP", text);
  const auto second = crypto::parse_identity("OneMSP", text);
  require(first.ok() == second.ok(), "a creator is read or not");
  const crypto::IdentityCache cache(4);
  for (int i = 0; i < 2; ++i) {
    const auto cached = cache.find_or_parse("OneMSP", text);
    require(cached.ok() == first.ok(), "the cache decides nothing");
    if (cached) require(same(**cached, *first), "the cache changes nothing");
  }
  if (!first) return require(first.error().code == Code::auth_denied, "a creator is denied");
  require(same(*first, *second), "a creator is always read the same");
  for (const std::string& unit : first->units)
    require(first->has_unit(unit), "a unit that is listed is there");
  for (const auto& [name, value] : first->attributes) {
    require(first->assert_attribute(name, value).ok(), "an attribute that is listed is there");
    require(!first->assert_attribute(name, value + "x").ok(), "and has one value");
  }
}

void read_key(const std::string& text) {
  const auto key = crypto::PublicKey::from_pem(text);
  if (!key) return require(key.error().code == Code::party_key, "a key is refused as one");
  const auto again = crypto::PublicKey::from_jwk(key->jwk());
  require(again.ok() && again->kind() == key->kind(), "a key may be written as JWK");
}

}  // namespace

void creator(std::string_view bytes) {
  if (bytes.starts_with("-")) {
    read_identity(std::string(bytes));
    return read_key(std::string(bytes));
  }
  read_identity(pem("CERTIFICATE", bytes));
  read_key(pem("PUBLIC KEY", bytes));
}

}  // namespace tradelane::fuzz
