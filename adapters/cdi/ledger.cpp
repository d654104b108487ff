// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/ledger.hpp"

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/invoke.hpp"

namespace tradelane::cdi {
namespace {

/// A journal grows with its consent.
constexpr JsonLimits view_limits{.bytes = 64 * 1024 * 1024, .nodes = 2'000'000};

template <class View>
Result<View> view_of(const Result<Json>& json) {
  if (!json) return json.error();
  auto view = from_json<View>(*json);
  if (!view) throw Unavailable("the ledger's view has another form at " + view.error().at);
  return view;
}

}  // namespace

Result<Json> GatewayReads::ask(const std::string& function, const Json& args) {
  const auto outcome = gateway::query(gateway_, {.channel = target_.channel,
                                                 .chaincode = target_.chaincode,
                                                 .function = function,
                                                 .args = {canonical(args)}});
  if (!outcome) {
    const auto refused = gateway::refusal(outcome.failure());
    const auto code = refused ? refused->code() : std::nullopt;
    if (code) return refuse(*code);
    throw Unavailable(outcome.failure().text());
  }
  auto json = parse_json(*outcome, view_limits);
  if (!json) throw Unavailable(function + " answered what is no JSON");
  return json;
}

Result<consent::ConsentView> GatewayReads::consent(const consent::ConsentId& id) {
  return view_of<consent::ConsentView>(ask("consent:Get", to_json(consent::Get{id})));
}

Result<consent::JournalView> GatewayReads::journal(const consent::ConsentId& id) {
  return view_of<consent::JournalView>(ask("consent:Journal", to_json(consent::Get{id})));
}

Result<evidence::EvidenceView> GatewayReads::evidence(const evidence::EvidenceId& id) {
  return view_of<evidence::EvidenceView>(ask("evidence:Get", to_json(evidence::Get{id})));
}

}  // namespace tradelane::cdi
