// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/id.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("party id: 26 digits or capitals") {
  CHECK(PartyId::parse("00000000000000000000000EXP"));
  for (const char* bad : {"", "0000000000000000000000EXP", "000000000000000000000000EXP",
                          "00000000000000000000000exp", "0000000000000000000000_EXP"}) {
    CAPTURE(bad);
    CHECK_FALSE(PartyId::parse(bad));
  }
}

TEST_CASE("digest: 64 lower-case hexadecimal digits") {
  CHECK(Digest::parse(std::string(64, 'a')));
  CHECK_FALSE(Digest::parse(std::string(63, 'a')));
  CHECK_FALSE(Digest::parse(std::string(65, 'a')));
  CHECK_FALSE(Digest::parse(std::string(64, 'A')));
}

TEST_CASE("MSP id: starts with a letter or digit, at most 64 characters") {
  CHECK(MspId::parse("BankHMSP"));
  CHECK(MspId::parse("org-1.example_MSP"));
  CHECK(MspId::parse(std::string(64, 'M')));
  CHECK_FALSE(MspId::parse(std::string(65, 'M')));
  for (const char* bad : {"", "-Org", ".Org", "_Org", "Org MSP", "Org/MSP"}) {
    CAPTURE(bad);
    CHECK_FALSE(MspId::parse(bad));
  }
}
