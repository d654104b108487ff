// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/memory_backend.hpp"

#include <algorithm>
#include <array>

#include "chaincode/contracts/consent/contract.hpp"
#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/evidence/contract.hpp"
#include "chaincode/contracts/finance/contract.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::scenario {
namespace {

constexpr std::string_view implicit = "_implicit_org_";

Json json_of(const Bytes& bytes) {
  auto json = parse_json(bytes);
  if (!json) throw Fault("not JSON: " + bytes);
  return std::move(*json);
}

Receipt receipt_of(const ledger::Outcome& outcome, std::string txid) {
  Receipt out{.status = outcome.status,
              .message = outcome.message,
              .payload = json_of(outcome.payload),
              .txid = std::move(txid)};
  if (!out.ok()) out.token = *out.payload.find("code")->as_string();
  if (!outcome.changes.event_name().empty())
    out.entries = *json_of(outcome.changes.event_payload()).as_array();
  return out;
}

bool same(const ledger::Outcome& one, const ledger::Outcome& other) {
  return one.status == other.status && one.message == other.message &&
         one.payload == other.payload && one.changes.writes() == other.changes.writes() &&
         one.changes.policies() == other.changes.policies() &&
         one.changes.event_payload() == other.changes.event_payload();
}

/// One endorsement of each organisation meets the rule.
bool met(const ledger::EndorsementRule& rule, const std::vector<std::string>& endorsers) {
  if (rule.principal)
    return std::find(endorsers.begin(), endorsers.end(), rule.principal->msp.text()) !=
           endorsers.end();
  const auto count = std::count_if(rule.rules.begin(), rule.rules.end(),
                                   [&](const auto& inner) { return met(inner, endorsers); });
  return static_cast<std::size_t>(count) >= rule.count;
}

}  // namespace

MemoryBackend::MemoryBackend(const Setting& setting)
    : setting_(setting),
      router_({party::contract(), consent::contract(), evidence::contract(), ebl::contract(),
               finance::contract()}),
      people_(router_) {}

ledger::Outcome MemoryBackend::run(const Call& call, std::string& txid) {
  const test::Actor who = test::actor(people_, call.by);
  txid = crypto::sha256_hex("transaction " + std::to_string(++calls_)).text();
  const Bytes object = canonical(call.args);
  const std::array<std::string_view, 2> texts{call.function, object};
  const ledger::Invocation invocation{.channel = setting_.channel,
                                      .chaincode = setting_.chaincode,
                                      .txid = txid,
                                      .time = setting_.start.plus_seconds(calls_),
                                      .msp = who.msp,
                                      .certificate = who.certificate,
                                      .args = texts,
                                      .transient = test::views_of(call.transient)};
  ledger::Outcome outcome = router_.invoke(invocation, state_);
  if (!same(outcome, router_.invoke(invocation, state_)))
    throw Fault(call.function + ": two endorsers differ");
  return outcome;
}

/// The chaincode's policy, the collections' policies, for a bill its carrier (story.md 4), and the
/// policy that a key has of its own, as it was before.
void MemoryBackend::require_endorsers(const Call& call, const ledger::Changes& changes) const {
  const auto endorses = [&](const std::string& msp) {
    return std::find(call.endorsers.begin(), call.endorsers.end(), msp) != call.endorsers.end();
  };
  const auto require = [&](const std::string& msp) {
    if (!endorses(msp)) throw Fault(call.function + " is not endorsed by " + msp);
  };
  require("OperatorMSP");
  if (call.endorsers.size() < 2) throw Fault(call.function + " is endorsed by the operator alone");
  require(test::cast()[call.by].msp);
  for (const auto& [place, write] : changes.writes()) {
    if (!place.collection.empty()) require(place.collection.substr(implicit.size()));
    const auto key = ledger::split_key(place.key);
    if (key && key->first == "EBL") require("CarrierMSP");
    const auto policy = state_.policies().find(place);
    if (policy != state_.policies().end() && !met(policy->second.rule(), call.endorsers))
      throw Fault(call.function + " is not endorsed by those who have rights in what it writes");
  }
}

void MemoryBackend::publish(const Call& call, const ledger::Outcome& outcome) {
  std::string text = call.function + canonical(call.args) + outcome.message + outcome.payload +
                     outcome.changes.event_payload();
  for (const auto& [place, write] : outcome.changes.writes())
    text += place.collection + place.key + (place.collection.empty() ? write.value : "");
  published_.push_back(std::move(text));
}

Receipt MemoryBackend::probe(const Call& call) {
  std::string txid;
  const ledger::Outcome outcome = run(call, txid);
  publish(call, outcome);
  return receipt_of(outcome, std::move(txid));
}

std::optional<Receipt> MemoryBackend::probe_without(const std::string& alias, const Call& call) {
  const auto place = contract::key::party(test::cast()[alias].id);
  auto party = ledger::Reader(state_).find(place);
  if (!party) return std::nullopt;
  party->state = contract::PartyState::suspended;
  const ledger::MemoryView kept = state_;
  state_.apply(ledger::Changes{}.put(place, *party));
  Receipt receipt = probe(call);
  state_ = kept;
  return receipt;
}

Receipt MemoryBackend::submit(const Call& call) {
  std::string txid;
  const ledger::Outcome outcome = run(call, txid);
  publish(call, outcome);
  if (outcome.status < 400) {
    require_endorsers(call, outcome.changes);
    state_.apply(outcome.changes);
  }
  return receipt_of(outcome, std::move(txid));
}

Receipt MemoryBackend::query(const Call& call) {
  std::string txid;
  const ledger::Outcome outcome = run(call, txid);
  if (!outcome.changes.empty()) throw Fault(call.function + " is no query");
  return receipt_of(outcome, std::move(txid));
}

std::string MemoryBackend::mark() {
  std::string out;
  for (const auto& [place, value] : state_.state()) {
    for (const std::string* part : {&place.collection, &place.key, &value})
      out.append(std::to_string(part->size())).append(" ").append(*part);
  }
  return out;
}

std::map<std::string, std::set<std::string>> MemoryBackend::copies() const {
  std::map<std::string, std::set<std::string>> out;
  for (const auto& [place, value] : state_.state())
    if (!place.collection.empty())
      out[ledger::split_key(place.key)->second.at(0)].insert(
          place.collection.substr(implicit.size()));
  return out;
}

}  // namespace tradelane::scenario
