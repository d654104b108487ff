// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/rules.hpp"

#include <algorithm>

#include "chaincode/codec/json.hpp"

namespace tradelane::devpeer {
namespace {

constexpr std::string_view implicit_prefix = "_implicit_org_";

Error bad(const std::string& name, const std::string& why) {
  return refuse(Code::arg_malformed, "", "collection '" + name + "': " + why);
}

// What Fabric takes for the name of a collection.
bool is_collection_name(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_';
  };
  return !name.empty() && name.front() != '_' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), plain);
}

/// One object of the file, member by member; every member is looked at.
class Reader {
 public:
  Reader(const Json::Object& object, const std::vector<std::string>& all)
      : object_(object), all_(all) {}

  Result<Collection> read() {
    // First, so that everything else is told with it.
    if (const auto at = object_.find("name"); at != object_.end()) take_text(at->second, out_.name);
    for (const auto& [name, value] : object_)
      if (const auto why = take(name, value); !why.empty()) return bad(out_.name, name + ' ' + why);
    if (!is_collection_name(out_.name))
      return bad(out_.name, "it has no name, or not Fabric's kind");
    if (out_.members.empty()) return bad(out_.name, "its policy names no member of the channel");
    if (out_.required_peers > most_peers_)
      return bad(out_.name, "requiredPeerCount is larger than maxPeerCount");
    return std::move(out_);
  }

 private:
  /// Empty when the member is well-formed.
  std::string take(const std::string& name, const Json& value) {
    if (name == "name") return take_text(value, out_.name);
    if (name == "policy") return take_members(value);
    if (name == "blockToLive") return take_count(value, out_.block_to_live);
    if (name == "requiredPeerCount") return take_count(value, out_.required_peers);
    if (name == "maxPeerCount") return take_count(value, most_peers_);
    if (name == "memberOnlyRead") return take_flag(value, out_.member_only_read);
    if (name == "memberOnlyWrite") return take_flag(value, out_.member_only_write);
    if (name == "endorsementPolicy") return take_endorsement(value);
    return "is not known";
  }
  static std::string take_text(const Json& value, std::string& out) {
    if (value.as_string() == nullptr) return "is no text";
    out = *value.as_string();
    return "";
  }
  static std::string take_count(const Json& value, std::uint64_t& out) {
    const auto number = value.as_integer();
    if (!number || *number < 0) return "is no count";
    out = static_cast<std::uint64_t>(*number);
    return "";
  }
  static std::string take_flag(const Json& value, bool& out) {
    if (value.as_bool() == nullptr) return "is neither true nor false";
    out = *value.as_bool();
    return "";
  }
  // A peer keeps the values when its own signature would satisfy the policy.
  std::string take_members(const Json& value) {
    const auto policy = value.as_string() ? Policy::parse(*value.as_string(), all_) : std::nullopt;
    if (!policy) return "is no policy over these organisations";
    for (const std::string& msp : all_)
      if (policy->satisfied_by({msp})) out_.members.insert(msp);
    return "";
  }
  std::string take_endorsement(const Json& value) {
    const Json* text = value.find("signaturePolicy");
    if (text == nullptr || text->as_string() == nullptr || value.as_object()->size() != 1)
      return "needs a signaturePolicy, and nothing else";
    out_.endorsement = Policy::parse(*text->as_string(), all_);
    return out_.endorsement ? "" : "is no policy over these organisations";
  }

  const Json::Object& object_;
  const std::vector<std::string>& all_;
  Collection out_ = {};
  std::uint64_t most_peers_ = 0;
};

}  // namespace

std::string_view implicit_member(std::string_view collection) {
  return is_implicit(collection) ? collection.substr(implicit_prefix.size()) : std::string_view{};
}

bool is_implicit(std::string_view collection) { return collection.starts_with(implicit_prefix); }

std::optional<Collection> ChannelRules::collection(const std::string& chaincode,
                                                   const std::string& name) const {
  if (is_implicit(name)) {
    const std::string member(implicit_member(name));
    if (std::find(organisations.begin(), organisations.end(), member) == organisations.end())
      return std::nullopt;
    return Collection{.name = name, .members = {member}, .endorsement = Policy::signed_by(member)};
  }
  const auto rules = chaincodes.find(chaincode);
  if (rules == chaincodes.end()) return std::nullopt;
  const auto at = rules->second.collections.find(name);
  return at == rules->second.collections.end() ? std::nullopt : std::optional(at->second);
}

Result<std::map<std::string, Collection>> parse_collections(std::string_view json,
                                                            const std::vector<std::string>& all) {
  const auto file = parse_json(json);
  if (!file) return file.error();
  if (file->as_array() == nullptr)
    return refuse(Code::arg_malformed, "", "collections are an array of objects");
  std::map<std::string, Collection> out;
  for (const Json& item : *file->as_array()) {
    if (item.as_object() == nullptr) return bad("", "it is no object");
    auto collection = Reader(*item.as_object(), all).read();
    if (!collection) return collection.error();
    const std::string name = collection->name;
    if (!out.emplace(name, std::move(*collection)).second) return bad(name, "it is there twice");
  }
  return out;
}

}  // namespace tradelane::devpeer
