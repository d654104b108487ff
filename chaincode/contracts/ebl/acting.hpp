// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/ebl/effects.hpp"

namespace tradelane::ebl {

/// A bill and who acts on it: the company whose signature the call carries, else the caller's
/// party.
struct Acting {
  Bill bill = {};
  PartyId actor = {};
  contract::Act act = {};

  /// A step of this act.
  Move move(const contract::Context& tx, std::string action_code,
            std::optional<PartyId> recipient = {}) const {
    return {.action_code = std::move(action_code),
            .actor = actor,
            .recipient = std::move(recipient),
            .time = tx.time,
            .txid = tx.txid,
            .act = act.digest};
  }
  /// The answer to an act that was done before.
  ledger::Changes unchanged(const std::string& entry_type) const {
    return ledger::Changes::unchanged({.type = entry_type, .id = bill.id.text(), .seq = bill.seq});
  }
};

/// In order: EBL_UNKNOWN (B1), AUTH_DENIED (B2: not through the actor's own organisation), then the
/// refusals of the signed act and, unless it is a repetition, of an actor that is suspended or has
/// not accepted the terms (A14, A15), and of a bill that nobody moves (B38 to B40: `may_move`).
/// Whether the actor may do what it wants is the transaction's question.
Result<Acting> acting_on(const BillId& id, const std::vector<contract::Signature>& signatures,
                         const contract::Context& tx);
/// The same for acts that a bill whose title has ended still knows: no B40.
Result<Acting> acting_after_all(const BillId& id,
                                const std::vector<contract::Signature>& signatures,
                                const contract::Context& tx);

/// Whoever is to get possession, title or a nomination is registered, active and has accepted the
/// terms: PARTY_UNKNOWN, PARTY_INACTIVE under `rule`.
Result<> may_receive(const PartyId& id, const char* rule, const contract::Context& tx);
/// A bill whose title can pass by endorsement, in order: EBL_STATE (B53) unless it is at rest,
/// EBL_NON_NEGOTIABLE (B54), EBL_NOT_ENDORSABLE (B55: to bearer, or closed by its last
/// endorsement), EBL_PLEDGED (B56).
Result<> may_be_endorsed(const Bill& bill);
/// The document and its facts for whoever gets the bill by this call, into the collection of the
/// caller's organisation; or the refusals of openings that are missing or are not the bill's.
Result<ledger::Changes> document_for_caller(const Bill& bill, const contract::Context& tx);
/// The same into the collection of the organisation of `to`, a registered party that gets the bill
/// without an act of its own: nothing when neither opening was sent, since that organisation may be
/// away and get them outside the ledger.
Result<ledger::Changes> document_if_sent(const PartyId& to, const Bill& bill,
                                         const contract::Context& tx);
/// A transfer's time limit lies ahead, on a bill whose transfers wait: ARG_MALFORMED (B69).
Result<> check_limit(const Bill& bill, std::optional<Timestamp> expires,
                     const contract::Context& tx);

}  // namespace tradelane::ebl
