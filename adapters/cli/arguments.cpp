// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/arguments.hpp"

#include <algorithm>

#include "adapters/cli/input.hpp"
#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/schema.hpp"
#include "chaincode/base/id.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t most_misfits = 8;

[[noreturn]] void bad(const std::string& message, const std::string& next) {
  throw Problem(Exit::bad_input, message, next);
}

bool is_name(std::string_view text) {
  const auto fits = [](char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         std::all_of(text.begin(), text.end(), fits);
}

Assignment read_assignment(const std::string& word) {
  const std::size_t equals = word.find('=');
  const bool is_json = equals != std::string::npos && equals > 0 && word[equals - 1] == ':';
  const std::string name = word.substr(0, is_json ? equals - 1 : equals);
  if (equals == std::string::npos || !is_name(name))
    bad("An argument is neither JSON nor NAME=VALUE: " + word,
        "Give NAME=VALUE, one JSON object, @FILE, or texts as [\"one\", \"two\"].");
  return {.name = name, .value = word.substr(equals + 1), .is_json = is_json};
}

/// JSON, which may begin with blanks, or the name of a file.
bool is_document(const std::string& word) {
  const std::size_t first = word.find_first_not_of(" \t\r\n");
  return first != std::string::npos &&
         std::string_view("{[@\"").find(word[first]) != std::string_view::npos;
}

/// The schema of `name` in `object`; one that allows anything when it says nothing of it.
Json member_schema(const Json& object, const std::string& name, const Json& root) {
  const Json rule = resolved(object, root);
  const Json* members = rule.find("properties");
  const Json* found = members == nullptr ? nullptr : members->find(name);
  if (found == nullptr) found = rule.find("additionalProperties");
  return found == nullptr || found->as_object() == nullptr ? Json() : resolved(*found, root);
}

/// `schema` is null where nothing is known, and a VALUE is a text then.
Json typed(const Assignment& from, const Json& schema) {
  const std::string what = "the value of " + from.name;
  if (from.is_json) return read_json(from.value, what);
  const std::string type = type_of(schema);
  if (schema.is_null() || type == "string") return from.value;
  if (type == "object" || type == "array") return read_json(from.value, what);
  auto json = parse_json(from.value);
  return json ? std::move(*json) : Json(from.value);
}

/// `schema` is that of `object`.
void assign(Json& object, const Assignment& from, const Json& schema, const Json& root) {
  Json* at = &object;
  Json rule = schema;
  std::string_view rest = from.name;
  for (;;) {
    auto* members = at->as_object();
    if (members == nullptr) bad(from.name + " lies in what is no object.", "Give each name once.");
    const std::size_t dot = rest.find('.');
    const std::string name(rest.substr(0, dot));
    rule = member_schema(rule, name, root);
    const bool is_last = dot == std::string_view::npos;
    const auto [member, is_new] = members->emplace(name, Json::Object{});
    if (is_last && !is_new) bad(from.name + " is given twice.", "Give each name once.");
    at = &member->second;
    if (is_last) break;
    rest.remove_prefix(dot + 1);
  }
  *at = typed(from, rule);
}

/// The parameters as members of one object. What is no object and no list goes as it is written.
Json schema_of_all(const Signature& transaction, const Json& root) {
  Json::Object members;
  for (const Parameter& parameter : transaction.parameters) {
    const std::string type = type_of(resolved(parameter.schema, root));
    const bool is_read = type == "object" || type == "array";
    members.emplace(parameter.name,
                    is_read ? parameter.schema : Json(Json::Object{{"type", "string"}}));
  }
  return Json::Object{{"properties", std::move(members)}};
}

/// Parameters by name, and members of theirs, become texts in the order of the metadata.
Json texts_by_name(const std::vector<Assignment>& assignments, const Signature& transaction,
                   const Json& root) {
  const std::string next = "See `tradelane metadata " + transaction.name + "`.";
  const Json schema = schema_of_all(transaction, root);
  Json given = Json::Object{};
  for (const Assignment& one : assignments) {
    const std::size_t dot = one.name.find('.');
    const Json* rule = schema.find("properties")->find(one.name.substr(0, dot));
    if (rule == nullptr) bad(transaction.name + " has no such parameter: " + one.name, next);
    if (dot != std::string::npos && type_of(resolved(*rule, root)) != "object")
      bad(one.name + " lies in what is no object.", next);
    assign(given, one, schema, root);
  }
  Json::Array texts;
  for (const Parameter& parameter : transaction.parameters) {
    const Json* value = given.find(parameter.name);
    if (value == nullptr) bad(parameter.name + " is missing.", next);
    texts.push_back(value->as_string() != nullptr ? *value : Json(canonical(*value)));
  }
  return texts;
}

std::string dotted(const std::string& pointer) {
  std::string out = pointer.empty() ? "" : pointer.substr(1);
  std::replace(out.begin(), out.end(), '/', '.');
  return out;
}

void refuse_misfits(const std::vector<Misfit>& found, const Signature& transaction) {
  if (found.empty()) return;
  std::string text = "The arguments do not fit " + transaction.name + ": ";
  for (std::size_t i = 0; i < std::min(found.size(), most_misfits); ++i) {
    const std::string name = dotted(found[i].at);
    text += (i == 0 ? "" : ". ") + (name.empty() ? "the whole" : name) + " " + found[i].what;
  }
  if (found.size() > most_misfits)
    text += ". And " + std::to_string(found.size() - most_misfits) + " more";
  bad(text + ".", "Nothing was sent. `tradelane metadata " + transaction.name +
                      "` lists what it takes; --unchecked sends it as it is.");
}

std::string names_of(const Signature& transaction) {
  std::vector<std::string> out;
  for (const Parameter& parameter : transaction.parameters) out.push_back(parameter.name);
  return out.empty() ? "none" : joined(out, ", ");
}

[[noreturn]] void wrong_count(const Signature& transaction, std::size_t given) {
  bad(transaction.name + " takes " + std::to_string(transaction.parameters.size()) +
          " arguments (" + names_of(transaction) + "), and " + std::to_string(given) +
          " are given.",
      "Nothing was sent. See `tradelane metadata " + transaction.name + "`.");
}

/// What the contract APIs make of the text of a parameter.
Json value_of_text(const Json& text, const Json& schema, const Json& root) {
  if (text.as_string() == nullptr || type_of(resolved(schema, root)) == "string") return text;
  auto json = parse_json(*text.as_string());
  return json ? std::move(*json) : text;
}

}  // namespace

