// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/metadata.hpp"

/// From the words of a command line to what a transaction gets. Throws `Problem` (bad_input) that
/// says which word is wrong.
namespace tradelane::cli {

/// NAME=VALUE or NAME:=JSON.
struct Assignment {
  std::string name = {};
  std::string value = {};
  bool is_json = false;
};

/// At most one JSON or @FILE, and any number of assignments, where a name may be dotted:
/// `commitments.facts`. Plain data.
struct Words {
  std::optional<Json> document = {};
  std::vector<Assignment> assignments = {};
};
Words read_words(const std::vector<std::string>& words);

/// An object, which is one argument, or an array of texts, which are one argument each; a dotted
/// name reaches into either. What a VALUE is, the transaction's own metadata tells; a text without
/// it. `transaction`: null pointer when nothing is known of it.
Json arguments_from(const Words& words, const Signature* transaction, const Json& root);

/// Every misfit in one `Problem`.
void check_arguments(const Json& args, const Signature& transaction, const Json& root);

}  // namespace tradelane::cli
