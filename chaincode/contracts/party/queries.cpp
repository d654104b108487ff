// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

/// Get: the record of a party, and its identity as far as the caller's organisation keeps it.
Result<PartyView> get(const Get& in, const Context& tx) {
  const auto party = tx.ledger.find(key::party(in.party_id));
  if (!party) return refuse(Code::party_unknown, "P12");
  PartyView view{.party = *party};
  if (in.open) view.identity = contract::kept_value<Identity>(tx, party->identity, "identity");
  return view;
}

}  // namespace tradelane::party
