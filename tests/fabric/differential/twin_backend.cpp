// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/twin_backend.hpp"

#include "adapters/gateway/advice.hpp"
#include "tests/fabric/network/node.hpp"

namespace tradelane::differential {
namespace {

Json json_of(const Bytes& bytes) {
  auto out = parse_json(bytes);
  if (!out) throw Fault(out.error().message());
  return std::move(*out);
}

scenario::Receipt refused(const Ended& ended) {
  const auto refusal = gateway::refusal(*ended.failure);
  if (!refusal) throw Fault(ended.failure->text());
  return {.status = refusal->status,
          .token = refusal->token,
          .message = refusal->message,
          .txid = ended.txid};
}

}  // namespace

Act TwinBackend::act_of(const scenario::Call& call) const {
  return {.msp = test::cast()[call.by].msp,
          .user = call.by,
          .call = {.channel = networks_.cast().channel,
                   .chaincode = networks_.cast().chaincode,
                   .function = call.function,
                   .args = {canonical(call.args)},
                   .transient = call.transient,
                   .organisations = call.endorsers},
          .is_probe = false,
          .where = call.by};
}

scenario::Receipt TwinBackend::submit(const scenario::Call& call) {
  const Ended ended = networks_.twin().submit(act_of(call));
  if (ended.failure) return refused(ended);
  if (ended.code != "VALID") throw Fault(call.function + " ended with " + ended.code);
  fabric::wait_for_height(networks_.plan(), ended.block + 1);
  const std::string event = event_of(ended.envelope).payload();
  return {.status = 200,
          .payload = json_of(ended.response.payload()),
          .txid = ended.txid,
          .block = ended.block,
          .entries = event.empty() ? std::vector<Json>{} : *json_of(event).as_array()};
}

scenario::Receipt TwinBackend::query(const scenario::Call& call) {
  Act act = act_of(call);
  act.call.organisations = {act.msp};
  const Ended ended = networks_.twin().evaluate(act);
  if (ended.failure) return refused(ended);
  return {.status = 200, .payload = json_of(ended.response.payload())};
}

std::string TwinBackend::mark() {
  const fabric::Plan& plan = networks_.plan();
  return std::to_string(
      fabric::height(plan.peer_ports(plan.msps.front()).operations, plan.channel).value());
}

}  // namespace tradelane::differential
