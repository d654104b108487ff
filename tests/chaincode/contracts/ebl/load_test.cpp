// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/load.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

constexpr std::int64_t most = (std::int64_t{1} << 53) - 1;

BillFacts facts(std::int64_t packages, std::int64_t grams, Set<std::string> containers) {
  return {
      .containers = std::move(containers), .packages = packages, .gross_weight_g = Decimal{grams}};
}

}  // namespace

TEST_CASE("load: sums, and a shared container counts once") {
  const auto both = load_of({facts(3, 500, {"A", "B"}), facts(4, 600, {"B", "C"})});
  REQUIRE(both);
  CHECK(both->packages == 7);
  CHECK(both->grams == Decimal{1'100});
  CHECK(both->containers == Set<std::string>{"A", "B", "C"});
  CHECK(both == load_of({facts(7, 1'100, {"A", "B", "C"})}));
  CHECK(both != load_of({facts(7, 1'100, {"A", "B"})}));
  CHECK(both != load_of({facts(8, 1'100, {"A", "B", "C"})}));
  CHECK(both != load_of({facts(7, 1'101, {"A", "B", "C"})}));
}

TEST_CASE("load: what cannot be counted") {
  CHECK(load_of({facts(most, 0, {}), facts(0, 0, {})}));
  CHECK_FALSE(load_of({facts(most, 0, {}), facts(1, 0, {})}));
  constexpr std::int64_t heaviest = std::numeric_limits<std::int64_t>::max();
  CHECK(load_of({facts(0, heaviest, {}), facts(0, 0, {})}));
  CHECK_FALSE(load_of({facts(0, heaviest, {}), facts(0, 1, {})}));
}
