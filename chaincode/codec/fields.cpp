// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/fields.hpp"

namespace tradelane {

Error malformed(std::string detail) { return refuse(Code::arg_malformed, "", std::move(detail)); }

Error under(std::string_view name, Error error) {
  error.at.insert(0, "/" + std::string(name));
  return error;
}

namespace detail {

void put_field(Json::Object& out, std::string_view name, Json value) {
  out.emplace(name, std::move(value));
}

void fail_field(std::string_view name, Error why, std::optional<Error>& error) {
  error = under(name, std::move(why));
}

const Json* find_field(const Json& json, std::string_view name, bool may_be_absent,
                       std::optional<Error>& error) {
  if (error) return nullptr;
  const Json* found = json.find(name);
  if (found == nullptr && !may_be_absent) fail_field(name, malformed("missing"), error);
  return found;
}

Bytes record_bytes(Json json, std::string_view schema) {
  json.as_object()->emplace("schema", schema);
  return canonical(json);
}

Json record_json(std::string_view bytes, std::string_view schema) {
  auto json = parse_json(bytes);
  if (!json) throw Fault("state is not JSON: " + std::string(schema));
  const Json* found = json->find("schema");
  if (found == nullptr || *found != Json(schema))
    throw Fault("state has another schema than " + std::string(schema));
  json->as_object()->erase("schema");
  return std::move(*json);
}

}  // namespace detail
}  // namespace tradelane
