// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/keys.hpp"
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"
#include "chaincode/crypto/claims.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/jws.hpp"

namespace tradelane::ebl {
namespace {

const Json* member(const Json& object, std::string_view name) { return object.find(name); }

std::string text(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

Result<> check_party(const PartyId& id, const Context& tx) {
  const auto party = tx.ledger.find(contract::key::party(id));
  if (!party) return refuse(Code::party_unknown, "B4");
  if (party->state != contract::PartyState::active || !party->terms)
    return refuse(Code::party_inactive, "B4");
  return Done{};
}

/// The payload of the issuance manifest, signed by one of the carrier's keys that is valid now.
Result<Json> read_manifest(const Json& issuance, const Context& tx) {
  const auto jws = crypto::parse_jws(text(issuance, "issuanceManifestSignedContent"));
  if (!jws) return refuse(Code::ebl_bsig, "B6");
  for (const auto& key : tx.caller.party->keys) {
    if (!jws->kid.empty() && jws->kid != key.kid) continue;
    const auto usable = contract::find_key(tx.caller.party->keys, key.kid, tx.time);
    if (!usable || usable->algorithm != jws->algorithm) continue;
    if (!crypto::verify(*jws, usable->key)) continue;
    // DCSA asks for none, and a carrier's library may add some of its own.
    if (!crypto::check_claims(jws->payload, {}, tx.time)) return refuse(Code::ebl_bsig, "B6");
    auto manifest = parse_json(jws->payload);
    if (!manifest) return refuse(Code::ebl_bsig, "B6");
    return manifest;
  }
  return refuse(Code::ebl_bsig, "B6");
}

/// DCSA's three checksums: document, addressee and, when there is one, the visualisation.
bool checksums_agree(const Json& manifest, const Json& issuance) {
  const Json* picture = member(issuance, "eBLVisualisationByCarrier");
  std::string picture_checksum;
  if (picture != nullptr) {
    const auto bytes = from_base64(text(*picture, "content"));
    if (!bytes) return false;
    picture_checksum = crypto::sha256_hex(*bytes).text();
  }
  const Json* issue_to = member(issuance, "issueTo");
  return issue_to != nullptr && text(manifest, "issueToChecksum") == checksum(*issue_to) &&
         text(manifest, "documentChecksum") == checksum(*member(issuance, "document")) &&
         text(manifest, "eBLVisualisationByCarrierChecksum") == picture_checksum;
}

/// The opened issuance request is a sound document, signed by the carrier, and its facts are those
/// that were committed to.
Result<> check_issuance(const Issue& in, const Context& tx) {
  const auto issuance = tx.openings.open(in.commitments.issuance, "issuance");
  if (!issuance) return issuance.error();
  const auto facts = tx.openings.take<BillFacts>(in.commitments.facts, "facts");
  if (!facts) return facts.error();
  const Json* document = issuance->find("document");
  const auto recomputed = facts_of(document != nullptr ? *document : Json(), in.bill_id);
  if (!recomputed) return recomputed.error();
  const auto manifest = read_manifest(*issuance, tx);
  if (!manifest) return manifest.error();
  if (!checksums_agree(*manifest, *issuance)) return refuse(Code::ebl_checksum, "B7");
  if (!(*facts == *recomputed)) return refuse(Code::private_value, "B8");
  return Done{};
}

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
    if (const auto sound = check_party(id, tx); !sound) return sound.error();
  if (const auto sound = check_issuance(in, tx); !sound) return sound.error();

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
