// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/two_operators.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

struct Operators {
  Router router = toy::router();
  test::World world{router};
  test::Actor one = world.actor("OneMSP");
  test::Actor two = world.actor("TwoMSP");
  test::Actor three = world.actor("ThreeMSP");

  Operators() { name({"OneMSP", "TwoMSP"}); }
  void name(const std::vector<std::string>& msps) {
    Boot boot{.rulebook = {.id = "r", .sha256 = *Digest::parse(std::string(64, '0'))}};
    for (const std::string& msp : msps) boot.operator_msps.push_back(*MspId::parse(msp));
    boot.operator_msps = Set<MspId>::of({boot.operator_msps.begin(), boot.operator_msps.end()});
    world.state.apply(ledger::Changes{}.put(key::boot(), boot));
  }
  test::Answer seal(const test::Actor& who, const std::string& box = "b") {
    return world.submit(who, "toy:Seal", Json::Object{{"box", box}});
  }
  bool is_sealed(const std::string& box = "b") const {
    return ledger::Reader(world.state).exists(toy::box(box));
  }
  OperatorDecision decision() const {
    return *ledger::Reader(world.state).find(key::decision("toy:Seal", "box/b"));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Operators, "two operators: the first proposes, the second decides, both stay") {
  const auto first = seal(one);
  CHECK(first.text("code") == "PROPOSED");
  CHECK_FALSE(is_sealed());
  world.now = world.now.plus_seconds(60);
  const auto second = seal(two);
  CHECK(second.text("code") == "");
  CHECK(is_sealed());
  CHECK(decision().first.text() == "OneMSP");
  CHECK(decision().second->text() == "TwoMSP");
  CHECK(*decision().decided_at == world.now);
}

TEST_CASE_FIXTURE(Operators,
                  "two operators: one organisation alone decides nothing, however often") {
  CHECK(seal(one).ok());
  const auto again = seal(one);
  CHECK(again.text("code") == "PROPOSED");
  CHECK(again.changes.empty());
  CHECK_FALSE(is_sealed());
  // Another person of the same organisation is no second organisation.
  CHECK(seal(world.actor("OneMSP", toy::alice.text())).changes.empty());
  CHECK_FALSE(is_sealed());
}

TEST_CASE_FIXTURE(Operators, "two operators: A10 for others, A16 where there is only one") {
  CHECK(seal(three).rule == "A10");
  name({"OneMSP"});
  const auto alone = seal(one);
  CHECK(alone.rule == "A16");
  CHECK(alone.token == "AUTH_DENIED");
}

TEST_CASE_FIXTURE(Operators, "two operators: other words are a proposal of their own") {
  CHECK(seal(one).ok());
  const auto other = seal(two, "c");
  CHECK(other.text("code") == "PROPOSED");
  CHECK_FALSE(is_sealed());
  CHECK_FALSE(is_sealed("c"));
  CHECK(seal(one, "c").text("code") == "");
  CHECK(is_sealed("c"));
}

TEST_CASE_FIXTURE(Operators,
                  "two operators: a proposal stands for seven days and not a second more") {
  CHECK(seal(one).ok());
  world.now = world.now.plus_seconds(proposal_lapses_s);
  CHECK(seal(two).text("code") == "PROPOSED");
  CHECK_FALSE(is_sealed());
  CHECK(decision().first.text() == "TwoMSP");
  world.now = world.now.plus_seconds(proposal_lapses_s - 1);
  CHECK(seal(one).text("code") == "");
  CHECK(is_sealed());
}

TEST_CASE_FIXTURE(Operators, "two operators: a decision sent again changes nothing") {
  CHECK(seal(one).ok());
  CHECK(seal(two).ok());
  CHECK(seal(two).changes.empty());
  CHECK(seal(one).changes.empty());
}
