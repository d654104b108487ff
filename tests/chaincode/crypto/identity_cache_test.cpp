// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/identity_cache.hpp"

#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_authority.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

std::string certificate(const std::string& name) {
  return CertificateAuthority::create({.common_name = name}).certificate_pem();
}

}  // namespace

TEST_CASE("identity cache: the same bytes are read once, the MSP is part of them") {
  const IdentityCache cache;
  const std::string pem = certificate("a");
  const auto first = cache.find_or_parse("Org1MSP", pem);
  const auto again = cache.find_or_parse("Org1MSP", pem);
  const auto other = cache.find_or_parse("Org2MSP", pem);
  CHECK((*first)->subject == "CN=a,C=HK");
  CHECK(*again == *first);
  CHECK((*other)->msp == "Org2MSP");
  CHECK(cache.size() == 2);
}

TEST_CASE("identity cache: a refusal is not kept") {
  const IdentityCache cache;
  for (int i = 0; i < 2; ++i) {
    const auto refused = cache.find_or_parse("Org1MSP", "no certificate");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Code::auth_denied);
  }
  CHECK(cache.size() == 0);
}

TEST_CASE("identity cache: bounded; what is asked for again and again stays") {
  const std::string pem = certificate("a");
  const IdentityCache cache(4);
  const auto first = *cache.find_or_parse("Org0MSP", pem);
  for (int i = 1; i < 20; ++i) {
    REQUIRE(cache.find_or_parse("Org" + std::to_string(i) + "MSP", pem).ok());
    CHECK(*cache.find_or_parse("Org0MSP", pem) == first);
    CHECK(cache.size() <= 4);
  }
  const IdentityCache none(0);
  CHECK(none.find_or_parse("Org1MSP", pem).ok());
  CHECK(none.size() == 0);
}

TEST_CASE("identity cache: threads share it") {
  const std::string pem = certificate("a");
  const IdentityCache cache(4);
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const std::string msp = "Org" + std::to_string(i % 7) + "MSP";
        if ((*cache.find_or_parse(msp, pem))->msp != msp) ++count;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}
