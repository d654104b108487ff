// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/cli/commands.hpp"
#include "adapters/gateway/gateway.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::cli {

/// The answer of a query with one argument object. `Problem` as `tradelane query` has it.
Json ask(gateway::Gateway& client, const ConnectionFlags& at, const std::string& function,
         const Json::Object& args);

/// A text member; "" when it is not there.
std::string text_at(const Json& json, std::string_view name);

}  // namespace tradelane::cli
