// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "adapters/cli/commands.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/codec/json.hpp"

/// Reads what the command line names. Throws `Problem` (bad_input) that says which input is wrong.
namespace tradelane::cli {

std::string read_file(const std::string& path);

/// `what` names the input in messages.
Json read_json(std::string_view json_or_file, const std::string& what);

/// An argument object with the private input that goes with it.
struct Input {
  Json args = {};
  std::map<std::string, Bytes> transient = {};
};

/// Puts together the argument object, openings, signatures and transient data.
Input read_input(const ArgumentFlags& flags);

/// Adds the commitments of files written by `commit` to `args`, at `commitments`.
void add_commitments(Json& args, const std::vector<std::string>& openings);

}  // namespace tradelane::cli
