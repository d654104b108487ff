// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/metadata.hpp"

namespace tradelane::contract {
namespace {

Json describe(const Transaction& transaction, Schemas& schemas) {
  Json::Array tags;
  tags.emplace_back(transaction.is_query ? "evaluate" : "submit");
  tags.emplace_back(transaction.is_query ? "EVALUATE" : "SUBMIT");
  const Json parameter =
      Json::Object{{"name", "argument"}, {"schema", transaction.parameter(schemas)}};
  return Json::Object{{"name", transaction.name},
                      {"tag", std::move(tags)},
                      {"parameters", Json::Array{parameter}},
                      {"returns", transaction.returns(schemas)}};
}

Json system_contract() {
  const Json get_metadata = Json::Object{{"name", "GetMetadata"},
                                         {"tag", Json::Array{Json("evaluate"), Json("EVALUATE")}},
                                         {"returns", Json::Object{{"type", "string"}}}};
  return Json::Object{{"name", "org.hyperledger.fabric"},
                      {"transactions", Json::Array{get_metadata}}};
}

}  // namespace

Json metadata(const std::vector<Contract>& contracts) {
  Schemas schemas;
  Json::Object described{{"org.hyperledger.fabric", system_contract()}};
  for (const Contract& contract : contracts) {
    Json::Array transactions;
    for (const Transaction& transaction : contract.transactions)
      transactions.push_back(describe(transaction, schemas));
    described.emplace(contract.name, Json::Object{{"name", contract.name},
                                                  {"transactions", std::move(transactions)}});
  }
  Json::Object components;
  for (const auto& [name, schema] : schemas) components.emplace(name, schema);
  return Json::Object{{"info", Json::Object{{"title", "tradelane"}, {"version", "0.1.0"}}},
                      {"contracts", std::move(described)},
                      {"components", Json::Object{{"schemas", std::move(components)}}}};
}

}  // namespace tradelane::contract
