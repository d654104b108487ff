// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/changes.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/ledger/toy.hpp"

using namespace tradelane;
using namespace tradelane::ledger;

TEST_CASE("changes: ordered by collection and key whatever the order they were made in") {
  const Changes one = Changes{}.put(toy("b"), Toy{2}).put(toy("a"), Toy{1});
  const Changes two = Changes{}.put(toy("a"), Toy{1}).put(toy("b"), Toy{2});
  CHECK(one.writes() == two.writes());
  CHECK(one.writes().begin()->first.key == toy("a").text());
}

TEST_CASE("changes: the writes can be moved out, once") {
  Changes changes = Changes{}.put(toy("a"), Toy{1});
  CHECK(changes.take_writes().begin()->first.key == toy("a").text());
  CHECK(changes.writes().empty());
}

TEST_CASE("changes: a key written twice and an empty value are faults") {
  CHECK_THROWS_AS((void)Changes{}.put(toy("a"), Toy{1}).erase(toy("a")), Fault);
  CHECK_THROWS_AS((void)Changes{}.put_private("c", "k", ""), Fault);
  CHECK_THROWS_AS((void)Changes{}.put_private("c", "", "v"), Fault);
}

TEST_CASE("changes: a key and its policy go together, one policy for a key") {
  const auto policy = *EndorsementPolicy::of_all({{*MspId::parse("OneMSP"), MspRole::peer}});
  const Changes both = Changes{}.endorse_by(toy("a"), policy).put(toy("a"), Toy{1});
  CHECK(both.writes().size() == 1);
  CHECK(both.policies().at({"", toy("a").text()}) == policy);
  CHECK_FALSE(both.empty());
  CHECK_FALSE(Changes{}.endorse_by(toy("a"), policy).empty());
  CHECK(Changes{}.merge(Changes{}.endorse_by(toy("a"), policy)).policies().size() == 1);

  CHECK_THROWS_AS((void)Changes{}.endorse_by(toy("a"), policy).endorse_by(toy("a"), policy), Fault);
  CHECK_THROWS_AS((void)Changes{}.erase(toy("a")).endorse_by(toy("a"), policy), Fault);
  CHECK_THROWS_AS((void)Changes{}.endorse_by(toy("a"), policy).erase(toy("a")), Fault);
  CHECK_THROWS_AS(
      (void)Changes{}.endorse_by(toy("a"), policy).merge(Changes{}.endorse_by(toy("a"), policy)),
      Fault);
  Changes changes;
  CHECK_THROWS_AS(changes.endorse({"c", ""}, policy), Fault);
  changes.write({"c", "k"}, {Changes::Kind::purge, {}});
  CHECK_THROWS_AS(changes.endorse({"c", "k"}, policy), Fault);
  changes.endorse({"d", "k"}, policy);  // the same key in another collection
  CHECK_THROWS_AS(changes.write({"d", "k"}, {Changes::Kind::purge, {}}), Fault);
  const Changes in_private =
      Changes{}.put_private("c", "k", "v").endorse_private_by("c", "k", policy);
  CHECK(in_private.policies().at({"c", "k"}) == policy);
  CHECK_THROWS_AS((void)Changes{}.endorse_private_by("c", "", policy), Fault);
}

TEST_CASE("changes: the first entry answers, a repetition answers without writing") {
  const Changes made = Changes{}
                           .emit({.type = "toy.Make", .id = "a", .seq = 1})
                           .emit({.type = "toy.Also", .id = "b"});
  CHECK(made.answer()->id == "a");
  const Changes again = Changes::unchanged({.type = "toy.Make", .id = "a", .seq = 1});
  CHECK(again.empty());
  CHECK(again.answer()->seq == 1);
}

TEST_CASE("changes: merged into one transaction") {
  const Changes all =
      Changes{}
          .put(toy("a"), Toy{1})
          .merge(Changes{}.put(toy("b"), Toy{2}).emit({.type = "toy.Make", .id = "b"}));
  CHECK(all.writes().size() == 2);
  CHECK(all.entries().size() == 1);
  CHECK_THROWS_AS((void)Changes{}.put(toy("a"), Toy{1}).merge(Changes{}.erase(toy("a"))), Fault);
}
