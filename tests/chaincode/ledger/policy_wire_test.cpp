// SPDX-License-Identifier: Apache-2.0
// Bytes that a peer would store as a key's policy without looking, and that would then make the key
// unchangeable: none of them is read. Good ones: endorsement_policy_test.cpp.
#include "chaincode/ledger/policy_wire.hpp"

#include <random>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::ledger;

namespace {

// One organisation: rule 1 of (signed by 0), identity 0 = member of Org1MSP.
const std::string rule = "120812060801120208001a0b12090a074f7267314d5350";

bool reads(const std::string& hex) { return decode_policy(*from_hex(hex)).has_value(); }

}  // namespace

TEST_CASE("policy bytes: what is no policy over roles") {
  struct Row {
    const char* what;
    std::string hex;
  };
  const std::string one_rule = "12081206080112020800";
  const std::string org1 = "1a0b12090a074f7267314d5350";
  REQUIRE(rule == one_rule + org1);
  const Row rows[] = {
      {"nothing", ""},
      {"text", to_hex("OR('Org1MSP.peer')")},
      {"a rule without principals", one_rule},
      {"principals without a rule", org1},
      {"a version to come", "0801" + rule},
      {"the version twice", "08000800" + rule},
      {"the rule twice", one_rule + one_rule + org1},
      {"an unknown field", rule + "2000"},
      {"a field of another type", rule + "1800"},
      {"a group", rule + "1b1c"},
      {"fixed 64", rule + "210000000000000000"},
      {"field number 0", rule + "0000"},
      {"a byte too few", rule.substr(0, rule.size() - 2)},
      {"a byte too many", rule + "1a"},
      {"a length beyond the end", "12ff" + rule},
      {"a length of ten bytes", "12ffffffffffffffffff01" + rule},
      {"an endless number", "08ffffffffffffffffffff01"},
      {"an index beyond the principals", "12081206080112020801" + org1},
      {"a negative index",
       "12111"
       "20f0801120b08ffffffffffffffffff01" +
           org1},
      {"a principal that no rule names", rule + org1},
      {"a rule of nothing", "1200" + org1},
      {"a signature and a list in one rule", "120c08001208080112020800" + org1},
      {"a negative count",
       "121112"
       "0f08ffffffffffffffffff0112020800" +
           org1},
      {"the count behind the rules", "12081206120208000801" + org1},
      {"an organisational unit", one_rule + "1a0d080112090a074f7267314d5350"},
      {"an identity", one_rule + "1a0d080212090a074f7267314d5350"},
      {"a principal of nothing", one_rule + "1a00"},
      {"a role of nothing", one_rule + "1a021200"},
      {"a role without organisation", one_rule + "1a0412021003"},
      {"an unknown role", one_rule + "1a0d120b0a074f7267314d53501005"},
      {"an organisation without name", one_rule + "1a0412020a00"},
      {"an organisation with a blank", one_rule + "1a0b12090a074f726720314d53"},
      {"an organisation that is not UTF-8", one_rule + "1a0512030a01ff"},
      {"an organisation with NUL", one_rule + "1a0612040a024100"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    REQUIRE(from_hex(row.hex).has_value());
    CHECK_FALSE(reads(row.hex));
  }
  CHECK(reads(rule));
  CHECK(reads("0800" + rule));  // an explicit version 0
  CHECK(reads(one_rule + "1a0d080012090a074f7267314d5350"));
  CHECK(reads(one_rule + "1a0d120b0a074f7267314d53501004"));
}

TEST_CASE("policy bytes: any change of one byte is refused or reads as another policy") {
  const Bytes good = *from_hex(rule);
  const auto meant = decode_policy(good);
  for (std::size_t at = 0; at < good.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes changed = good;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      const auto read = decode_policy(changed);
      CAPTURE(at);
      CAPTURE(bit);
      if (read) CHECK(*read != *meant);
    }
}

TEST_CASE("policy bytes: noise is never a policy that prints otherwise than it was read") {
  std::mt19937 random(20260301);
  const Bytes good = *from_hex(rule);
  for (int round = 0; round < 20'000; ++round) {
    Bytes noise = good;
    for (int changes = 0; changes < 3; ++changes)
      noise[random() % noise.size()] = static_cast<char>(random() & 0xff);
    if (random() % 4 == 0) noise.resize(random() % noise.size());
    const auto read = decode_policy(noise);
    if (read) CHECK(decode_policy(encode_policy(*read)) == read);
  }
}
