// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::cli {

/// The act in words, such as "possession passed"; the code itself when it is not known.
std::string act_in_words(const std::string& action_code);
std::string status_in_words(const std::string& status);

/// What a person reads of a bill: `bill` as ebl:Get answers it, `steps` of ebl:History in their
/// order, `chain` the entries of ebl:EndorsementChain. An object for programs.
Json title_json(const Json& bill, const Json::Array& steps, const Json::Array& chain);
/// The same in lines of at most 72 characters.
void print_title(const Screen& screen, const Json& title);

/// Asks the contract and prints the chain of title. `Problem` when it does not answer.
void run(const ShowBill& command, const Screen& screen);

}  // namespace tradelane::cli
