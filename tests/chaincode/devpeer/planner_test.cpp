// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/planner.hpp"

#include <doctest/doctest.h>

#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

const std::vector<std::string> all = {"A", "B", "O"};
using Orgs = std::optional<std::vector<std::string>>;

ChannelRules rules(const char* policy) {
  return {
      .channel = "trade", .organisations = all, .policies = {{"toy", *Policy::parse(policy, all)}}};
}

ReadWriteSet writing(const std::vector<std::string>& collections) {
  ReadWriteSet set{.chaincode = "toy"};
  set.writes["k"] = Write{.value = "v"};
  for (const std::string& name : collections)
    set.hashed["_implicit_org_" + name].writes["h"] = HashedWrite{.value_hash = "v"};
  return set;
}

}  // namespace

TEST_CASE("planner: the fewest organisations that satisfy every policy, own first") {
  Store store;
  struct Row {
    const char* own;
    const char* policy;
    std::vector<std::string> collections;
    bool transient;
    Orgs expected;
  };
  const char* demo = "AND(O,OR(others))";
  const Row rows[] = {
      {"A", "OR(A,B,O)", {}, false, {{"A"}}},       {"A", demo, {}, false, {{"A", "O"}}},
      {"O", demo, {}, false, {{"O", "A"}}},         {"A", "AND(B,O)", {}, false, {{"A", "B", "O"}}},
      {"A", demo, {"B"}, false, {{"A", "B", "O"}}}, {"A", "OR(A,B,O)", {"B"}, false, {{"A", "B"}}},
      {"A", demo, {}, true, {{"A", "O"}}},          // transient data and no private write
      {"A", demo, {"A"}, true, std::nullopt},       // O is no member of A's collection
      {"A", demo, {"A", "B"}, true, std::nullopt},  // nobody is a member of both
      {"A", "OR(A,B,O)", {"A"}, true, {{"A"}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.own);
    CAPTURE(row.policy);
    const ReadWriteSet set = writing(row.collections);
    CHECK(plan_endorsers({.own = row.own, .set = set, .has_transient = row.transient},
                         rules(row.policy), store) == row.expected);
  }
  CHECK(written_collections(writing({"B", "A"})) ==
        std::vector<std::string>{"_implicit_org_A", "_implicit_org_B"});
}

TEST_CASE("planner: a key's own policy is asked as well") {
  common::SignaturePolicyEnvelope envelope;
  common::MSPRole role;
  role.set_msp_identifier("B");
  envelope.add_identities()->set_principal(role.SerializeAsString());
  envelope.mutable_rule()->set_signed_by(0);
  Store store;
  Commit commit{.number = 0};
  commit.values[{"", "toy", "", "k"}] =
      Stored{.value = "v", .metadata = {{"VALIDATION_PARAMETER", envelope.SerializeAsString()}}};
  store.commit(commit);
  const ReadWriteSet set = writing({});
  CHECK(plan_endorsers({.own = "A", .set = set, .has_transient = false}, rules("OR(A,B,O)"),
                       store) == Orgs{{"A", "B"}});
}
