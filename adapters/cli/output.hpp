// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::cli {

/// Without control characters, so that it is one line and does not steer a terminal: what comes
/// from a ledger or a peer may hold any.
std::string printable(std::string_view text);

/// What a stream that takes no more throws, as a problem of its user.
Problem unwritten();

/// As JSON: one line, canonical. As YAML: block style. As a table: an object with one member a line
/// and what is nested below a dotted name, an array of objects with one column for each member that
/// occurs; lists stay JSON.
void print(std::ostream& out, const Json& value, Output output);

/// The names of the columns, then one line for each object: its members of these names.
void print_table(std::ostream& out, const std::vector<std::string>& columns,
                 const Json::Array& objects);

/// A contract's answer: JSON as a rule, else a text; {base64} for what is no text either.
Json answer_of(std::string_view bytes);
/// The same without a look whether it is JSON.
Json answer_text(std::string_view bytes);

}  // namespace tradelane::cli
