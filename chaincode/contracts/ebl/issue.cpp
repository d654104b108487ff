// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

Bill described(const Issue& in, const PartyId& issuer) {
  return {.id = in.bill_id,
          .kind = in.kind,
          .acceptance = in.acceptance,
          .issuer = issuer,
          .holder = in.holder,
          .owner = in.owner,
          .issuance = in.commitments.issuance,
          .facts = in.commitments.facts,
          .legal_basis = in.legal_basis};
}

}  // namespace

/// Issue: the carrier puts a bill into the holder's hands. Rules: README.md, B3 to B8.
Result<Changes> issue(const Issue& in, const Context& tx) {
  // authorise: carriers, by the contract's table
  const contract::Subject subject{.name = "bill/" + in.bill_id.text()};
  const auto act = contract::unsigned_act(tx, subject);

  // check: a bill id is used once; the same issue again right away is no error
  if (const auto old = tx.ledger.find(key::bill(in.bill_id))) {
    const contract::Subject now{.name = subject.name, .seq = old->seq, .last_act = old->last_act};
    if (old->issuer == tx.caller.party->id && contract::unsigned_act(tx, now).repeated)
      return Changes::unchanged({.type = "ebl.Issue", .id = in.bill_id.text(), .seq = old->seq});
    return refuse(Code::ebl_duplicate, "B3");
  }
  if (in.kind != Kind::order) return refuse(Code::ebl_td_invalid, "B5").with_at("/kind");
  for (const PartyId& id : {in.holder, in.owner})
    if (const auto sound = check_in_hands_of(id, tx); !sound) return sound.error();
  const auto sound = check_issuance(in.bill_id, in.commitments.issuance, in.commitments.facts,
                                    *tx.caller.party, tx);
  if (!sound) return sound.error();

  // apply and emit: carrier and holder keep the document
  const PartyId& issuer = tx.caller.party->id;
  const MspId holder_msp = tx.ledger.find(contract::key::party(in.holder))->msp;
  const auto copies = Set<MspId>::of({tx.caller.msp, holder_msp});
  return advance(described(in, issuer),
                 {.action_code = "ISSUE",
                  .actor = issuer,
                  .recipient = in.holder,
                  .time = tx.time,
                  .txid = tx.txid,
                  .act = act.digest},
                 "ebl.Issue")
      .merge(tx.openings.copy(in.commitments.issuance, copies))
      .merge(tx.openings.copy(in.commitments.facts, copies));
}

}  // namespace tradelane::ebl
