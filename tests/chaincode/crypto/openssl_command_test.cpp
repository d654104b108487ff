// SPDX-License-Identifier: Apache-2.0
// Signatures made by the openssl command, so that signing and verifying are not the same code.
#include <cstdlib>

#include <doctest/doctest.h>

#include "chaincode/crypto/ecdsa_form.hpp"
#include "chaincode/crypto/public_key.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

void run(const test::TempFolder& folder, const std::string& command) {
  const std::string line = "cd '" + folder.path().string() + "' && " + command + " 2>/dev/null";
  REQUIRE(std::system(line.c_str()) == 0);
}

PublicKey make_key(const test::TempFolder& folder, const std::string& options) {
  run(folder, "openssl genpkey " + options + " -out key.pem");
  run(folder, "openssl pkey -in key.pem -pubout -out public.pem");
  folder.write("message", "the very bytes");
  return *PublicKey::from_pem(folder.read("public.pem"));
}

}  // namespace

TEST_CASE("openssl command: SM2 with the usual identity, another and none, DER and raw") {
  const test::TempFolder folder;
  const PublicKey key = make_key(folder, "-algorithm EC -pkeyopt ec_paramgen_curve:SM2");
  CHECK(key.kind() == KeyKind::sm2);
  struct Row {
    std::string options;
    bool good;
  };
  const Row rows[] = {{"-sigopt distid:1234567812345678", true},
                      {"-sigopt distid:8765432187654321", false},
                      {"", false}};
  for (const Row& row : rows) {
    CAPTURE(row.options);
    run(folder, "openssl dgst -sm3 -sign key.pem " + row.options + " -out signature message");
    const Bytes der = folder.read("signature");
    CHECK(verify(Algorithm::sm2_sm3, key, "the very bytes", der, Encoding::der) == row.good);
    const Bytes raw = raw_from_der(KeyKind::sm2, der, false);
    CHECK(verify(Algorithm::sm2_sm3, key, "the very bytes", raw, Encoding::raw) == row.good);
    CHECK_FALSE(verify(Algorithm::sm2_sm3, key, "the very bytes", raw, Encoding::der));
    CHECK_FALSE(verify(Algorithm::sm2_sm3, key, "the very bytes", der, Encoding::raw));
  }
}

TEST_CASE("openssl command: ES256, EdDSA and RSA signatures verify, one flipped bit does not") {
  struct Row {
    std::string key;
    std::string sign;
    Algorithm algorithm;
  };
  const Row rows[] = {
      {"-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
       "openssl dgst -sha256 -sign key.pem -out signature message", Algorithm::es256},
      {"-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
       "openssl dgst -sha384 -sign key.pem -out signature message", Algorithm::es384},
      {"-algorithm ED25519",
       "openssl pkeyutl -sign -rawin -inkey key.pem -in message -out signature", Algorithm::eddsa},
      {"-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
       "openssl dgst -sha256 -sign key.pem -out signature message", Algorithm::rs256},
      {"-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
       "openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest "
       "-sign key.pem -out signature message",
       Algorithm::ps256}};
  for (const Row& row : rows) {
    CAPTURE(text_of(row.algorithm));
    const test::TempFolder folder;
    const PublicKey key = make_key(folder, row.key);
    run(folder, row.sign);
    Bytes signature = folder.read("signature");
    CHECK(verify(row.algorithm, key, "the very bytes", signature, Encoding::der));
    CHECK_FALSE(verify(row.algorithm, key, "the very byteS", signature, Encoding::der));
    signature.back() = static_cast<char>(signature.back() ^ 1);
    CHECK_FALSE(verify(row.algorithm, key, "the very bytes", signature, Encoding::der));
  }
}
