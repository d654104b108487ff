// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/chaincode.hpp"

#include <algorithm>

#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/web/answers.hpp"
#include "adapters/gateway/invoke.hpp"

namespace tradelane::cli::web {

namespace {

constexpr auto asked_again_after = std::chrono::minutes(1);
constexpr auto away_for = std::chrono::seconds(5);

/// Absent for what is neither an object nor a list of texts.
std::optional<std::vector<Bytes>> bytes_of(const std::string& args) {
  if (args.empty()) return std::vector<Bytes>{};
  const auto json = parse_json(args);
  if (!json) return std::nullopt;
  const auto* list = json->as_array();
  const bool has_texts =
      list != nullptr && std::all_of(list->begin(), list->end(),
                                     [](const Json& one) { return one.as_string() != nullptr; });
  if (json->as_object() == nullptr && !has_texts) return std::nullopt;
  return arguments_of(*json);
}

}  // namespace

Chaincode::Chaincode(gateway::Gateway& gateway, ConnectionFlags at, Clock now)
    : gateway_(gateway), at_(std::move(at)), now_(std::move(now)) {}

Chaincode::Known Chaincode::ask() const {
  auto asked = ask_for_metadata(gateway_, at_);
  if (asked.metadata)
    return {.metadata = std::make_shared<const Metadata>(std::move(*asked.metadata))};
  return {.why_not = refused(404, at_.chaincode +
                                      " has not described its transactions: nothing is asked. " +
                                      asked.why_not)};
}

Chaincode::Known Chaincode::known() {
  const std::lock_guard lock(mutex_);
  if (holds_until_ && now_() < *holds_until_) return known_;
  try {
    known_ = ask();
    holds_until_ = now_() + asked_again_after;
  } catch (const Problem& problem) {
    // What was known still holds. Each request would wait for the peer otherwise, one by one.
    known_.why_not = refused(502, problem.what());
    holds_until_ = now_() + away_for;
  }
  return known_;
}

std::shared_ptr<const Metadata> Chaincode::metadata() { return known().metadata; }

http::Response Chaincode::query(const std::string& function, const std::string& args) {
  const auto [known, why_not] = this->known();
  if (!known) return why_not;
  const Signature* transaction = known->find(function);
  if (transaction == nullptr) return refused(404, "the chaincode has no transaction " + function);
  if (transaction->call != "evaluate")
    return refused(403, function + " is no question: this page changes nothing");
  auto arguments = bytes_of(args);
  if (!arguments) return refused(400, "args is neither a JSON object nor a list of texts");
  const auto result = gateway::query(gateway_, {.channel = at_.channel,
                                                .chaincode = at_.chaincode,
                                                .function = transaction->name,
                                                .args = std::move(*arguments)});
  if (!result) return refused(result.failure());
  return answer(Json::Object{{"answer", answer_of(*result)}});
}

}  // namespace tradelane::cli::web
