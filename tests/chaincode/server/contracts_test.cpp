// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/contracts.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("contracts: each one of the chaincode tradelane is there, once") {
  std::vector<std::string> names;
  const auto all = server::every_contract();
  for (const auto& one : all.contracts()) names.push_back(one.name);
  CHECK(names == std::vector<std::string>{"party", "consent", "evidence", "ebl", "finance"});
}
