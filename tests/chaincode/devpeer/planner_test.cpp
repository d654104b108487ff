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
  return {.channel = "trade",
          .organisations = all,
          .chaincodes = {{"toy",
                          {.policy = *Policy::parse(policy, all),
                           .collections = {{"ab", {.name = "ab", .members = {"A", "B"}}}}}},
                         {"side", {.policy = *Policy::parse("B", all)}}}};
}

ReadWriteSet writing(const std::vector<std::string>& collections) {
  ReadWriteSet set{.chaincode = "toy"};
  set.writes["k"] = Write{.value = "v"};
  for (const std::string& name : collections)
    set.hashed["_implicit_org_" + name].writes["h"] = HashedWrite{.value_hash = "v"};
  return set;
}

}  // namespace

TEST_CASE("planner: as few organisations as satisfy every policy, the own one if it helps") {
  Store store;
  struct Row {
    const char* own;
    const char* policy;
    std::vector<std::string> written;
    std::vector<std::string> read;
    bool transient;
    Orgs expected;
  };
  const char* demo = "AND(O,OR(others))";
  const Row rows[] = {
      {"A", "OR(A,B,O)", {}, {}, false, {{"A"}}},
      {"A", demo, {}, {}, false, {{"A", "O"}}},
      {"O", demo, {}, {}, false, {{"O", "A"}}},
      {"A", "AND(B,O)", {}, {}, false, {{"B", "O"}}},        // A's endorsement helps nobody
      {"A", demo, {"B"}, {}, false, {{"B", "O"}}},           // B's collection asks for B
      {"A", "OR(A,B,O)", {"B"}, {}, false, {{"B"}}},         //
      {"A", demo, {}, {}, true, {{"A", "O"}}},               // transient data, no private write
      {"A", demo, {"A"}, {}, true, std::nullopt},            // O is no member of A's collection
      {"A", demo, {"A", "B"}, {}, true, std::nullopt},       // nobody is a member of both
      {"A", "OR(A,B,O)", {"A"}, {}, true, {{"A"}}},          //
      {"A", "OR(A,B,O)", {"B"}, {}, true, {{"B"}}},          // A must not show B's data to others
      {"A", demo, {}, {"A"}, false, std::nullopt},           // nobody but A has read the same
      {"A", "OR(A,B,O)", {}, {"A"}, false, {{"A"}}},         //
      {"A", "OR(A,B,O)", {"B"}, {"A"}, false, std::nullopt}  //
  };
  for (const Row& row : rows) {
    CAPTURE(row.own);
    CAPTURE(row.policy);
    std::set<CollectionName> reads;
    for (const std::string& name : row.read) reads.emplace("toy", "_implicit_org_" + name);
    CHECK(plan_endorsers({.own = row.own,
                          .chaincode = "toy",
                          .sets = {writing(row.written)},
                          .private_reads = reads,
                          .has_transient = row.transient},
                         rules(row.policy), store) == row.expected);
  }
  ReadWriteSet set = writing({"B", "A"});
  set.hashed["_implicit_org_O"].metadata["h"] = {};
  CHECK(protected_collections({.own = "A",
                               .chaincode = "toy",
                               .sets = {set},
                               .private_reads = {{"toy", "_implicit_org_A"}}},
                              store) ==
        std::vector<std::string>{"_implicit_org_B", "_implicit_org_O"});
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
  ReadWriteSet set = writing({});
  // The chaincode's policy is not asked for what has its own.
  CHECK(plan_endorsers({.own = "A", .chaincode = "toy", .sets = {set}}, rules("AND(A,O)"), store) ==
        Orgs{{"B"}});
  set.metadata["k"] = {};
  CHECK(plan_endorsers({.own = "A", .chaincode = "toy", .sets = {set}}, rules("AND(A,O)"), store) ==
        Orgs{{"B"}});
  // But it is for another key beside it, and where nothing is written.
  set.writes["other"] = Write{.value = "v"};
  CHECK(plan_endorsers({.own = "A", .chaincode = "toy", .sets = {set}}, rules("AND(A,O)"), store) ==
        Orgs{{"A", "B", "O"}});
  // Nor for a private value.
  ReadWriteSet hidden = writing({"O"});
  hidden.writes.clear();
  CHECK(plan_endorsers({.own = "A", .chaincode = "toy", .sets = {hidden}}, rules("AND(A,O)"),
                       store) == Orgs{{"O"}});
  const ReadWriteSet nothing{.chaincode = "toy"};
  CHECK(plan_endorsers({.own = "A", .chaincode = "toy", .sets = {nothing}}, rules("AND(A,O)"),
                       store) == Orgs{{"A", "O"}});
}

TEST_CASE("planner: a key's policy that nobody can satisfy is told as that") {
  Store store;
  Commit commit{.number = 0};
  commit.values[{"", "toy", "", "k"}] =
      Stored{.value = "v", .metadata = {{"VALIDATION_PARAMETER", ""}}};
  store.commit(commit);
  const ReadWriteSet set = writing({});
  const PlanRequest request{.own = "A", .chaincode = "toy", .sets = {set}};
  CHECK(plan_endorsers(request, rules("OR(A,B,O)"), store) == std::nullopt);
  CHECK(why_no_plan(request, store) == "state based endorsement policy cannot be satisfied");
  const ReadWriteSet nothing{.chaincode = "toy"};
  CHECK(why_no_plan({.own = "A", .chaincode = "toy", .sets = {nothing}}, store) ==
        "no peer combination can satisfy the endorsement policy");
}

TEST_CASE("planner: an explicit collection is for its members, by its chaincode's policy") {
  Store store;
  ReadWriteSet set{.chaincode = "toy"};
  set.hashed["ab"].writes["h"] = HashedWrite{.value_hash = "v"};
  const auto plan = [&](const char* policy, bool transient) {
    return plan_endorsers(
        {.own = "O", .chaincode = "toy", .sets = {set}, .has_transient = transient}, rules(policy),
        store);
  };
  CHECK(plan("AND(O,OR(others))", false) == Orgs{{"O", "A"}});
  CHECK(plan("AND(O,OR(others))", true) == std::nullopt);
  CHECK(plan("AND(A,B)", true) == Orgs{{"A", "B"}});
}

TEST_CASE(
    "planner: every chaincode that was touched has a say, the one that is not there has none") {
  Store store;
  ReadWriteSet side{.chaincode = "side"}, lookup{.chaincode = "lscc"};
  side.reads["k"] = std::nullopt;
  lookup.reads["nosuch"] = std::nullopt;
  const auto plan = [&](const ReadWriteSets& sets) {
    return plan_endorsers({.own = "A", .chaincode = "toy", .sets = sets}, rules("AND(A,O)"), store);
  };
  CHECK(plan({side, writing({})}) == Orgs{{"A", "B", "O"}});
  CHECK(plan({side}) == Orgs{{"B"}});
  CHECK(plan({}) == Orgs{{"A", "O"}});
  CHECK(plan({lookup, writing({})}) == Orgs{{"A", "O"}});
  CHECK(plan({lookup}) == Orgs{{"A", "O"}});
}
