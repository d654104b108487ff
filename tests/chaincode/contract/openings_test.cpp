// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/openings.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "tests/support/world.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

const std::string salt = to_base64url(Bytes(16, 's'));

/// Takes a text called "name" from an opening with these bytes, sent under its own hash.
std::string rule_for(const Bytes& bytes) {
  const Digest commitment = crypto::sha256_hex(bytes);
  const std::map<std::string_view, std::string_view> sent{{commitment.text(), bytes}};
  const auto taken = Openings(sent).take<std::string>(commitment, "name");
  return taken ? "" : taken.error().rule;
}

}  // namespace

TEST_CASE("openings: A7 and A9, by what is wrong with the bytes") {
  CHECK(rule_for("{\"name\":\"v\",\"salt\":\"" + salt + "\"}") == "");
  struct Row {
    std::string bytes;
    std::string rule;
  };
  const Row rows[] = {
      {"nonsense", "A7"},
      {"{\"name\": \"v\",\"salt\":\"" + salt + "\"}", "A7"},
      {"{\"salt\":\"" + salt + "\",\"name\":\"v\"}", "A7"},
      {"{\"other\":\"v\",\"salt\":\"" + salt + "\"}", "A7"},
      {"{\"more\":1,\"name\":\"v\",\"salt\":\"" + salt + "\"}", "A7"},
      {"{\"name\":\"v\"}", "A7"},
      {"{\"name\":\"v\",\"salt\":7}", "A7"},
      {"{\"name\":\"v\",\"salt\":\"" + to_base64url(Bytes(15, 's')) + "\"}", "A7"},
      {"{\"name\":7,\"salt\":\"" + salt + "\"}", "A9"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(rule_for(row.bytes) == row.rule);
  }
}

TEST_CASE("openings: A7 when the key is not the hash, A6 when nothing was sent") {
  const auto opening = test::open("name", "v");
  const auto other = test::open("name", "w");
  const std::map<std::string_view, std::string_view> swapped{
      {opening.commitment.text(), other.bytes}};
  CHECK(Openings(swapped).take<std::string>(opening.commitment, "name").error().code ==
        Code::private_digest);
  CHECK(Openings(swapped).take<std::string>(other.commitment, "name").error().code ==
        Code::private_missing);
  CHECK(Openings(swapped).salt(other.commitment).error().rule == "A6");
}

TEST_CASE("openings: A8 for what nothing asked for, A7 first when it is no opening at all") {
  const auto opening = test::open("name", "v");
  const auto both = test::transient({opening, test::open("more", "w")});
  const auto sent = test::views_of(both);
  const Openings openings(sent);
  CHECK(*openings.take<std::string>(opening.commitment, "name") == "v");
  CHECK(openings.nothing_unused().error().code == Code::private_unused);
  CHECK(openings.nothing_unused().error().rule == "A8");
  const std::map<std::string_view, std::string_view> junk{{"junk", "junk"}};
  CHECK(Openings(junk).nothing_unused().error().rule == "A7");
  const std::map<std::string_view, std::string_view> one{
      {opening.commitment.text(), opening.bytes}};
  const Openings all(one);
  CHECK(all.open(opening.commitment, "name").ok());
  CHECK(all.nothing_unused().ok());
  CHECK(all.salt(opening.commitment)->size() == 32);
}

TEST_CASE("openings: copied blindly, under a key that is the commitment") {
  const auto opening = test::open("name", "v");
  const std::map<std::string_view, std::string_view> sent{
      {opening.commitment.text(), opening.bytes}};
  const Openings openings(sent);
  CHECK_THROWS_AS((void)openings.copy(opening.commitment, {*MspId::parse("AMSP")}), Fault);
  CHECK(openings.open(opening.commitment, "name").ok());
  const auto changes =
      openings.copy(opening.commitment, {*MspId::parse("AMSP"), *MspId::parse("BMSP")});
  REQUIRE(changes.writes().size() == 2);
  const auto& [place, write] = *changes.writes().begin();
  CHECK(place.collection == "_implicit_org_AMSP");
  CHECK(place.key == opening_key(opening.commitment));
  CHECK(write.value == opening.bytes);
  CHECK(crypto::sha256_hex(write.value) == opening.commitment);
}
