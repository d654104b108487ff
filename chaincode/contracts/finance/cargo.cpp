// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/cargo.hpp"

#include <algorithm>
#include <map>

#include "chaincode/contracts/consent/effects.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/finance/keys.hpp"

namespace tradelane::finance {
namespace {

constexpr std::int64_t hour_s = 3'600;

evidence::RecordType type_of(const Piece& piece) { return evidence::split(piece.id).type; }

/// hk-domain.md 4.4; logistics status like the container events that it comes with.
std::int64_t longest_age_s(evidence::RecordType type) {
  switch (type) {
    case evidence::RecordType::customs_decl:
      return 24 * hour_s;
    case evidence::RecordType::einvoice:
      return 48 * hour_s;
    case evidence::RecordType::container_event:
    case evidence::RecordType::logistics_status:
      return 6 * hour_s;
  }
  throw Fault("a record type without an age");
}

/// Documents age one by one; of a series of events the newest counts.
bool is_document(evidence::RecordType type) {
  return type == evidence::RecordType::customs_decl || type == evidence::RecordType::einvoice;
}

std::optional<evidence::MatchedEvidence> matched_part(const std::optional<evidence::Match>& match,
                                                      const evidence::EvidenceId& id) {
  if (!match) return std::nullopt;
  for (const auto& part : match->evidence)
    if (part.id == id) return part;
  return std::nullopt;
}

Piece load_piece(const evidence::EvidenceId& id, const std::optional<evidence::Match>& match,
                 const contract::Context& tx) {
  Piece piece{.id = id,
              .newest = tx.ledger.find(evidence::key::evidence(id)),
              .matched = matched_part(match, id)};
  if (!piece.newest) return piece;
  auto version = tx.ledger.find(evidence::key::version(id, piece.newest->latest_version));
  if (!version) throw Fault("an evidence record without its newest version");
  piece.envelope = std::move(version->envelope);
  return piece;
}

using Categories = std::map<PartyId, std::vector<std::string>>;

/// Whose agreement is needed, and for what.
Categories needed_consents(const Loan& loan, const Cargo& cargo) {
  Categories needed{{loan.borrower, {"EBL_METADATA"}}};
  for (const Piece& piece : cargo.pieces)
    if (piece.newest) needed[piece.newest->owner].emplace_back(text_of(type_of(piece)));
  return needed;
}

/// Absent when one of the consents named by the loan allows it.
std::optional<Code> denied(const Loan& loan, const PartyId& owner, const consent::Ask& ask,
                           const contract::Context& tx) {
  std::optional<Code> first;
  for (const auto& id : loan.consents) {
    const auto consent = tx.ledger.find(consent::key::consent(id));
    if (!consent || consent->owner != owner) continue;
    const auto reason = consent::deny_reason(consent, {}, ask, tx.time);
    if (!reason) return std::nullopt;
    if (!first) first = reason;
  }
  return first.value_or(Code::cns_not_found);
}

}  // namespace

bool Piece::is_declaration() const {
  return evidence::split(id).type == evidence::RecordType::customs_decl;
}

Cargo load_cargo(const Loan& loan, const contract::Context& tx) {
  std::vector<std::string> keys{ebl::key::bill(loan.bill).text(),
                                evidence::key::match(loan.match).text()};
  for (const auto& id : loan.evidence) keys.push_back(evidence::key::evidence(id).text());
  for (const auto& id : loan.consents) keys.push_back(consent::key::consent(id).text());
  tx.ledger.load_all(keys);
  Cargo cargo{.bill = tx.ledger.find(ebl::key::bill(loan.bill)),
              .match = tx.ledger.find(evidence::key::match(loan.match))};
  for (const auto& id : loan.evidence) cargo.pieces.push_back(load_piece(id, cargo.match, tx));
  return cargo;
}

bool DeclaredValue::is_all_in(const Currency& currency) const {
  return currencies.empty() || currencies == Set<Currency>{currency};
}

Result<DeclaredValue> open_declarations(const Cargo& cargo, const contract::Context& tx) {
  DeclaredValue value;
  for (const Piece& piece : cargo.pieces) {
    if (!piece.is_declaration() || !piece.envelope) continue;
    const Digest& known = piece.matched ? piece.matched->facts : piece.envelope->facts_digest;
    const auto facts = tx.openings.take<evidence::DeclarationFacts>(known, "facts");
    if (!facts) return facts.error();
    const auto sum = add(value.amount, facts->total.amount);
    if (!sum) return refuse(Code::private_value, "A9");
    value.amount = *sum;
    value.currencies.push_back(facts->total.currency);
  }
  value.currencies = Set<Currency>::of(value.currencies);
  return value;
}

std::optional<Code> missing_consent(const Loan& loan, const Cargo& cargo,
                                    const contract::Context& tx) {
  for (const auto& [owner, categories] : needed_consents(loan, cargo)) {
    const auto reason = denied(loan, owner,
                               {.recipient = loan.lender,
                                .recipient_jurisdiction = tx.caller.party->jurisdiction,
                                .purpose = "CREDIT_UNDERWRITING",
                                .categories = Set<std::string>::of(categories)},
                               tx);
    if (reason) return reason;
  }
  return std::nullopt;
}

bool is_known(const Cargo& cargo) {
  return std::all_of(cargo.pieces.begin(), cargo.pieces.end(),
                     [](const Piece& piece) { return piece.newest.has_value(); });
}

bool is_amended(const Cargo& cargo) {
  return std::any_of(cargo.pieces.begin(), cargo.pieces.end(), [](const Piece& piece) {
    return piece.matched && piece.newest && piece.matched->version < piece.newest->latest_version;
  });
}

bool is_stale(const Cargo& cargo, Timestamp now) {
  std::map<evidence::RecordType, Timestamp> newest_event;
  for (const Piece& piece : cargo.pieces) {
    if (!piece.newest) continue;
    const auto type = type_of(piece);
    const Timestamp published = piece.newest->published_at;
    if (is_document(type) && published.plus_seconds(longest_age_s(type)) < now) return true;
    if (is_document(type)) continue;
    auto& newest = newest_event.emplace(type, published).first->second;
    newest = contract::later(newest, published);
  }
  return std::any_of(newest_event.begin(), newest_event.end(), [now](const auto& entry) {
    return entry.second.plus_seconds(longest_age_s(entry.first)) < now;
  });
}

bool is_covered_by_match(const Loan& loan, const Cargo& cargo) {
  if (!cargo.match || !cargo.bill) return false;
  if (cargo.match->bill != loan.bill || cargo.match->bill_facts != cargo.bill->facts) return false;
  // Both ways: a record left out here would escape the questions of consent, age and amendment.
  return cargo.match->evidence.size() == cargo.pieces.size() &&
         std::all_of(cargo.pieces.begin(), cargo.pieces.end(),
                     [](const Piece& piece) { return piece.matched.has_value(); });
}

bool contradicts_itself(const Cargo& cargo) {
  return cargo.match && cargo.match->overall == evidence::Level::hard;
}

bool rests_on_adapter_facts(const Cargo& cargo) {
  return std::any_of(cargo.pieces.begin(), cargo.pieces.end(), [](const Piece& piece) {
    return piece.envelope && piece.envelope->facts_by == evidence::FactsBy::adapter;
  });
}

Set<std::string> soft_rules(const evidence::Match& match) {
  std::vector<std::string> out;
  for (const auto& verdict : match.verdicts)
    if (verdict.level == evidence::Level::soft) out.push_back(verdict.rule);
  return Set<std::string>::of(out);
}

bool is_consent_revoked(const Loan& loan, const contract::Context& tx) {
  return std::any_of(loan.consents.begin(), loan.consents.end(), [&](const auto& id) {
    const auto consent = tx.ledger.find(consent::key::consent(id));
    return consent && consent->state == consent::State::revoked;
  });
}

bool is_pledged_for(const std::optional<ebl::Bill>& bill, const Loan& loan) {
  return bill && bill->pledge && bill->pledge->state == ebl::PledgeState::bound &&
         bill->pledge->loan == loan.id && bill->pledge->pledgee == loan.lender;
}

}  // namespace tradelane::finance
