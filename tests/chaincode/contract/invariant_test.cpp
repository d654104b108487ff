// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/invariant.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;
using toy::Box;

namespace {

Box weighing(std::int64_t weight) {
  return {.weight = weight, .last_act = *Digest::parse(std::string(64, '0'))};
}

}  // namespace

TEST_CASE("change set: each changed record of a type, before and after") {
  ledger::MemoryView view;
  view.apply(
      ledger::Changes{}.put(toy::box("old"), weighing(1)).put(toy::box("gone"), weighing(2)));
  const ledger::Changes changes = ledger::Changes{}
                                      .put(toy::box("old"), weighing(3))
                                      .put(toy::box("new"), weighing(4))
                                      .erase(toy::box("gone"))
                                      .put_private("c", toy::box("private").text(), "not public");
  const ledger::Reader reader(view);
  const ChangeSet set(changes, reader);
  const auto boxes = set.of<Box>("BOX");
  REQUIRE(boxes.size() == 3);
  CHECK(boxes[0].key == std::vector<std::string>{"gone"});
  CHECK_FALSE(boxes[0].after);
  CHECK_FALSE(boxes[1].before);
  CHECK(boxes[1].after->weight == 4);
  CHECK(boxes[2].before->weight == 1);
  CHECK(boxes[2].after->weight == 3);
  CHECK(set.of<Box>("OTHER").empty());
  CHECK(set.after(toy::box("old"))->weight == 3);
  CHECK_FALSE(set.after(toy::box("gone")));
  CHECK_FALSE(set.after(toy::box("none")));
}
