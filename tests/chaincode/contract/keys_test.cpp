// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/keys.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

TEST_CASE("keys: valid from the first second, no longer at the last; only the kid that is named") {
  const test::Signer signer{toy::alice, "k1", crypto::PrivateKey::generate(crypto::KeyKind::sm2)};
  const std::vector<VerificationKey> keys{toy::verification_key(signer)};
  CHECK(find_key(keys, "k1", keys[0].valid_from));
  CHECK_FALSE(find_key(keys, "k1", keys[0].valid_from.plus_seconds(-1)));
  CHECK(find_key(keys, "k1", keys[0].valid_to.plus_seconds(-1)));
  CHECK_FALSE(find_key(keys, "k1", keys[0].valid_to));
  CHECK_FALSE(find_key(keys, "k2", keys[0].valid_from));
}

TEST_CASE("keys: each kind has its one algorithm, and RSA signs no acts") {
  struct Row {
    crypto::KeyKind kind;
    std::string algorithm;
  };
  const Row rows[] = {{crypto::KeyKind::p256, "ES256"},
                      {crypto::KeyKind::sm2, "SM2-SM3"},
                      {crypto::KeyKind::ed25519, "EdDSA"},
                      {crypto::KeyKind::p384, ""},
                      {crypto::KeyKind::rsa, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.algorithm);
    const test::Signer signer{toy::alice, "k", crypto::PrivateKey::generate(row.kind)};
    const auto usable = usable_key(toy::verification_key(signer).jwk);
    CHECK(usable.ok() == !row.algorithm.empty());
    if (!usable) {
      CHECK(usable.error().code == Code::party_key);
      continue;
    }
    CHECK(crypto::text_of(usable->algorithm) == row.algorithm);
    CHECK(verify_raw(*usable, "m", signer.key.sign(usable->algorithm, "m")));
    CHECK_FALSE(verify_raw(*usable, "n", signer.key.sign(usable->algorithm, "m")));
  }
}

TEST_CASE("keys: a broken key in state is a fault, not a refusal") {
  const VerificationKey key{
      .kid = "k", .jwk = {.kty = "EC", .crv = "P-256"}, .valid_from = {}, .valid_to = {1}};
  CHECK_THROWS_AS((void)find_key({key}, "k", {}), Fault);
}
