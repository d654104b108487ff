// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/input.hpp"

#include <fstream>
#include <sstream>

#include "adapters/cli/problem.hpp"

namespace tradelane::cli {

namespace {

[[noreturn]] void bad(const std::string& message, const std::string& next) {
  throw Problem(Exit::bad_input, message + ".", next);
}

Json::Object& object_of(Json& json, const std::string& what) {
  Json::Object* object = json.as_object();
  if (object == nullptr) bad(what + " is not a JSON object", "Give an object: {\"name\": value}.");
  return *object;
}

/// The member `name` of `parent`, made when it is absent.
Json& member(Json& parent, const std::string& name) {
  return object_of(parent, "the argument object").emplace(name, Json::Object{}).first->second;
}

/// Files of `commit` have these two members and no other.
bool is_openings(const Json& json) {
  return json.as_object() != nullptr && json.as_object()->size() == 2 &&
         json.find("commitments") != nullptr && json.find("transient") != nullptr;
}

void check_form(Json& args) {
  if (args.as_array() == nullptr) {
    object_of(args, "the argument object");
    return;
  }
  for (const Json& text : *args.as_array())
    if (text.as_string() == nullptr)
      bad("an argument is not a text", "Write each one in quotes: [\"asset1\", \"5\"].");
}

Json read_openings(const std::string& path) {
  Json json = read_json("@" + path, path);
  if (!is_openings(json))
    bad(path + " does not hold openings", "Make it with `tradelane commit NAME=JSON > FILE`.");
  return json;
}

void add_transient(std::map<std::string, Bytes>& out, Json from, const std::string& what) {
  for (const auto& [name, value] : object_of(from, what)) {
    if (value.as_string() == nullptr)
      bad(what + ": the value of " + name + " is not a text",
          "Write the bytes of each private value as one JSON string.");
    out[name] = *value.as_string();
  }
}

void add_members(Json& to, Json from, const std::string& what) {
  for (const auto& [name, value] : object_of(from, what)) {
    if (!object_of(to, what).emplace(name, value).second)
      bad("a commitment is given twice: " + name, "Leave it out of the argument object.");
  }
}

void add_signature(Json& args, const std::string& path) {
  Json& list =
      object_of(args, "the argument object").emplace("signatures", Json::Array{}).first->second;
  if (list.as_array() == nullptr) bad("signatures is not an array", "Correct the argument object.");
  list.as_array()->push_back(read_json("@" + path, path));
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) bad(path + " cannot be read", "Check the name and its permissions.");
  return text.str();
}

Json read_json(std::string_view json_or_file, const std::string& what) {
  const bool from_file = json_or_file.starts_with('@');
  const std::string text =
      from_file ? read_file(std::string(json_or_file.substr(1))) : std::string(json_or_file);
  auto json = parse_json(text);
  if (!json)
    bad(what + " cannot be taken: " + json.error().detail,
        "Correct it; numbers need 15 digits at most, names must not repeat.");
  return std::move(*json);
}

void add_commitments(Json& args, const std::vector<std::string>& openings) {
  for (const std::string& path : openings)
    add_members(member(args, "commitments"), *read_openings(path).find("commitments"), path);
}

std::vector<Bytes> arguments_of(const Json& args) {
  const Json::Array* texts = args.as_array();
  if (texts == nullptr) return {canonical(args)};
  std::vector<Bytes> out;
  for (const Json& text : *texts) out.push_back(*text.as_string());
  return out;
}

namespace {

void add_private_input(Input& input, const ArgumentFlags& flags) {
  add_commitments(input.args, flags.openings);
  for (const std::string& path : flags.relay_openings)
    add_members(member(member(input.args, "relay"), "commitments"),
                *read_openings(path).find("commitments"), path);
  for (const auto* files : {&flags.openings, &flags.relay_openings})
    for (const std::string& path : *files)
      add_transient(input.transient, *read_openings(path).find("transient"), path);
  for (const std::string& path : flags.signatures) add_signature(input.args, path);
  if (flags.transient.empty()) return;
  const Json transient = read_json(flags.transient, "--transient");
  add_transient(input.transient, is_openings(transient) ? *transient.find("transient") : transient,
                "--transient");
}

}  // namespace

Input read_input(const ArgumentFlags& flags, const Words& words, const Metadata* metadata) {
  const Signature* transaction = nullptr;
  if (metadata != nullptr) {
    transaction = metadata->find(flags.function);
    if (transaction == nullptr) throw no_transaction(flags.function, *metadata);
  }
  const Json root = metadata == nullptr ? Json() : metadata->root;
  Input input{.args = arguments_from(words, transaction, root)};
  check_form(input.args);
  add_private_input(input, flags);
  if (transaction != nullptr) check_arguments(input.args, *transaction, root);
  return input;
}

}  // namespace tradelane::cli
