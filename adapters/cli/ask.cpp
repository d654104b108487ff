// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/ask.hpp"

#include "adapters/cli/output.hpp"
#include "adapters/cli/transactions.hpp"
#include "adapters/gateway/invoke.hpp"

namespace tradelane::cli {

Json ask(gateway::Gateway& client, const ConnectionFlags& at, const std::string& function,
         const Json::Object& args) {
  const auto answer = gateway::query(client, {.channel = at.channel,
                                              .chaincode = at.chaincode,
                                              .function = function,
                                              .args = {canonical(args)}});
  if (!answer) throw problem_of(answer.failure());
  return answer_of(*answer);
}

std::string text_at(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

}  // namespace tradelane::cli
