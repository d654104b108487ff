// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/acl.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/output.hpp"

namespace tradelane::cli {

namespace {

constexpr const char* legend =
    "\n"
    "caller      anyone    any certificate that the channel accepts\n"
    "            operator  an organisation named by party:Bootstrap, not suspended\n"
    "            party     a registered party that is active\n"
    "            member    the same, and it has accepted the rulebook\n"
    "roles       the party has at least one of them\n"
    "signatures  yes: the act of a company, which may have to sign it (act sign)\n"
    "Refused by this table: AUTH_DENIED, PARTY_INACTIVE or TERMS_NOT_ACCEPTED. Whose\n"
    "bill, consent or loan it must be, and in which state: the contract's rule book.\n";

/// ARG_MALFORMED for an `x-access` that is not ours.
Result<Json> row_of(const Signature& transaction) {
  Json::Object row{{"transaction", transaction.name}};
  if (!transaction.call.empty()) row.emplace("call", transaction.call);
  if (transaction.access.is_null()) return Json(std::move(row));
  const Json* access = &transaction.access;
  const Json* caller = access->find("caller");
  const Json* roles = access->find("roles");
  const Json* signatures = access->find("signatures");
  const auto is_text = [](const Json& json) { return json.as_string() != nullptr; };
  if (caller == nullptr || !is_text(*caller) || roles == nullptr || roles->as_array() == nullptr ||
      !std::all_of(roles->as_array()->begin(), roles->as_array()->end(), is_text) ||
      signatures == nullptr || signatures->as_bool() == nullptr)
    return no_metadata(transaction.at + "/x-access");
  row.emplace("caller", *caller);
  row.emplace("roles", *roles);
  row.emplace("signatures", *signatures);
  return Json(std::move(row));
}

std::string cell_of(const Json& row, const char* name) {
  const Json* value = row.find(name);
  if (value == nullptr) return "not stated";
  if (const bool* is = value->as_bool()) return *is ? "yes" : "-";
  if (value->as_string() != nullptr) return *value->as_string();
  std::vector<std::string> all;
  for (const Json& item : *value->as_array()) all.push_back(*item.as_string());
  return all.empty() ? "-" : joined(all, ",");
}

void print_table_of(std::ostream& out, const Json::Array& rows) {
  Json::Array cells;
  for (const Json& row : rows)
    cells.push_back(Json::Object{{"transaction", cell_of(row, "transaction")},
                                 {"call", cell_of(row, "call")},
                                 // In capitals the words of the metadata would shout.
                                 {"caller", lower_case(cell_of(row, "caller"))},
                                 {"roles", cell_of(row, "roles")},
                                 {"signatures", cell_of(row, "signatures")}});
  print_table(out, {"transaction", "call", "caller", "roles", "signatures"}, cells);
  out << legend;
  out.flush();
}

}  // namespace

Result<Json::Array> access_rows(const Metadata& metadata) {
  Json::Array rows;
  for (const Signature& transaction : metadata.transactions) {
    auto row = row_of(transaction);
    if (!row) return row.error();
    rows.push_back(std::move(*row));
  }
  return rows;
}

void run(const Acl& command, const Screen& screen) {
  const auto rows = access_rows(load_metadata(command.at, command.metadata, screen));
  if (!rows) throw not_metadata(command.at, command.metadata, rows.error());
  if (command.at.output == Output::table)
    print_table_of(screen.out, *rows);
  else
    print(screen.out, *rows, command.at.output);
}

}  // namespace tradelane::cli
