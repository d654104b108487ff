// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/oracle/ground.hpp"

#include <algorithm>
#include <set>

#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::oracle {
namespace {

using test::with;

const std::string carrier = "TSTC";

/// Fields that hold a party or, like a loan, an id of the same form.
const std::set<std::string> id_fields{"holder", "owner", "to", "pledgee", "loanId"};

/// One document, manifest and set of salts for each bill, whatever is done with it.
const test::BillOpenings& openings_of(const std::string& bill) {
  static std::map<std::string, test::BillOpenings> made;
  const auto at = made.find(bill);
  if (at != made.end()) return at->second;
  const auto id = *ebl::BillId::parse(bill);
  const auto parts = ebl::parts_of(id);
  Json document = with(test::document("B1"), "transportDocumentReference", parts[1]);
  document = with(document, "transportDocumentSubReference", parts[2]);
  return made[bill] = {test::open("issuance", test::issuance(document)),
                       test::open("facts", to_json(*ebl::facts_of(document, id)))};
}

Json commitments(const std::string& bill) {
  const auto& openings = openings_of(bill);
  return Json::Object{{"issuance", openings.issuance.commitment.text()},
                      {"facts", openings.facts.commitment.text()}};
}

/// "EXP" of the id that ends in EXP.
std::string alias_of(const std::string& id) {
  const auto first = id.find_first_not_of('0');
  return id.size() == 26 && id[0] == '0' && first != std::string::npos ? id.substr(first) : id;
}

void flatten(const std::string& prefix, const Json& json, std::map<std::string, std::string>& out) {
  if (const Json::Object* object = json.as_object()) {
    for (const auto& [name, member] : *object)
      flatten(prefix.empty() ? name : prefix + "." + name, member, out);
  } else if (const std::string* text = json.as_string()) {
    const auto time = Timestamp::parse(*text);
    out[prefix] = time ? std::to_string(time->seconds) : alias_of(*text);
  } else if (!json.is_null()) {
    out[prefix] = canonical(json);
  }
}

Json parsed(const Bytes& bytes) {
  auto json = parse_json(bytes);
  if (!json) throw Fault("a record is not JSON: " + bytes);
  return std::move(*json);
}

std::string text(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

}  // namespace

const std::vector<std::string>& Ground::bill_ids() {
  static const std::vector<std::string> all{"TSTC/WALK1/1", "TSTC/WALK2/1", "TSTC/WALK3/1",
                                            "TSTC/WALK4/1", "TSTC/WALK5/1"};
  return all;
}

Ground::Ground() : router_({party::contract(), ebl::contract()}), world_(router_) {
  test::admit_everyone(world_);
  admitted_ = world_.state;
}

std::map<std::string, Company> Ground::companies() const {
  std::map<std::string, Company> out;
  for (const auto& [alias, role] : test::cast().all()) {
    Company company{.msp = role.msp, .signs = role.acts_by_signature};
    for (const Json& name : *role.roles.as_array()) {
      company.is_carrier = company.is_carrier || *name.as_string() == "carrier";
      company.is_bank = company.is_bank || *name.as_string() == "bank";
    }
    out[alias] = company;
  }
  return out;
}

void Ground::set(const std::string& name, const Company& company) {
  const auto place = contract::key::party(test::party_id(name));
  auto party = *ledger::Reader(world_.state).find(place);
  party.state = company.is_active ? contract::PartyState::active : contract::PartyState::suspended;
  party.terms.reset();
  if (company.has_accepted_terms) party.terms = *from_json<contract::Rulebook>(test::rulebook());
  world_.state.apply(ledger::Changes{}.put(place, party));
}

Json Ground::arguments(const Act& act) const {
  Json::Object out{{"billId", act.bill}};
  for (const auto& [name, value] : act.with)
    out.emplace(name, id_fields.contains(name) ? Json(test::party_id(value).text()) : Json(value));
  if (act.verb == "Issue") {
    out.emplace("legalBasis", "RULEBOOK");
    out.emplace("commitments", commitments(act.bill));
  }
  if (act.verb == "Pledge") out.emplace("possession", "PLEDGOR");
  return out;
}

std::int64_t Ground::seq_of(const std::string& bill) const {
  const auto record = ledger::Reader(world_.state).find(ebl::key::bill(*ebl::BillId::parse(bill)));
  return record ? record->seq : 0;
}

/// `args` with the signature that the act has.
Json Ground::proven(const Act& act, Json args) const {
  const auto role = test::cast().all().find(act.by);
  const bool signs = role != test::cast().all().end() && role->second.acts_by_signature;
  if (!signs || act.proof == Proof::none || act.verb == "Issue") return args;
  test::Signer signer = *role->second.signer;
  if (act.proof == Proof::unknown_key) signer.kid = "NONE-9";
  std::int64_t seq = seq_of(act.bill);
  if (act.proof == Proof::last_state) seq = std::max<std::int64_t>(seq - 1, 0);
  if (act.proof == Proof::next_state) seq += 1;
  const std::string function = act.proof == Proof::forged ? "ebl:Forged" : "ebl:" + act.verb;
  const test::World& world = world_;
  if (act.proof != Proof::expired)
    return world.sign(signer, function, "bill/" + act.bill, seq, std::move(args));
  test::World yesterday(router_);
  yesterday.now = world.now.plus_seconds(-2 * 86'400);
  return yesterday.sign(signer, function, "bill/" + act.bill, seq, std::move(args));
}

test::Answer Ground::play(const Act& act) {
  world_.now = Timestamp{act.at};
  const bool takes_document = act.verb == "Issue" || act.verb == "AcceptTransfer";
  const bool brings_it = takes_document && !act.withholds_document;
  const bool is_known = test::cast().all().contains(act.brought_by);
  const test::Actor caller = is_known
                                 ? test::actor(world_, act.brought_by)
                                 : world_.actor("NobodyMSP", test::party_id(act.brought_by).text());
  auto answer = world_.submit(caller, "ebl:" + act.verb, proven(act, arguments(act)),
                              brings_it ? openings_of(act.bill).transient() : test::Transient{});
  if (bug) bug(act, world_.state, answer);
  return answer;
}

std::map<std::string, std::string> Ground::view(const std::string& bill) const {
  std::map<std::string, std::string> out;
  const auto bytes = world_.state.get(ebl::key::bill(*ebl::BillId::parse(bill)).text());
  if (!bytes) return out;
  flatten("", parsed(*bytes), out);
  for (const char* name :
       {"schema", "id", "issuance", "facts", "legalBasis", "headHash", "lastAct"})
    out.erase(name);
  return out;
}

Link Ground::link(const std::string& bill, std::int64_t seq) const {
  const auto bytes = world_.state.get(ebl::key::step(*ebl::BillId::parse(bill), seq).text());
  if (!bytes) return {};
  const Json step = parsed(*bytes);
  return {.code = text(step, "actionCode"),
          .actor = alias_of(text(step, "actor")),
          .recipient = alias_of(text(step, "recipient")),
          .at = Timestamp::parse(text(step, "at"))->seconds};
}

std::string Ground::broken_chain(const std::string& bill) const {
  const auto id = *ebl::BillId::parse(bill);
  std::string previous;
  for (std::int64_t seq = 1; seq <= seq_of(bill); ++seq) {
    const auto bytes = world_.state.get(ebl::key::step(id, seq).text());
    if (!bytes) return bill + ": step " + std::to_string(seq) + " is missing";
    if (text(parsed(*bytes), "prevHash") != previous)
      return bill + ": step " + std::to_string(seq) + " is not linked";
    previous = crypto::sha256_hex(*bytes).text();
  }
  const auto record = world_.state.get(ebl::key::bill(id).text());
  if (text(parsed(*record), "headHash") != previous) return bill + ": the head is another";
  return "";
}

}  // namespace tradelane::oracle
