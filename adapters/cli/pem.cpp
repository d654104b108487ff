// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/pem.hpp"

#include "adapters/cli/problem.hpp"
#include "chaincode/crypto/certificate_check.hpp"

namespace tradelane::cli {

namespace {

bool same(const crypto::Jwk& one, const crypto::Jwk& other) {
  return one.kty == other.kty && one.crv == other.crv && one.x == other.x && one.y == other.y &&
         one.n == other.n && one.e == other.e;
}

}  // namespace

void check_certificate(const std::string& pem, const std::string& what) {
  if (crypto::key_of_certificate(pem)) return;
  throw Problem(Exit::bad_input, what + " holds no certificate that can be used.",
                "Give a PEM file that starts with the certificate.");
}

bool is_key_of(const std::string& key, const std::string& certificate) {
  const auto own = crypto::PrivateKey::from_pem(key);
  const auto certified = crypto::key_of_certificate(certificate);
  return own && certified && same(own->public_key().jwk(), certified->jwk());
}

crypto::PrivateKey read_key(const std::string& pem, const std::string& what) {
  auto key = crypto::PrivateKey::from_pem(pem);
  if (key) return std::move(*key);
  // PKCS#8 says so in its first line, the form before in a header.
  if (pem.find("ENCRYPTED") != std::string::npos)
    throw Problem(Exit::bad_input, what + " is protected by a pass phrase, which is not asked for.",
                  "Give the key without: openssl pkey -in FILE -out PLAIN, for your eyes alone.");
  throw Problem(Exit::bad_input, what + " holds no key that can be used.",
                "Give a PEM file without pass phrase.");
}

void check_key(const std::string& key, const std::string& certificate, const std::string& what) {
  read_key(key, what);
  if (!is_key_of(key, certificate))
    throw Problem(Exit::bad_input, what + " is not the key of its certificate.",
                  "Give the two that were made together.");
}

}  // namespace tradelane::cli
