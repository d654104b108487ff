// SPDX-License-Identifier: Apache-2.0
// Vectors: fixtures/endorsement, made by Fabric's own builders.
#include "chaincode/ledger/endorsement_policy.hpp"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "chaincode/codec/json.hpp"

using namespace tradelane;
using namespace tradelane::ledger;
using Rule = EndorsementRule;
using Policy = EndorsementPolicy;

namespace {

const Json& vectors() {
  static const Json read = [] {
    std::ifstream in(TRADELANE_SOURCE_DIR "/fixtures/endorsement/policies.json");
    return *parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  }();
  return read;
}

MspId msp(std::string_view text) { return *MspId::parse(text); }
Principal peer(std::string_view text) { return {msp(text), MspRole::peer}; }
Principal member(std::string_view text) { return {msp(text), MspRole::member}; }
Rule by(std::string_view text, MspRole role = MspRole::peer) {
  return Rule::signed_by({msp(text), role});
}

/// "Org1MSP.peer"
Principal principal(const std::string& text) {
  const auto dot = text.rfind('.');
  return {msp(text.substr(0, dot)), text.substr(dot) == ".peer" ? MspRole::peer : MspRole::member};
}

/// Every place of a refusal in its words, so that a row cannot pass for another reason.
std::string why(const Result<Policy>& policy) {
  if (policy) return "";
  CHECK(policy.error().code == Code::arg_malformed);
  return policy.error().detail.substr(std::string("endorsement policy: ").size());
}

Rule deep(std::size_t depth) {
  Rule rule = by("A");
  for (std::size_t i = 1; i < depth; ++i) rule = Rule::any_of({rule});
  return rule;
}

}  // namespace

TEST_CASE("endorsement policy: of all organisations, byte for byte as Go's builder makes it") {
  int rows = 0;
  for (const Json& row : *vectors().find("allOf")->as_array()) {
    CAPTURE(*row.find("what")->as_string());
    std::vector<Principal> principals;
    for (const Json& text : *row.find("principals")->as_array())
      principals.push_back(principal(*text.as_string()));
    const auto policy = Policy::of_all(principals);
    REQUIRE(policy.ok());
    CHECK(to_hex(policy->bytes()) == *row.find("bytes")->as_string());
    const auto read = Policy::parse(policy->bytes());
    REQUIRE(read.ok());
    CHECK(*read == *policy);
    ++rows;
  }
  CHECK(rows == 10);
}

TEST_CASE("endorsement policy: nested ones of Fabric's own language are read as they are meant") {
  const Rule expected[] = {
      Rule::out_of(2,
                   {by("Org1MSP", MspRole::member), by("Org2MSP"), by("Org3MSP", MspRole::member)}),
      Rule::any_of({by("Org1MSP"), Rule::all_of({by("Org2MSP"), by("Org3MSP", MspRole::member)})}),
      Rule::any_of({Rule::out_of(2, {by("Org1MSP"), by("Org1MSP")}), by("Org2MSP", MspRole::admin),
                    by("Org2MSP", MspRole::client)}),
      Rule::all_of({by("Org1MSP"), Rule::any_of({by("Org2MSP"), by("Org1MSP", MspRole::member)})}),
  };
  const auto& rows = *vectors().find("nested")->as_array();
  REQUIRE(rows.size() == std::size(expected));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(*rows[i].find("policy")->as_string());
    const auto policy = Policy::parse(*from_hex(*rows[i].find("bytes")->as_string()));
    REQUIRE(policy.ok());
    CHECK(policy->rule() == expected[i]);
    const auto again = Policy::parse(policy->bytes());
    REQUIRE(again.ok());
    CHECK(*again == *policy);
  }
  // One list of different principals in ascending order leaves no choice of bytes.
  CHECK(to_hex(Policy::from(expected[0])->bytes()) == *rows[0].find("bytes")->as_string());
}

