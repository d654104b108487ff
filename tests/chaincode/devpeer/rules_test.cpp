// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/rules.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

const std::vector<std::string> all = {"A", "B", "O"};

std::string refusal(const std::string& json) {
  const auto out = parse_collections(json, all);
  return out.ok() ? "accepted" : out.error().detail;
}

/// One collection with a name and a policy, and what else is given.
std::string with(const std::string& members) {
  return R"j([{"name":"c","policy":"OR('A.member','B.member')")j" + members + "}]";
}

}  // namespace

TEST_CASE("rules: a collections file as Fabric takes it") {
  const auto out = parse_collections(R"j([
    {"name": "deals", "policy": "OR('A.member', 'B.member')", "requiredPeerCount": 1,
     "maxPeerCount": 3, "blockToLive": 100, "memberOnlyRead": true, "memberOnlyWrite": true,
     "endorsementPolicy": {
  "signaturePolicy" : "AND('A.peer','B.peer')"}},
    {"name": "plain-2", "policy": "OR(O)", "requiredPeerCount": 0, "maxPeerCount": 0,
     "blockToLive": 0, "memberOnlyRead": false}])j",
                                     all);
  REQUIRE(out.ok());
  const Collection& deals = out->at("deals");
  CHECK(deals.members == std::set<std::string>{"A", "B"});
  CHECK(deals.block_to_live == 100);
  CHECK(deals.member_only_read);
  CHECK(deals.member_only_write);
  CHECK(deals.required_peers == 1);
  CHECK(deals.endorsement->satisfied_by({"A", "B"}));
  CHECK_FALSE(deals.endorsement->satisfied_by({"A"}));
  CHECK_FALSE(out->at("plain-2").endorsement);
  CHECK(out->at("plain-2").members == std::set<std::string>{"O"});
}

TEST_CASE("rules: what is wrong with a collection is said with its name") {
  CHECK(refusal(with("")) == "accepted");
  CHECK(refusal("{}") == "collections are an array of objects");
  CHECK(refusal("[1]") == "collection '': it is no object");
  CHECK(refusal(R"j([{"name":"_c","policy":"OR(A)"}])j").find("not Fabric's kind") !=
        std::string::npos);
  const std::string nobody = "collection 'c': its policy names no member of the channel";
  CHECK(refusal(R"j([{"name":"c"}])j") == nobody);
  CHECK(refusal(R"j([{"name":"c","policy":"OR(X)"}])j") ==
        "collection 'c': policy is no policy over these organisations");
  // Nobody's signature alone would satisfy it: no peer would keep a value.
  CHECK(refusal(R"j([{"name":"c","policy":"AND(A,B)"}])j") == nobody);
  CHECK(refusal(with(R"j(,"blockToLive":-1)j")) == "collection 'c': blockToLive is no count");
  CHECK(refusal(with(R"j(,"memberOnlyRead":"yes")j")) ==
        "collection 'c': memberOnlyRead is neither true nor false");
  CHECK(refusal(with(R"j(,"requiredPeerCount":1,"maxPeerCount":1)j")) == "accepted");
  CHECK(refusal(with(R"j(,"requiredPeerCount":2,"maxPeerCount":1)j")) ==
        "collection 'c': requiredPeerCount is larger than maxPeerCount");
  CHECK(refusal(with(R"j(,"endorsementPolicy":{"channelConfigPolicy":"x"})j")) ==
        "collection 'c': endorsementPolicy needs a signaturePolicy, and nothing else");
  CHECK(refusal(with(R"j(,"colour":1)j")) == "collection 'c': colour is not known");
  CHECK(refusal(R"j([{"name":"c","policy":"OR(A)"},{"name":"c","policy":"OR(A)"}])j") ==
        "collection 'c': it is there twice");
}

TEST_CASE("rules: implicit collections are there for each organisation of the channel") {
  const ChannelRules rules{.channel = "trade",
                           .organisations = all,
                           .chaincodes = {{"toy", {.collections = {{"c", {.name = "c"}}}}}}};
  const auto of_a = rules.collection("toy", "_implicit_org_A");
  REQUIRE(of_a);
  CHECK(of_a->members == std::set<std::string>{"A"});
  CHECK(of_a->endorsement == Policy::signed_by("A"));
  CHECK_FALSE(of_a->member_only_read);
  CHECK_FALSE(rules.collection("toy", "_implicit_org_X"));
  CHECK(rules.collection("toy", "c"));
  CHECK_FALSE(rules.collection("other", "c"));
  CHECK(is_implicit("_implicit_org_"));
  CHECK(implicit_member("_implicit_org_A") == "A");
  CHECK(implicit_member("c").empty());
}