Words read_words(const std::vector<std::string>& words) {
  Words out;
  for (const std::string& word : words) {
    if (!is_document(word)) {
      out.assignments.push_back(read_assignment(word));
    } else if (out.document) {
      bad("More than one JSON is given: " + word, "Give one object, or NAME=VALUE beside it.");
    } else {
      out.document = read_json(word, "the argument object");
    }
  }
  return out;
}

Json arguments_from(const Words& words, const Signature* transaction, const Json& root) {
  const bool by_parameter = transaction != nullptr && !takes_one_object(*transaction, root);
  if (by_parameter && !words.document) return texts_by_name(words.assignments, *transaction, root);
  Json out = words.document.value_or(Json::Object{});
  if (!words.assignments.empty() && out.as_object() == nullptr)
    bad("NAME=VALUE goes with an object only.", "Give the texts alone, or names alone.");
  const Json schema = transaction == nullptr || transaction->parameters.empty()
                          ? Json()
                          : transaction->parameters.front().schema;
  for (const Assignment& one : words.assignments) assign(out, one, schema, root);
  return out;
}

void check_arguments(const Json& args, const Signature& transaction, const Json& root) {
  const Json::Array* texts = args.as_array();
  const auto& parameters = transaction.parameters;
  const std::size_t given = texts == nullptr ? 1 : texts->size();
  if (given != parameters.size()) wrong_count(transaction, given);
  std::vector<Misfit> found;
  for (std::size_t i = 0; i < given; ++i) {
    const bool is_object = takes_one_object(transaction, root);
    const Json value =
        texts == nullptr ? args : value_of_text((*texts)[i], parameters[i].schema, root);
    const std::string prefix = is_object ? "" : "/" + parameters[i].name;
    for (const Misfit& one : misfits(value, parameters[i].schema, root))
      found.push_back({prefix + one.at, one.what});
  }
  refuse_misfits(found, transaction);
}

}  // namespace tradelane::cli
