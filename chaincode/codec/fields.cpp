// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/fields.hpp"

#include "chaincode/base/spare_bytes.hpp"

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

std::string& MemberWriter::name(std::string_view plain) {
  out_.push_back(std::exchange(is_first_, false) ? '{' : ',');
  out_.push_back('"');
  out_.append(plain).append("\":");
  return out_;
}

void MemberReader::take_name() {
  const auto name = in_.take_string();
  has_name_ = name && in_.take(':');
  is_there_ = has_name_;
  if (name) name_ = *name;
}

bool MemberReader::next() {
  has_name_ = false;
  if (in_.take('}')) return true;
  is_there_ = in_.take(',');
  if (is_there_) take_name();
  return is_there_;
}

Bytes record_room() { return with_room(smallest_spare); }

bool is_quickly_read(std::string_view bytes) {
  // Cannot have more values or longer texts than `parse_json` takes.
  constexpr std::size_t most = 16 * std::size_t{1024};
  return bytes.size() <= most;
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
