// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/arguments.hpp"

namespace tradelane::contract {
namespace {

Result<Json> parse_object(std::string_view text) {
  auto json = parse_json(text);
  if (!json) {
    Error error = json.error();
    error.rule = error.code == Code::arg_limit ? "A13" : "A11";
    return error;
  }
  if (json->as_object() == nullptr) return refuse(Code::arg_malformed, "A11", "not an object");
  return json;
}

}  // namespace

const Result<Json>& Arguments::object() const {
  if (!object_) object_.emplace(parse_object(text_));
  return *object_;
}

}  // namespace tradelane::contract
