// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/ebl/document_rules.hpp"
#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/successor.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
Bill described(const Issue& in, const Context& tx) {
  return {.id = in.bill_id,
          .kind = in.kind,
          .acceptance = in.acceptance,
          .issuer = tx.caller.party->id,
          .holder = in.holder,
          .owner = in.owner,
          .issuance = in.commitments.issuance,
          .facts = in.commitments.facts,
          .legal_basis = in.legal_basis};
}

Result<> check_issue(const Issue& in, const Context& tx) {
  if (in.kind == Kind::blank && in.owner != in.holder)
    return refuse(Code::arg_malformed, "B177").with_at("/owner");
  for (const PartyId& id : {in.holder, in.owner})
    if (const auto sound = check_in_hands_of(id, tx); !sound) return sound.error();
  const auto sound = check_issuance(in.bill_id, in.kind, in.commitments, *tx.caller.party, tx);
  if (!sound) return sound.error();
  return check_bearer(sound->document(), in.kind);
}

Result<std::optional<Changes>> issued_before(const BillId& id, const std::string& entry_type,
                                             const Context& tx) {
  const auto& old = tx.ledger.find(key::bill(id));
  if (!old) return std::optional<Changes>();
  const contract::Subject now{
      .name = "bill/" + id.text(), .seq = old->seq, .last_act = old->last_act};
  if (old->issuer == tx.caller.party->id && contract::unsigned_act(tx, now).repeated)
    return std::optional(
        Changes::unchanged({.type = entry_type, .id = id.text(), .seq = old->seq}));
  return refuse(Code::ebl_duplicate, "B3");
}

/// Issue: the carrier puts a bill into the holder's hands. Rules: README.md, B3 to B8.
Result<Changes> issue(const Issue& in, const Context& tx) {
  // authorise: carriers, by the contract's table
  const auto act = contract::unsigned_act(tx, {.name = "bill/" + in.bill_id.text()});

  // check: a bill id is used once; the same issue again right away is no error
  auto before = issued_before(in.bill_id, "ebl.Issue", tx);
  if (!before) return before.error();
  if (*before) return std::move(**before);
  if (const auto sound = check_issue(in, tx); !sound) return sound.error();

  // apply and emit: carrier and holder keep the document
  const Bill bill = described(in, tx);
  const Move move{.actor = bill.issuer, .time = tx.time, .txid = tx.txid, .act = act.digest};
  return begun(tx.ledger, bill, move, "ebl.Issue")
      .merge(kept({bill.issuance, bill.facts}, bill, tx));
}

}  // namespace tradelane::ebl
