// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/acl.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/metadata.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/base/id.hpp"

namespace tradelane::cli {

namespace {

constexpr const char* legend =
    "\n"
    "caller      anyone    any certificate that the channel accepts\n"
    "            operator  an organisation that party:Bootstrap has named\n"
    "            party     a registered party that is active\n"
    "            member    the same, and it has accepted the rulebook\n"
    "roles       the party has at least one of them\n"
    "signatures  yes: the act of a company, which may have to sign it (act sign)\n"
    "Refused by this table: AUTH_DENIED, PARTY_INACTIVE or TERMS_NOT_ACCEPTED. Whose\n"
    "bill, consent or loan it must be, and in which state: the contract's rule book.\n";

Error no_metadata(const std::string& at) {
  return refuse(Code::arg_malformed, "", at + " is not there or of another kind");
}

/// ARG_MALFORMED for an `x-access` that is not ours.
Result<Json> row_of(const std::string& contract, const Json& transaction, const std::string& at) {
  const Json* name = transaction.find("name");
  if (name == nullptr || name->as_string() == nullptr) return no_metadata(at + "/name");
  Json::Object row{{"transaction", contract + ":" + *name->as_string()}};
  if (const auto call = call_of(transaction.find("tag")); !call.empty()) row.emplace("call", call);
  const Json* access = transaction.find("x-access");
  if (access == nullptr) return Json(std::move(row));
  const Json* caller = access->find("caller");
  const Json* roles = access->find("roles");
  const Json* signatures = access->find("signatures");
  const auto is_text = [](const Json& json) { return json.as_string() != nullptr; };
  if (caller == nullptr || !is_text(*caller) || roles == nullptr || roles->as_array() == nullptr ||
      !std::all_of(roles->as_array()->begin(), roles->as_array()->end(), is_text) ||
      signatures == nullptr || signatures->as_bool() == nullptr)
    return no_metadata(at + "/x-access");
  row.emplace("caller", *caller);
  row.emplace("roles", *roles);
  row.emplace("signatures", *signatures);
  return Json(std::move(row));
}

std::string cell_of(const Json& row, const char* name) {
  const Json* value = row.find(name);
  if (value == nullptr) return "not stated";
  if (const bool* is = value->as_bool()) return *is ? "yes" : "-";
  std::string out;
  if (const auto* list = value->as_array())
    for (const Json& item : *list) out += (out.empty() ? "" : ",") + *item.as_string();
  else
    out = *value->as_string();
  return out.empty() ? "-" : out;
}

/// The words of the metadata in capitals would shout.
std::string lower(std::string text) {
  for (char& c : text)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return text;
}

void print_table_of(std::ostream& out, const Json::Array& rows) {
  Json::Array cells;
  for (const Json& row : rows)
    cells.push_back(Json::Object{{"transaction", cell_of(row, "transaction")},
                                 {"call", cell_of(row, "call")},
                                 {"caller", lower(cell_of(row, "caller"))},
                                 {"roles", cell_of(row, "roles")},
                                 {"signatures", cell_of(row, "signatures")}});
  print_table(out, {"transaction", "call", "caller", "roles", "signatures"}, cells);
  out << legend;
  out.flush();
}

}  // namespace

Result<Json::Array> access_rows(const Json& metadata) {
  const Json* contracts = metadata.find("contracts");
  if (contracts == nullptr || contracts->as_object() == nullptr) return no_metadata("/contracts");
  Json::Array rows;
  for (const auto& [contract, description] : *contracts->as_object()) {
    const std::string at = "/contracts/" + contract + "/transactions";
    const Json* transactions = description.find("transactions");
    if (transactions == nullptr || transactions->as_array() == nullptr) return no_metadata(at);
    std::size_t index = 0;
    for (const Json& transaction : *transactions->as_array()) {
      auto row = row_of(contract, transaction, at + "/" + std::to_string(index++));
      if (!row) return row.error();
      rows.push_back(std::move(*row));
    }
  }
  return rows;
}

void run(const Acl& command, std::ostream& out) {
  const bool from_file = !command.metadata.empty();
  const Json metadata = metadata_json(command.at, command.metadata);
  const auto rows = access_rows(metadata);
  if (!rows)
    throw Problem(from_file ? Exit::bad_input : Exit::network,
                  (from_file ? command.metadata : "The answer of " + command.at.chaincode) +
                      " is no contract metadata: " + rows.error().detail,
                  "Save it with `tradelane query " + std::string(get_metadata) +
                      " --output json`; not every chaincode has some.");
  if (command.at.output == Output::table)
    print_table_of(out, *rows);
  else
    print(out, *rows, command.at.output);
}

}  // namespace tradelane::cli
