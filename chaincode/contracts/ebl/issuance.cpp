// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/issuance.hpp"

#include "chaincode/contract/keys.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "chaincode/contracts/ebl/document_rules.hpp"
#include "chaincode/crypto/claims.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/jws.hpp"

namespace tradelane::ebl {
namespace {

using contract::Context;

const Json* member(const Json& object, std::string_view name) { return object.find(name); }

std::string text(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

/// The payload of the issuance manifest, signed by one of the carrier's keys that is valid now.
Result<Json> read_manifest(const BillId& id, const Json& issuance, const contract::Party& issuer,
                           const Context& tx) {
  const auto jws = crypto::parse_jws(text(issuance, "issuanceManifestSignedContent"));
  if (!jws) return refuse(Code::ebl_bsig, "B6");
  for (const auto& key : issuer.keys) {
    if (!jws->kid.empty() && jws->kid != key.kid) continue;
    const auto usable = contract::find_key(issuer.keys, key.kid, tx.time);
    if (!usable || usable->algorithm != jws->algorithm) continue;
    if (!crypto::verify(*jws, usable->key)) continue;
    // DCSA asks for none, and a carrier's library may add some of its own.
    if (!crypto::check_claims(jws->payload, {}, tx.time)) return refuse(Code::ebl_bsig, "B6");
    auto manifest = parse_json(jws->payload);
    if (!manifest) return refuse(Code::ebl_bsig, "B6");
    // B179: found again when the key turns out to have been stolen.
    tx.signed_acts.add(issuer, key.kid, "bill/" + id.text(), 0);
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

}  // namespace

Result<> check_in_hands_of(const PartyId& id, const Context& tx) {
  const auto party = tx.ledger.find(contract::key::party(id));
  if (!party) return refuse(Code::party_unknown, "B4");
  if (party->state != contract::PartyState::active || !party->terms)
    return refuse(Code::party_inactive, "B4");
  return Done{};
}

Result<Issuance> check_issuance(const BillId& id, Kind kind, const IssueCommitments& commitments,
                                const contract::Party& issuer, const Context& tx) {
  auto request = tx.openings.open(commitments.issuance, "issuance");
  if (!request) return request.error();
  auto committed = tx.openings.take<BillFacts>(commitments.facts, "facts");
  if (!committed) return committed.error();
  const Json* document = request->find("document");
  const auto recomputed = facts_of(document != nullptr ? *document : Json(), id);
  if (!recomputed) return recomputed.error();
  if (const auto fits = check_kind(*document, kind); !fits) return fits.error();
  const auto manifest = read_manifest(id, *request, issuer, tx);
  if (!manifest) return manifest.error();
  if (!checksums_agree(*manifest, *request)) return refuse(Code::ebl_checksum, "B7");
  if (!(*committed == *recomputed)) return refuse(Code::private_value, "B8");
  return Issuance{.request = std::move(*request), .facts = std::move(*committed)};
}

}  // namespace tradelane::ebl
