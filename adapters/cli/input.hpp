// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/arguments.hpp"
#include "adapters/cli/commands.hpp"
#include "adapters/cli/metadata.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/codec/json.hpp"

/// Reads what the command line names. Throws `Problem` (bad_input) that says which input is wrong.
namespace tradelane::cli {

std::string read_file(const std::string& path);

/// `what` names the input in messages.
Json read_json(std::string_view json_or_file, const std::string& what);

/// The arguments with the private input that goes with them.
struct Input {
  /// An object, which is one argument, or an array of texts, which are one argument each.
  Json args = {};
  std::map<std::string, Bytes> transient = {};
};

/// Puts together the argument object, openings, signatures and transient data. Only an object can
/// take openings and signatures. With `metadata` the whole is checked against it. `words` are those
/// of `flags`, read already.
Input read_input(const ArgumentFlags& flags, const Words& words, const Metadata* metadata);
/// What the chaincode gets behind the name of the function.
std::vector<Bytes> arguments_of(const Json& args);

/// Adds the commitments of files written by `commit` to `args`, at `commitments`.
void add_commitments(Json& args, const std::vector<std::string>& openings);

}  // namespace tradelane::cli
