// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"

#include "chaincode/contracts/ebl/keys.hpp"

namespace tradelane::ebl {
namespace {

/// The bill as `actor` may repeat acts on it: only its own last one. Somebody else's same words are
/// an act of their own.
contract::Subject subject_for(const Bill& bill, const PartyId& actor, const contract::Context& tx) {
  contract::Subject subject{
      .name = "bill/" + bill.id.text(), .seq = bill.seq, .last_act = bill.last_act};
  if (!contract::unsigned_act(tx, subject).repeated) return subject;
  const auto last = tx.ledger.find(key::step(bill.id, bill.seq));
  if (!last || last->actor != actor) subject.last_act = {};
  return subject;
}

Result<ledger::Changes> document_for(const MspId& msp, const Bill& bill,
                                     const contract::Context& tx) {
  if (const auto issuance = tx.openings.open(bill.issuance, "issuance"); !issuance)
    return issuance.error();
  if (const auto facts = tx.openings.open(bill.facts, "facts"); !facts) return facts.error();
  const Set<MspId> copies{msp};
  return tx.openings.copy(bill.issuance, copies).merge(tx.openings.copy(bill.facts, copies));
}

}  // namespace

Result<Acting> acting_after_all(const BillId& id,
                                const std::vector<contract::Signature>& signatures,
                                const contract::Context& tx) {
  tx.ledger.load_all({key::bill(id).text(), key::pause().text(), key::freeze(id).text(),
                      key::recovery(id).text()});
  auto bill = tx.ledger.find(key::bill(id));
  if (!bill) return refuse(Code::ebl_unknown, "B1");
  const auto signer = signatures.empty()
                          ? tx.caller.party
                          : tx.ledger.find(contract::key::party(signatures.front().party));
  if (!signer) return refuse(Code::act_key, "A2");
  if (!contract::may_submit(tx.caller, *signer)) return refuse(Code::auth_denied, "B2");
  const auto act =
      contract::company_act(tx, *signer, signatures, subject_for(*bill, signer->id, tx));
  if (!act) return act.error();
  if (const auto able = contract::may_act(*signer); !act->repeated && !able) return able.error();
  if (const auto free = not_stopped(id, tx.ledger); !act->repeated && !free) return free.error();
  return Acting{.bill = std::move(*bill), .actor = signer->id, .act = *act};
}

Result<> may_receive(const PartyId& id, const char* rule, const contract::Context& tx) {
  const auto& party = tx.ledger.find(contract::key::party(id));
  if (!party) return refuse(Code::party_unknown, rule);
  if (party->state != contract::PartyState::active || !party->terms)
    return refuse(Code::party_inactive, rule);
  return Done{};
}

Result<ledger::Changes> document_for_caller(const Bill& bill, const contract::Context& tx) {
  return document_for(tx.caller.msp, bill, tx);
}

Result<ledger::Changes> document_if_sent(const PartyId& to, const Bill& bill,
                                         const contract::Context& tx) {
  const auto is_missing = [](const Result<Json>& opening) {
    return !opening && opening.error().code == Code::private_missing;
  };
  if (is_missing(tx.openings.open(bill.issuance, "issuance")) &&
      is_missing(tx.openings.open(bill.facts, "facts")))
    return ledger::Changes{};
  return document_for(tx.ledger.find(contract::key::party(to))->msp, bill, tx);
}

Result<> may_be_endorsed(const Bill& bill) {
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B53");
  if (bill.kind == Kind::straight) return refuse(Code::ebl_non_negotiable, "B54");
  if (bill.kind == Kind::blank || bill.closed) return refuse(Code::ebl_not_endorsable, "B55");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B56");
  return Done{};
}

Result<> check_limit(const Bill& bill, std::optional<Timestamp> expires,
                     const contract::Context& tx) {
  if (!expires) return Done{};
  if (bill.acceptance == Acceptance::immediate || *expires <= tx.time)
    return refuse(Code::arg_malformed, "B69").with_at("/expires");
  return Done{};
}

Result<Acting> acting_on(const BillId& id, const std::vector<contract::Signature>& signatures,
                         const contract::Context& tx) {
  auto acting = acting_after_all(id, signatures, tx);
  if (!acting || acting->act.repeated) return acting;
  if (const auto free = may_move(acting->bill, tx.ledger); !free) return free.error();
  return acting;
}

}  // namespace tradelane::ebl
