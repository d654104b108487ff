// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/metadata.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

TEST_CASE("metadata: each transaction with its parameter, its answer and its tags") {
  const auto router = toy::router();
  const Json all = metadata(router.contracts());
  const Json* toy = all.find("contracts")->find("toy");
  REQUIRE(toy != nullptr);
  const auto& transactions = *toy->find("transactions")->as_array();
  REQUIRE(transactions.size() == 3);
  CHECK(canonical(transactions[0]) ==
        R"({"name":"Fill","parameters":[{"name":"argument","schema":)"
        R"({"$ref":"#/components/schemas/Fill"}}],"returns":)"
        R"({"$ref":"#/components/schemas/Answer"},"tag":["submit","SUBMIT"]})");
  CHECK(canonical(*transactions[2].find("tag")) == R"(["evaluate","EVALUATE"])");
  for (const char* schema : {"Fill", "Look", "Box", "Answer", "Signature"}) {
    CAPTURE(schema);
    CHECK(all.find("components")->find("schemas")->find(schema) != nullptr);
  }
}

TEST_CASE("metadata: every client may ask for it, without a party") {
  const auto router = toy::router();
  const test::World world(router);
  const auto answer =
      world.evaluate(world.actor("OneMSP"), "org.hyperledger.fabric:GetMetadata", Json::Object{});
  CHECK(answer.ok());
  CHECK(answer.payload.find("contracts")->find("org.hyperledger.fabric") != nullptr);
}
