// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/ledger_chaincode.hpp"

#include <utility>

namespace tradelane::shim {
namespace {

void write(Stub& stub, const ledger::Changes::Place& place, ledger::Changes::Write&& write) {
  const bool is_private = !place.collection.empty();
  switch (write.kind) {
    case ledger::Changes::Kind::put:
      return is_private ? stub.put_private(place.collection, place.key, std::move(write.value))
                        : stub.put(place.key, std::move(write.value));
    case ledger::Changes::Kind::erase:
      return is_private ? stub.del_private(place.collection, place.key) : stub.del(place.key);
    case ledger::Changes::Kind::purge:
      return stub.purge_private(place.collection, place.key);
  }
}

}  // namespace

ledger::Invocation LedgerChaincode::read_call(const Stub& stub) const {
  const Proposal& proposal = stub.proposal();
  if (const auto via = stub.called_via()) {
    if (via->channel != stub.channel()) throw Fault("the call comes from another channel");
    if (!callers_.contains(via->chaincode))
      throw Fault("chaincode " + via->chaincode + " may not call this one");
  }
  return {.channel = stub.channel(),
          .chaincode = proposal.chaincode(),
          .txid = stub.txid(),
          .time = proposal.time().at,
          .msp = proposal.creator().msp,
          .certificate = proposal.creator().certificate,
          .args = stub.args(),
          .transient = proposal.transient()};
}

Response LedgerChaincode::invoke(Stub& stub) const {
  ledger::Outcome outcome = chaincode_.invoke(read_call(stub), stub);
  Response response{.status = outcome.status,
                    .message = std::move(outcome.message),
                    .payload = std::move(outcome.payload)};
  if (!response.is_success()) return response;
  for (auto& [place, change] : outcome.changes.take_writes()) write(stub, place, std::move(change));
  // A key must be there before its policy: the peer drops the policy of one that is not.
  for (const auto& [place, policy] : outcome.changes.policies())
    stub.set_validation_parameter({place.collection, place.key}, policy.bytes());
  if (!outcome.changes.event_name().empty())
    stub.set_event(outcome.changes.event_name(), outcome.changes.event_payload());
  return response;
}

}  // namespace tradelane::shim
