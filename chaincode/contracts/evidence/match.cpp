// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/evidence/match_rules.hpp"
#include "chaincode/contracts/evidence/verbs.hpp"

namespace tradelane::evidence {
namespace {

/// One customs declaration, and nothing but container events beside it.
bool can_be_matched(const Set<EvidenceId>& evidence) {
  int declarations = 0;
  for (const EvidenceId& id : evidence) {
    const RecordType type = split(id).type;
    if (type == RecordType::customs_decl)
      ++declarations;
    else if (type != RecordType::container_event)
      return false;
  }
  return declarations == 1;
}

/// The newest version of each object, with the commitment of its facts.
Result<std::vector<MatchedEvidence>> newest(const Set<EvidenceId>& evidence, const Context& tx) {
  std::vector<std::string> keys;
  for (const EvidenceId& id : evidence) keys.push_back(key::evidence(id).text());
  tx.ledger.load_all(keys);
  std::vector<MatchedEvidence> out;
  for (const EvidenceId& id : evidence) {
    const auto object = tx.ledger.find(key::evidence(id));
    if (!object) return refuse(Code::evd_unknown, "E19");
    const auto version = tx.ledger.find(key::version(id, object->latest_version));
    if (!version) throw Fault("an evidence record without its newest version");
    out.push_back(
        {.id = id, .version = object->latest_version, .facts = version->envelope.facts_digest});
  }
  return out;
}

/// The private facts behind the commitments, as the caller opens them.
Result<Cargo> open_cargo(const Match& match, const Context& tx) {
  Cargo cargo;
  auto bill = tx.openings.take<ebl::BillFacts>(match.bill_facts, "facts");
  if (!bill) return bill.error();
  cargo.bill = std::move(*bill);
  std::vector<EventFacts> events;
  for (const MatchedEvidence& matched : match.evidence) {
    if (split(matched.id).type == RecordType::customs_decl) {
      auto facts = tx.openings.take<DeclarationFacts>(matched.facts, "facts");
      if (!facts) return facts.error();
      cargo.declaration = std::move(*facts);
    } else {
      auto facts = tx.openings.take<EventFacts>(matched.facts, "facts");
      if (!facts) return facts.error();
      events.push_back(std::move(*facts));
    }
  }
  cargo.loaded = loaded_containers(events);
  return cargo;
}

/// In which field this call differs from the match of that id; empty when it is the same again. The
/// facts that are opened tell which versions are meant.
std::string difference(const Match& known, const RunMatch& in, const Context& tx) {
  if (known.bill != in.bill_id) return "billId";
  Set<EvidenceId> ids;
  for (const MatchedEvidence& matched : known.evidence) ids.push_back(matched.id);
  return ids == in.evidence && open_cargo(known, tx) ? "" : "evidence";
}

ledger::Entry entry_of(const Match& match) {
  return {
      .type = "evidence.Match", .id = match.id.text(), .code = std::string(text_of(match.overall))};
}

}  // namespace

/// Match: how far a bill and the evidence about its cargo agree. The verdict is computed, never
/// claimed, so whoever can open the facts may ask for it. Rules: README.md, E16 to E19, M01 to M04.
Result<Changes> run_match(const RunMatch& in, const Context& tx) {
  // authorise: any party, by the table; the openings show that it was shown the facts

  // check: what is compared, and that it was not compared before under this id
  if (!can_be_matched(in.evidence)) return refuse(Code::arg_malformed, "E16").with_at("/evidence");
  if (const auto known = tx.ledger.find(key::match(in.match_id))) {
    const std::string different = difference(*known, in, tx);
    if (different.empty()) return Changes::unchanged(entry_of(*known));
    return refuse(Code::record_conflict, "E17", different);
  }
  const auto bill = tx.ledger.find(ebl::key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "E18");
  auto evidence = newest(in.evidence, tx);
  if (!evidence) return evidence.error();

  // apply
  Match match{.id = in.match_id,
              .bill = in.bill_id,
              .bill_facts = bill->facts,
              .evidence = std::move(*evidence),
              .at = tx.time};
  const auto cargo = open_cargo(match, tx);
  if (!cargo) return cargo.error();
  match.verdicts = compare(*cargo);
  match.overall = worst(match.verdicts);

  // emit
  return Changes{}.put(key::match(match.id), match).emit(entry_of(match));
}

}  // namespace tradelane::evidence