TEST_CASE("endorsement policy: what nobody may ask for") {
  struct Row {
    const char* what;
    Rule rule;
    const char* why;
  };
  const MspRole no_endorsers[] = {MspRole::admin, MspRole::client, MspRole::orderer};
  const Row rows[] = {
      {"nothing", {}, "nobody is asked"},
      {"none of none", Rule::out_of(0, {}), "nobody is asked"},
      {"all of none", Rule::all_of({}), "nobody is asked"},
      {"one of none", Rule::any_of({}), "nobody is asked"},
      {"none of one", Rule::out_of(0, {by("A")}), "none of the rules is asked for"},
      {"two of one", Rule::out_of(2, {by("A")}), "more is asked for than there are rules"},
      {"none, further in", Rule::all_of({by("A"), Rule::out_of(0, {by("B")})}),
       "none of the rules is asked for"},
      {"an empty list, further in", Rule::any_of({by("A"), Rule::all_of({})}), "nobody is asked"},
      {"no organisation", Rule::signed_by({}), "a signature of no organisation"},
      {"a signature with a count", {.principal = peer("A"), .count = 1}, "a signature with rules"},
      {"a signature with rules",
       {.principal = peer("A"), .rules = {by("B")}},
       "a signature with rules"},
      {"an admin besides", Rule::all_of({by("A"), by("B", no_endorsers[0])}),
       "peers cannot meet it"},
      {"two of a peer and two clients",
       Rule::out_of(2, {by("A"), by("B", no_endorsers[1]), by("C", no_endorsers[1])}),
       "peers cannot meet it"},
      {"an orderer", by("A", no_endorsers[2]), "peers cannot meet it"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(why(Policy::from(row.rule)) == row.why);
  }
  CHECK(why(Policy::of_all({})) == "nobody is asked");
  // Who cannot endorse may be named where others can.
  CHECK(Policy::from(Rule::any_of({by("A"), by("A", MspRole::admin)})).ok());
  CHECK(Policy::from(by("A", MspRole::member)).ok());
}

TEST_CASE("endorsement policy: limits, at them and one above") {
  CHECK(Policy::from(deep(Policy::most_depth)).ok());
  CHECK(why(Policy::from(deep(Policy::most_depth + 1))) == "too deep");
  const auto wide = [](std::size_t rules) {
    return Policy::from(Rule::any_of(std::vector<Rule>(rules - 1, by("A"))));
  };
  CHECK(wide(Policy::most_rules).ok());
  CHECK(why(wide(Policy::most_rules + 1)) == "too many rules");
  CHECK(Policy::parse(wide(Policy::most_rules)->bytes()).ok());
  // Long names until a last one of the right length fills it to the byte.
  std::vector<Rule> names{by(std::string(64, 'x'))};
  const auto bytes = [&] { return Policy::from(Rule::all_of(names))->bytes().size(); };
  while (bytes() + 96 <= Policy::most_bytes)
    names.push_back(by(std::to_string(1000 + names.size()) + std::string(60, 'x')));
  if (bytes() + 60 <= Policy::most_bytes) names.push_back(by(std::string(20, 'z')));
  names.push_back(by("y"));
  std::size_t length = 1;
  while (bytes() < Policy::most_bytes) names.back() = by(std::string(++length, 'y'));
  CHECK(bytes() == Policy::most_bytes);
  names.back() = by(std::string(length + 1, 'y'));
  CHECK(why(Policy::from(Rule::all_of(names))) == "too many bytes");
  CHECK(why(Policy::parse(std::string(Policy::most_bytes + 1, '\0'))) == "too many bytes");
}

TEST_CASE("endorsement policy: organisations are listed, added and removed") {
  const auto two = *Policy::of_all({peer("B"), member("A")});
  CHECK(two.organisations() == std::vector<MspId>{msp("A"), msp("B")});
  CHECK(two.with({peer("C")})->organisations() == std::vector<MspId>{msp("A"), msp("B"), msp("C")});
  CHECK(*two.with({peer("A")}) == *Policy::of_all({peer("A"), peer("B")}));
  CHECK(*two.with({}) == two);
  CHECK(*two.without({msp("A"), msp("Z")}) == *Policy::of_all({peer("B")}));
  CHECK(why(two.without({msp("A"), msp("B")})) == "nobody is asked");
  CHECK(why(two.with({{msp("C"), MspRole::client}})) == "peers cannot meet it");
  // Go's builder would make "all" of these.
  for (const Rule& other :
       {Rule::any_of({by("A"), by("B")}), by("A"), Rule::all_of({by("A"), by("A")}),
        Rule::all_of({by("A"), Rule::any_of({by("B"), by("C")})})}) {
    const auto policy = *Policy::from(other);
    CHECK(why(policy.with({peer("D")})) == "not one of all its organisations");
    CHECK(why(policy.without({msp("A")})) == "not one of all its organisations");
  }
  CHECK(Policy::from(Rule::any_of({by("B"), by("A"), by("B", MspRole::member)}))->organisations() ==
        std::vector<MspId>{msp("A"), msp("B")});
}

TEST_CASE("endorsement policy: only organisations that the channel has") {
  const auto policy = *Policy::of_all({peer("A"), peer("B")});
  CHECK(policy.only_of({msp("C"), msp("B"), msp("A")}).ok());
  const auto refused = policy.only_of({msp("A"), msp("C")});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().detail == "endorsement policy: the channel has no B");
  CHECK_FALSE(policy.only_of({}).ok());
}
