// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/metadata.hpp"

namespace tradelane::contract {
namespace {

constexpr const char* published_schema =
    "https://hyperledger.github.io/fabric-chaincode-node/main/api/contract-schema.json";
constexpr const char* system_contract = "org.hyperledger.fabric";

using Describe = std::function<Json(Schemas&)>;

/// Each type is described apart and then put to the others, so that one which has the name of
/// another is noticed.
Json add(Json::Object& components, const Describe& describe) {
  Schemas schemas;
  Json reference = describe(schemas);
  for (auto& [name, schema] : schemas) {
    const auto [at, is_new] = components.emplace(name, schema);
    if (!is_new && !(at->second == schema)) throw Fault("two types are called " + name);
  }
  return reference;
}

/// In capitals and not, as the API for Go has it: those for Node and Java look for capitals.
Json tags(bool is_query) {
  if (is_query) return Json::Array{"evaluate", "EVALUATE"};
  return Json::Array{"submit", "SUBMIT"};
}

Json access(const Who& who, bool takes_signatures) {
  Json out = to_json(who);
  out.as_object()->emplace("signatures", takes_signatures);
  return out;
}

Json describe(const Transaction& transaction, Json::Object& components) {
  const Json parameter =
      Json::Object{{"name", "argument"}, {"schema", add(components, transaction.parameter)}};
  return Json::Object{{"name", transaction.name},
                      {"tag", tags(transaction.is_query)},
                      {"parameters", Json::Array{parameter}},
                      {"returns", add(components, transaction.returns)},
                      {"x-access", access(transaction.who, transaction.takes_signatures)}};
}

Json describe(const Contract& contract, Json::Object& components) {
  Json::Array transactions;
  for (const Transaction& transaction : contract.transactions)
    transactions.push_back(describe(transaction, components));
  return Json::Object{{"name", contract.name}, {"transactions", std::move(transactions)}};
}

/// What answers with this very description.
Json describe_system() {
  const Json get_metadata = Json::Object{{"name", "GetMetadata"},
                                         {"tag", tags(true)},
                                         {"parameters", Json::Array{}},
                                         {"returns", Json::Object{{"type", "string"}}},
                                         {"x-access", access(who::anyone(), false)}};
  return Json::Object{{"name", system_contract}, {"transactions", Json::Array{get_metadata}}};
}

}  // namespace

Json metadata(const std::vector<Contract>& contracts) {
  Json::Object described{{system_contract, describe_system()}};
  Json::Object components;
  for (const Contract& contract : contracts)
    described.emplace(contract.name, describe(contract, components));
  return Json::Object{{"$schema", published_schema},
                      {"info", Json::Object{{"title", "tradelane"}, {"version", "0.1.0"}}},
                      {"contracts", std::move(described)},
                      {"components", Json::Object{{"schemas", std::move(components)}}}};
}

}  // namespace tradelane::contract
