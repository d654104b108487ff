// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/oracle/ground.hpp"

#include <algorithm>
#include <set>

#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/chaincode/contracts/ebl/oracle/papers.hpp"

namespace tradelane::oracle {
namespace {

using test::with;

/// Fields that hold a party or, like a loan, an id of the same form.
const std::set<std::string> id_fields{"holder", "owner",   "to",   "pledgee",
                                      "loanId", "nominee", "lost", "replacement"};
const std::set<std::string> number_fields{"originals", "surrenderedOriginals", "size", "length",
                                          "delivered"};
const std::set<std::string> digest_fields{"reason", "comment", "statement", "document"};
/// A second operator, of an organisation that is not in the cast.
const std::string second_operator = "OP2";
const std::string second_operator_msp = "SecondMSP";

Json commitments(const test::BillOpenings& openings) {
  return Json::Object{{"issuance", openings.issuance.commitment.text()},
                      {"facts", openings.facts.commitment.text()}};
}

/// A commitment to something that nobody opens here.
std::string digest_of(const std::string& text) { return crypto::sha256_hex(text).text(); }

Json argument(const std::string& name, const std::string& value) {
  if (id_fields.contains(name)) return test::party_id(value).text();
  if (number_fields.contains(name)) return std::int64_t{std::stoll(value)};
  if (digest_fields.contains(name)) return digest_of(value);
  if (name == "expires") return Timestamp{std::stoll(value)}.text();
  return value;
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
  auto boot = *ledger::Reader(world_.state).find(contract::key::boot());
  boot.operator_msps = Set<MspId>{*MspId::parse("OperatorMSP"), *MspId::parse(second_operator_msp)};
  world_.state.apply(ledger::Changes{}.put(contract::key::boot(), boot));
  Json args = with(test::cast().registration("OPR"), "msp", second_operator_msp);
  args = with(args, "partyId", test::party_id(second_operator).text());
  (void)world_.submit(world_.actor("OperatorMSP"), "party:Register", args,
                      test::transient({test::cast().identity("OPR")}));
  (void)world_.submit(world_.actor(second_operator_msp), "party:AcceptTerms",
                      Json::Object{{"partyId", test::party_id(second_operator).text()},
                                   {"rulebook", test::rulebook()}});
  admitted_ = world_.state;
}

std::map<std::string, Company> Ground::companies() const {
  std::map<std::string, Company> out;
  for (const auto& [alias, role] : test::cast().all()) {
    Company company{.msp = role.msp, .signs = role.acts_by_signature};
    for (const Json& name : *role.roles.as_array()) {
      company.is_carrier = company.is_carrier || *name.as_string() == "carrier";
      company.is_bank = company.is_bank || *name.as_string() == "bank";
      company.is_operator = company.is_operator || *name.as_string() == "operator";
    }
    out[alias] = company;
  }
  out[second_operator] = {.msp = second_operator_msp, .is_operator = true};
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
  Json::Object out;
  if (act.verb != "Pause" && act.verb != "Resume" && act.verb != "Consolidate")
    out.emplace("billId", act.bill);
  const auto document = [&](const std::string& id) {
    return commitments(openings_of(id, act.get("#" + id)));
  };
  for (const auto& [name, value] : act.with) {
    if (name[0] == '#' || name == "children") continue;
    if (name != "billIds") out.emplace(name, argument(name, value));
  }
  if (act.verb == "Issue" || act.verb == "ConvertFromPaper") {
    out.emplace("legalBasis", "RULEBOOK");
    out.emplace("commitments", document(act.bill));
  }
  if (act.with.contains("newBillId")) {
    Json made = document(act.get("newBillId"));
    if (act.verb == "Reissue" || act.verb == "SwitchBill")
      made = with(made, "changes", changes_of(act).commitment.text());
    out.emplace("commitments", made);
  }
  if (act.verb == "Split") {
    Json::Array children;
    for (const auto& id : names_of(act.get("children")))
      children.push_back(Json::Object{{"billId", id}, {"commitments", document(id)}});
    out.emplace("children", std::move(children));
  }
  if (act.verb == "Consolidate") {
    Json::Array ids;
    for (const auto& id : names_of(act.get("billIds"))) ids.emplace_back(id);
    out.emplace("billIds", std::move(ids));
  }
  return out;
}

/// What a reissue or switch says is amended.
test::Opening Ground::changes_of(const Act& act) const {
  const std::string id = act.get("newBillId");
  const auto old = goods_.find(act.bill);
  return changes_between(document_of(act.bill, old == goods_.end() ? Goods{}.text() : old->second),
                         document_of(id, act.get("#" + id)), !act.get("#conceals").empty());
}

/// What goes along in private: new documents, and of old ones what the act is measured by.
test::Transient Ground::openings(const Act& act) const {
  std::vector<test::Opening> out;
  for (const auto& [name, value] : act.with) {
    if (name[0] != '#' || name == "#conceals") continue;
    const auto& made = openings_of(name.substr(1), value);
    out.insert(out.end(), {made.issuance, made.facts});
  }
  const auto old = [&](const std::string& id) {
    const auto goods = goods_.find(id);
    return openings_of(id, goods == goods_.end() ? Goods{}.text() : goods->second);
  };
  if (act.verb == "Reissue" || act.verb == "SwitchBill") {
    out.push_back(changes_of(act));
    out.push_back(old(act.bill).issuance);
  }
  if (act.verb == "Split" || act.verb == "CompleteRecovery") out.push_back(old(act.bill).facts);
  for (const auto& id : names_of(act.get("billIds"))) out.push_back(old(id).facts);
  // Nothing that is not needed is taken.
  const bool is_enforced = act.verb == "EnforcePledge" && act.get("stage") == "ENFORCE";
  const bool is_taken = act.verb == "AcceptPledge" && view(act.bill).contains("pledge.possession");
  if (act.verb == "AcceptTransfer" || is_enforced || is_taken) {
    const auto both = old(act.bill);
    out.insert(out.end(), {both.issuance, both.facts});
  }
  if (act.verb == "RecordDelivery") out.push_back(old(act.bill).facts);
  return test::transient(out);
}

std::int64_t Ground::seq_of(const std::string& bill) const {
  const auto record = ledger::Reader(world_.state).find(ebl::key::bill(*ebl::BillId::parse(bill)));
  return record ? record->seq : 0;
}

std::pair<std::string, std::int64_t> Ground::subject(const Act& act) const {
  const bool is_recovery = act.verb == "CancelRecovery" || act.verb == "CompleteRecovery";
  if (!is_recovery) return {"bill/" + act.bill, seq_of(act.bill)};
  const auto recovery =
      ledger::Reader(world_.state).find(ebl::key::recovery(*ebl::BillId::parse(act.bill)));
  return {"recovery/" + act.bill, recovery ? recovery->seq : 0};
}

/// `args` with the signature that the act has.
Json Ground::proven(const Act& act, Json args) const {
  const auto role = test::cast().all().find(act.by);
  const bool signs = role != test::cast().all().end() && role->second.acts_by_signature;
  static const std::set<std::string> unsigned_verbs{
      "Issue", "ConvertFromPaper", "Freeze", "Pause", "Resume", "Unfreeze", "RequestRecovery"};
  if (!signs || act.proof == Proof::none || unsigned_verbs.contains(act.verb)) return args;
  test::Signer signer = *role->second.signer;
  if (act.proof == Proof::unknown_key) signer.kid = "NONE-9";
  auto [about, seq] = subject(act);
  if (act.proof == Proof::last_state) seq = std::max<std::int64_t>(seq - 1, 0);
  if (act.proof == Proof::next_state) seq += 1;
  const std::string function = act.proof == Proof::forged ? "ebl:Forged" : "ebl:" + act.verb;
  const test::World& world = world_;
  if (act.proof != Proof::expired) return world.sign(signer, function, about, seq, std::move(args));
  test::World yesterday(router_);
  yesterday.now = world.now.plus_seconds(-2 * 86'400);
  return yesterday.sign(signer, function, about, seq, std::move(args));
}

test::Answer Ground::play(const Act& act) {
  world_.now = Timestamp{act.at};
  const auto caller = [&] {
    if (test::cast().all().contains(act.brought_by)) return test::actor(world_, act.brought_by);
    if (act.brought_by == second_operator) return world_.actor(second_operator_msp);
    return world_.actor("NobodyMSP", test::party_id(act.brought_by).text());
  };
  auto answer = world_.submit(caller(), "ebl:" + act.verb, proven(act, arguments(act)),
                              act.withholds_document ? test::Transient{} : openings(act));
  if (answer.ok() && !answer.changes.empty())
    for (const auto& [name, value] : act.with)
      if (name.starts_with("#TS")) goods_[name.substr(1)] = value;
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
          .at = Timestamp::parse(text(step, "at"))->seconds,
          .owner = alias_of(text(step, "newOwner"))};
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
