// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/memory_view.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/ledger/toy.hpp"

using namespace tradelane;
using namespace tradelane::ledger;

TEST_CASE("memory view: commits, keeps collections apart, ranges in byte order") {
  MemoryView view;
  view.apply(Changes{}.put(toy("b"), Toy{2}).put(toy("a"), Toy{1}).put_private("secret", "k", "v"));
  CHECK(view.get_private("secret", "k") == "v");
  CHECK_FALSE(view.get("k"));
  std::vector<std::string> keys;
  view.range(toys().start(), toys().end(), [&](std::string_view key, const Bytes&) {
    keys.emplace_back(key);
    return keys.size() < 2;
  });
  CHECK(keys == std::vector<std::string>{toy("a").text(), toy("b").text()});
  keys.clear();
  // From the start on, and up to the end without it.
  view.range(toy("a").text(), toy("b").text(), [&](std::string_view key, const Bytes&) {
    keys.emplace_back(key);
    return true;
  });
  CHECK(keys == std::vector<std::string>{toy("a").text()});
  view.apply(Changes{}.erase(toy("a")));
  CHECK_FALSE(view.get(toy("a").text()));
  CHECK(view.get_all({toy("b").text(), toy("a").text()}).at(1) == std::nullopt);
}

TEST_CASE("memory view: a policy lives as long as its key") {
  const auto policy = *EndorsementPolicy::of_all({{*MspId::parse("OneMSP"), MspRole::peer}});
  MemoryView view;
  view.apply(Changes{}.endorse_by(toy("a"), policy));
  CHECK(view.policies().empty());
  view.apply(Changes{}.put(toy("a"), Toy{1}).endorse_by(toy("a"), policy));
  CHECK(view.policies().size() == 1);
  view.apply(Changes{}.put(toy("a"), Toy{2}));
  CHECK(view.policies().at({"", toy("a").text()}) == policy);
  MemoryView other;
  other.apply(Changes{}.put(toy("a"), Toy{2}));
  CHECK_FALSE(view == other);
  view.apply(Changes{}.erase(toy("a")));
  CHECK(view.policies().empty());
}
