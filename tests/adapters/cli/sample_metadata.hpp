// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/metadata.hpp"
#include "chaincode/codec/foreign_json.hpp"
#include "tests/adapters/cli/expect.hpp"

namespace tradelane::test {

/// One transaction as ours, with one object, and one as the contract APIs of Fabric have them: that
/// for Go refers to `Addr` without a path, and gives a uint64 the maximum that a double prints.
inline const char* const sample_metadata = R"({"contracts":{
  "ebl":{"transactions":[{"name":"Transfer","tag":["submit","SUBMIT"],
    "parameters":[{"name":"argument","schema":{"$ref":"#/components/schemas/Transfer"}}],
    "returns":{"$ref":"#/components/schemas/Bill"}}]},
  "Assets":{"transactions":[{"name":"Create","tag":["submitTx"],"parameters":[
    {"name":"id","schema":{"type":"string"}},{"name":"size","schema":{"type":"integer"}},
    {"name":"owner","schema":{"$ref":"#/components/schemas/Owner"}}]},
    {"name":"Count","tag":["evaluate"],"parameters":[],"returns":{"type":"integer"}}]}},
 "components":{"schemas":{
  "Transfer":{"type":"object","required":["billId"],"additionalProperties":false,"properties":{
    "billId":{"type":"string"},"copies":{"type":"integer"},"final":{"type":"boolean"},
    "note":{},"tags":{"type":"array","items":{"type":"string"}},
    "commitments":{"$ref":"#/components/schemas/Commitments"}}},
  "Commitments":{"type":"object","properties":{"facts":{"type":"string"}}},
  "Bill":{"type":"object"},
  "Owner":{"type":"object","properties":{"name":{"type":"string"},"at":{"$ref":"Addr"}}},
  "Addr":{"$id":"Addr","type":"object","properties":{
    "lots":{"type":"integer","minimum":0,"maximum":18446744073709552000}}}}}})";

inline Json sample_json() {
  auto parsed = parse_foreign_json(sample_metadata);
  REQUIRE(parsed);
  return *parsed;
}

inline cli::Metadata metadata() {
  auto read = cli::Metadata::read(sample_json());
  REQUIRE(read);
  return *read;
}

}  // namespace tradelane::test
