// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/metadata.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/connect.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/schema.hpp"
#include "adapters/cli/transactions.hpp"
#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/invoke.hpp"
#include "chaincode/codec/foreign_json.hpp"

namespace tradelane::cli {

namespace {

Result<Signature> read_transaction(const std::string& contract, const Json& json,
                                   const std::string& at) {
  const Json* name = json.find("name");
  if (name == nullptr || name->as_string() == nullptr) return no_metadata(at + "/name");
  Signature out{
      .name = contract + ":" + *name->as_string(), .call = call_of(json.find("tag")), .at = at};
  if (const Json* access = json.find("x-access")) out.access = *access;
  if (const Json* returns = json.find("returns")) out.returns = *returns;
  const Json* parameters = json.find("parameters");
  if (parameters == nullptr) return out;
  if (parameters->as_array() == nullptr) return no_metadata(at + "/parameters");
  for (const Json& parameter : *parameters->as_array()) {
    const Json* called = parameter.find("name");
    const Json* schema = parameter.find("schema");
    if (called == nullptr || called->as_string() == nullptr) return no_metadata(at + "/parameters");
    out.parameters.push_back(
        {*called->as_string(), schema == nullptr ? Json(Json::Object{}) : *schema});
  }
  return out;
}

/// Without the contract's name.
bool is_called(const Signature& transaction, const std::string& name) {
  return transaction.name.ends_with(":" + name);
}

gateway::Call question(const ConnectionFlags& at) {
  return {.channel = at.channel, .chaincode = at.chaincode, .function = get_metadata};
}

/// Metadata of large chaincodes has more nodes than an argument may have.
Result<Json> parse_metadata(std::string_view bytes) {
  return parse_foreign_json(
      bytes,
      {.bytes = 16 * 1024 * 1024, .depth = 64, .nodes = 1'000'000, .string_bytes = 1024 * 1024});
}

Bytes ask(const ConnectionFlags& at, const Screen& screen) {
  const auto client = connect(at);
  Progress progress(screen);
  progress.show("asking " + at.chaincode + " to describe itself");
  auto answer = gateway::query(*client, question(at));
  progress.clear();
  if (!answer) throw problem_of(answer.failure());
  return std::move(*answer);
}

std::string described(const std::vector<Parameter>& parameters, const Json& root) {
  std::vector<std::string> out;
  for (const Parameter& parameter : parameters)
    out.push_back(parameter.name + ": " + describe_schema(parameter.schema, root));
  return out.empty() ? "-" : joined(out, ", ");
}

std::string answer_of_transaction(const Signature& transaction, const Json& root) {
  return transaction.returns.is_null() ? "-" : describe_schema(transaction.returns, root);
}

void print_all(std::ostream& out, const Metadata& metadata) {
  Json::Array rows;
  for (const Signature& transaction : metadata.transactions)
    rows.push_back(Json::Object{{"transaction", transaction.name},
                                {"call", transaction.call.empty() ? "-" : transaction.call},
                                {"arguments", described(transaction.parameters, metadata.root)},
                                {"answer", answer_of_transaction(transaction, metadata.root)}});
  print_table(out, {"transaction", "call", "arguments", "answer"}, rows);
  out << "\n`tradelane metadata TRANSACTION` lists the members of its arguments.\n";
}

Json::Object row_of(const std::string& name, const Json& schema, bool needed, const Json& root) {
  return {
      {"argument", name}, {"must", needed ? "yes" : "-"}, {"what", describe_schema(schema, root)}};
}

/// Members of objects below their own name, `commitments.facts`, as NAME=VALUE spells them.
void add_members(Json::Array& rows, const std::string& prefix, const Json& schema, const Json& root,
                 int depth) {
  const Json object = resolved(schema, root);
  const Json* members = object.find("properties");
  if (members == nullptr || members->as_object() == nullptr || depth > 4) return;
  const Json* required = object.find("required");
  for (const auto& [name, member] : *members->as_object()) {
    const auto* all = required == nullptr ? nullptr : required->as_array();
    const bool needed =
        all != nullptr && std::find(all->begin(), all->end(), Json(name)) != all->end();
    rows.push_back(row_of(prefix + name, member, needed, root));
    add_members(rows, prefix + name + ".", member, root, depth + 1);
  }
}

Json::Array argument_rows(const Signature& transaction, const Json& root) {
  Json::Array rows;
  const bool one_object = takes_one_object(transaction, root);
  for (const Parameter& parameter : transaction.parameters) {
    const std::string prefix = one_object ? "" : parameter.name + ".";
    if (!one_object) rows.push_back(row_of(parameter.name, parameter.schema, true, root));
    add_members(rows, prefix, parameter.schema, root, 0);
  }
  return rows;
}

void print_one(std::ostream& out, const Signature& transaction, const Metadata& metadata) {
  out << transaction.name << " (" << (transaction.call.empty() ? "call" : transaction.call)
      << "), answers " << answer_of_transaction(transaction, metadata.root) << "\n";
  const Json::Array rows = argument_rows(transaction, metadata.root);
  if (rows.empty()) out << "It takes no arguments.\n";
  if (!rows.empty()) print_table(out, {"argument", "must", "what"}, rows);
}

/// What a program wants: the transaction with every schema that it leads to.
Json described(const Signature& transaction, const Metadata& metadata) {
  Json::Array parameters;
  for (const Parameter& parameter : transaction.parameters)
    parameters.push_back(Json::Object{{"name", parameter.name},
                                      {"schema", resolved(parameter.schema, metadata.root)}});
  return Json::Object{{"call", transaction.call},
                      {"parameters", std::move(parameters)},
                      {"returns", resolved(transaction.returns, metadata.root)},
                      {"transaction", transaction.name}};
}

}  // namespace

std::string call_of(const Json* tags) {
  const auto says = [&](const char* text) {
    const auto* all = tags == nullptr ? nullptr : tags->as_array();
    return all != nullptr && std::find(all->begin(), all->end(), Json(text)) != all->end();
  };
  if (says("submit") || says("SUBMIT") || says("submitTx")) return "submit";
  return says("evaluate") || says("EVALUATE") ? "evaluate" : "";
}

bool takes_one_object(const Signature& transaction, const Json& root) {
  return transaction.parameters.size() == 1 &&
         type_of(resolved(transaction.parameters.front().schema, root)) == "object";
}

Result<Metadata> Metadata::read(Json root) {
  Metadata out{.root = std::move(root)};
  const Json* contracts = out.root.find("contracts");
  if (contracts == nullptr || contracts->as_object() == nullptr) return no_metadata("/contracts");
  for (const auto& [contract, description] : *contracts->as_object()) {
    const std::string at = "/contracts/" + contract + "/transactions";
    const Json* transactions = description.find("transactions");
    if (transactions == nullptr || transactions->as_array() == nullptr) return no_metadata(at);
    for (std::size_t i = 0; i < transactions->as_array()->size(); ++i) {
      auto one =
          read_transaction(contract, (*transactions->as_array())[i], at + "/" + std::to_string(i));
      if (!one) return one.error();
      one->is_of_default_contract = is_on(description, "default");
      out.transactions.push_back(std::move(*one));
    }
  }
  return out;
}

const Signature* Metadata::find(const std::string& name) const {
  std::vector<const Signature*> found;
  for (const Signature& transaction : transactions) {
    if (transaction.name == name) return &transaction;
    if (is_called(transaction, name)) found.push_back(&transaction);
  }
  if (found.size() > 1)
    std::erase_if(found, [](const Signature* one) { return !one->is_of_default_contract; });
  return found.size() == 1 ? found.front() : nullptr;
}

std::vector<std::string> Metadata::names() const {
  std::vector<std::string> out;
  for (const Signature& transaction : transactions) out.push_back(transaction.name);
  return out;
}

Error no_metadata(const std::string& at) {
  return refuse(Code::arg_malformed, "", at + " is not there or of another kind");
}

Problem not_metadata(const ConnectionFlags& at, const std::string& file, const Error& error) {
  return Problem(file.empty() ? Exit::network : Exit::bad_input,
                 (file.empty() ? "The answer of " + at.chaincode : file) +
                     " is no contract metadata: " + error.detail,
                 "Save it with `tradelane query " + std::string(get_metadata) +
                     " --output json`; not every chaincode has some.");
}

Metadata load_metadata(const ConnectionFlags& at, const std::string& file, const Screen& screen) {
  auto json = parse_metadata(file.empty() ? ask(at, screen) : read_file(file));
  if (!json) throw not_metadata(at, file, json.error());
  auto metadata = Metadata::read(std::move(*json));
  if (!metadata) throw not_metadata(at, file, metadata.error());
  return std::move(*metadata);
}

AskedMetadata ask_for_metadata(gateway::Gateway& gateway, const ConnectionFlags& at) {
  const auto answer = gateway::query(gateway, question(at));
  if (!answer) {
    const gateway::Failure& failure = answer.failure();
    const bool is_away = failure.code == gateway::GrpcCode::unavailable ||
                         failure.code == gateway::GrpcCode::deadline_exceeded;
    if (is_away || gateway::refuses_client(failure)) throw problem_of(failure);
    return {.why_not = failure.text()};
  }
  auto json = parse_metadata(*answer);
  if (!json) return {.why_not = "its answer is no JSON"};
  auto metadata = Metadata::read(std::move(*json));
  if (!metadata) return {.why_not = metadata.error().detail};
  return {.metadata = std::move(*metadata)};
}

void run(const ShowMetadata& command, const Screen& screen) {
  const Metadata metadata = load_metadata(command.at, command.metadata, screen);
  const Signature* one = nullptr;
  if (!command.transaction.empty()) {
    one = metadata.find(command.transaction);
    if (one == nullptr) throw no_transaction(command.transaction, metadata);
  }
  if (command.at.output != Output::table)
    return print(screen.out, one == nullptr ? metadata.root : described(*one, metadata),
                 command.at.output);
  if (one == nullptr) return print_all(screen.out, metadata);
  print_one(screen.out, *one, metadata);
}

Problem no_transaction(const std::string& name, const Metadata& metadata) {
  std::vector<std::string> contracts;
  std::vector<std::string> whole;
  for (const Signature& transaction : metadata.transactions)
    if (is_called(transaction, name)) {
      whole.push_back(transaction.name);
      contracts.push_back(transaction.name.substr(0, transaction.name.size() - name.size() - 1));
    }
  if (!whole.empty())
    return {
        Exit::bad_input,
        name + " is in " + joined(contracts, " and ") + ": write " + joined(whole, " or ") + ".",
        "`tradelane metadata` lists what there is."};
  const std::string meant = nearest(name, metadata.names());
  return {Exit::bad_input,
          "The chaincode has no transaction " + name +
              (meant.empty() ? "." : "; did you mean " + meant + "?"),
          "`tradelane metadata` lists what there is."};
}

}  // namespace tradelane::cli
