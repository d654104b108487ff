// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/identifier.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

/// AllowIdentifier: a code of the early pilots fails its check and is lawful all the same; an
/// operator who has looked at its papers says so. Rules: README.md, P16.
Result<Changes> allow_identifier(const AllowIdentifier& in, const Context& tx) {
  // authorise: operators, by the contract's table

  // check: the same again is harmless; only what is nearly right may be let through
  const Digest& commitment = in.commitments.lawful;
  const ledger::Entry entry{.type = "party.AllowIdentifier", .id = commitment.text()};
  if (tx.ledger.exists(key::lawful(commitment))) return Changes::unchanged(entry);
  const auto identifier = tx.openings.take<Identifier>(commitment, "lawful");
  if (!identifier) return identifier.error();
  const bool is_odd = identifier->type == "USCC" &&
                      check_uscc(identifier->id, Set<std::string>{identifier->id}) == Check::odd;
  if (!is_odd) return refuse(Code::id_check_digit, "P16");

  // apply and emit: the operator keeps the opening, to show it when the party is registered
  return Changes{}
      .put(key::lawful(commitment), LawfulIdentifier{.by = tx.caller.msp, .at = tx.time})
      .merge(tx.openings.copy(commitment, Set<MspId>{tx.caller.msp}))
      .emit(entry);
}

}  // namespace tradelane::party
