// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

/// Both ways: two operator organisations, one after the other, put the party into `wanted`.
Result<Changes> move_to(PartyState wanted, const OnParty& in, const Context& tx, const char* type) {
  // authorise: an operator, by the contract's table; the second one below
  const auto old = tx.ledger.find(key::party(in.party_id));
  if (!old) return refuse(Code::party_unknown, "P19");
  const std::string subject = "party/" + in.party_id.text();
  const ledger::Entry unchanged{.type = type, .id = in.party_id.text(), .seq = old->seq};

  // check: in the other state, or this is a retry
  if (old->state == wanted) {
    if (contract::is_decided_already(tx, subject)) return Changes::unchanged(unchanged);
    return refuse(Code::party_state, "P20");
  }
  auto joint = contract::two_operators(tx, subject);
  if (!joint) return joint.error();
  if (!joint->is_decided) return contract::proposed(std::move(*joint), unchanged);

  // apply
  Party next = *old;
  next.state = wanted;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act = contract::unsigned_act(tx, {.name = subject, .seq = old->seq}).digest;

  // emit
  return std::move(joint->changes)
      .put(key::party(in.party_id), next)
      .emit({.type = type, .id = in.party_id.text(), .seq = next.seq});
}

}  // namespace

/// Suspend: from now on the party acts nowhere (A14). Rules: README.md, P19, P20 and A16.
Result<Changes> suspend(const OnParty& in, const Context& tx) {
  return move_to(PartyState::suspended, in, tx, "party.Suspend");
}

/// Reinstate: it may act again. Rules: as for Suspend.
Result<Changes> reinstate(const OnParty& in, const Context& tx) {
  return move_to(PartyState::active, in, tx, "party.Reinstate");
}

}  // namespace tradelane::party
