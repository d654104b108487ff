// SPDX-License-Identifier: Apache-2.0
// All contracts, and what they are sent and answer: tests/scenario/metadata_test.cpp. The check of
// Fabric's own package: tests/interop/node_test.cpp.
#include "chaincode/contract/metadata.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"
#include "tests/support/metadata_schema.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

/// A type with the name of another and other fields.
struct OtherBox {
  static constexpr std::string_view name = "Box";
  bool lid = false;
  static constexpr auto fields() { return listing(field("lid", &OtherBox::lid)); }
};
Result<OtherBox> look_otherwise(const toy::Look&, const Context&) { return OtherBox{}; }

}  // namespace

TEST_CASE("metadata: each transaction with its parameter, its answer, its tags and its callers") {
  const auto router = toy::router();
  const Json all = metadata(router.contracts());
  const Json* toy = all.find("contracts")->find("toy");
  REQUIRE(toy != nullptr);
  const auto& transactions = *toy->find("transactions")->as_array();
  REQUIRE(transactions.size() == 4);
  CHECK(canonical(transactions[0]) ==
        R"({"name":"Fill","parameters":[{"name":"argument","schema":)"
        R"({"$ref":"#/components/schemas/Fill"}}],"returns":)"
        R"({"$ref":"#/components/schemas/Answer"},"tag":["submit","SUBMIT"],)"
        R"("x-access":{"caller":"MEMBER","roles":[],"signatures":true}})");
  CHECK(canonical(*transactions[1].find("x-access")) ==
        R"({"caller":"MEMBER","roles":["bank"],"signatures":true})");
  CHECK(canonical(*transactions[2].find("x-access")) ==
        R"({"caller":"OPERATOR","roles":[],"signatures":false})");
  CHECK(canonical(*transactions[3].find("tag")) == R"(["evaluate","EVALUATE"])");
  CHECK(canonical(*transactions[3].find("x-access")) ==
        R"({"caller":"ANYONE","roles":[],"signatures":false})");
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
  CHECK(answer.payload == metadata(router.contracts()));
  CHECK(answer.payload.find("contracts")->find("org.hyperledger.fabric") != nullptr);
}

TEST_CASE("metadata: two types of one name would be described as one, which is a fault") {
  const Who all = who::anyone();
  const std::vector<Contract> contracts{
      {.name = "one",
       .transactions = {query<toy::Look, toy::Box>("Look", all,
                                                   [](const toy::Look&, const Context&) {
                                                     return Result<toy::Box>(toy::Box{});
                                                   }),
                        query<toy::Look, OtherBox>("LookOtherwise", all, look_otherwise)}}};
  CHECK_THROWS_WITH_AS(metadata(contracts), "two types are called Box", Fault);
}

TEST_CASE("metadata: valid against the schema of Fabric's contract APIs, and little else is") {
  const Json good = metadata(toy::router().contracts());
  CHECK(test::metadata_problem(good) == "");
  struct Row {
    const char* from;
    const char* to;
    const char* problem;
  };
  const Row rows[] = {
      {R"("info":)", R"("inf":)", ": lacks info"},
      {R"("contracts":)", R"("contract":)", ": lacks contracts"},
      {R"("title":"tradelane",)", "", "/info: lacks title"},
      {R"("version":"0.1.0")", R"("version":1)", "/info/version: not a \"string\""},
      {R"({"name":"Fill",)", R"({)", "/contracts/toy/transactions/0: lacks name"},
      {R"({"name":"argument",)", R"({)", "/contracts/toy/transactions/0/parameters/0: lacks name"},
      {R"({"name":"argument",)", R"({"in":"body","name":"argument",)",
       "/contracts/toy/transactions/0/parameters/0/in: unknown"},
      {R"(["submit","SUBMIT"])", R"(["SUBMIT"])",
       R"(/contracts/toy/transactions/0/tag: none of )"
       R"([["submit","SUBMIT"],["evaluate","EVALUATE"]])"},
      {R"("returns":{"$ref":"#/components/schemas/Answer"})", R"("returns":{"oneOf":[]})",
       "/contracts/toy/transactions/0/returns/oneOf: unknown"},
      {R"("returns":{"$ref":"#/components/schemas/Answer"},)", "",
       "/contracts/toy/transactions/0: lacks returns"},
      {R"("$id":"Answer",)", "", "/components/schemas/Answer: lacks $id"},
      {R"("required":["id"],)", R"("required":[],)",
       "/components/schemas/Answer/required: too few"},
      {R"("required":["id"],)", R"("required":["id","id"],)",
       "/components/schemas/Answer/required: not unique"},
      {R"("minimum":0)", R"("minimum":"0")",
       "/components/schemas/Answer/properties/seq/minimum: not a \"integer\""},
      {R"("type":"integer")", R"("type":"int")",
       R"(/components/schemas/Answer/properties/seq/type: none of )"
       R"(["string","boolean","integer","array","object"])"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    std::string text = canonical(good);
    const auto at = text.find(row.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string_view(row.from).size(), row.to);
    CHECK(test::metadata_problem(*parse_json(text)) == row.problem);
  }
}
