// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/router.hpp"

#include <algorithm>

#include "chaincode/contract/metadata.hpp"

namespace tradelane::contract {
namespace {

constexpr const char* event_name = "tradelane.v1";
constexpr std::string_view metadata_function = "org.hyperledger.fabric:GetMetadata";

// A field's name may be as long as a text; what is cut off still stands in the payload.
constexpr std::size_t longest_place = 100;

/// `text` up to a length, and no character in halves: a peer takes UTF-8 only.
std::string shortened(const std::string& text) {
  std::size_t end = std::min(text.size(), longest_place);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end);
}

ledger::Outcome refused(const Error& error) {
  Json::Object payload{{"code", info(error.code).token},
                       {"message", error.message()},
                       {"at", error.at},
                       {"rule", error.rule}};
  if (!error.data.empty())
    if (auto data = parse_json(error.data)) payload.emplace("data", std::move(*data));
  return {.status = status_of(info(error.code).kind),
          .message = error.message(),
          .payload = canonical(payload)};
}

ledger::Outcome broken(const std::string& id) {
  const std::string token = "INVARIANT_" + id;
  const std::string message = token + ": The transaction would break a rule that always holds.";
  return {.status = 500,
          .message = message,
          .payload = canonical(
              Json::Object{{"code", token}, {"message", message}, {"at", ""}, {"rule", id}})};
}

/// A peer would drop the policy of a key that is not there, without a word.
bool policies_have_keys(const ledger::Changes& changes, const ledger::Reader& ledger) {
  for (const auto& [place, policy] : changes.policies()) {
    if (changes.writes().contains(place)) continue;
    if (!place.collection.empty() || !ledger.bytes_at(place.key)) return false;
  }
  return true;
}

}  // namespace

Error detail::misread(Error error, Code malformed_code) {
  error.code = malformed_code;
  error.rule = "A11";
  if (!error.at.empty()) error.detail += " at " + shortened(error.at);
  return error;
}

Error detail::unread(Error error, Code malformed_code) {
  if (error.code == Code::arg_malformed) error.code = malformed_code;
  return error;
}

const Transaction* Router::find(std::string_view function) const {
  const auto colon = function.rfind(':');
  if (colon == std::string_view::npos) return nullptr;
  for (const Contract& contract : contracts_) {
    if (contract.name != function.substr(0, colon)) continue;
    for (const Transaction& transaction : contract.transactions)
      if (transaction.name == function.substr(colon + 1)) return &transaction;
  }
  return nullptr;
}

Result<Reply> Router::run(const ledger::Invocation& call, const ledger::Reader& ledger) const {
  const std::string function(call.args.empty() ? "" : call.args.front());
  if (function == metadata_function) return Reply{.payload = canonical(metadata(contracts_))};
  const Transaction* transaction = find(function);
  if (transaction == nullptr) return refuse(Code::tx_unknown, "A12");
  const auto caller = resolve_caller(call, ledger, *identities_, transaction->who.kind);
  if (!caller) return caller.error();
  if (const auto allowed = authorise(transaction->who, *caller); !allowed) return allowed.error();
  if (call.args.size() > 2) return refuse(transaction->malformed, "A11", "one argument object");
  const Arguments args(call.args.size() == 2 ? call.args[1] : "{}");
  const Openings openings(call.transient);
  const SignedActs signed_acts;
  const std::string txid(call.txid);
  const std::string channel(call.channel);
  const std::string chaincode(call.chaincode);
  return transaction->run({.ledger = ledger,
                           .caller = *caller,
                           .time = call.time,
                           .txid = txid,
                           .channel = channel,
                           .chaincode = chaincode,
                           .transaction = function,
                           .args = args,
                           .openings = openings,
                           .signed_acts = signed_acts});
}

std::string Router::broken_invariant(const ledger::Changes& changes,
                                     const ledger::Reader& ledger) const {
  if (!policies_have_keys(changes, ledger)) return "ENDORSED_KEY";
  const ChangeSet set(changes, ledger);
  for (const Contract& contract : contracts_)
    for (const Invariant& invariant : contract.invariants)
      if (!invariant.holds(set)) return invariant.id;
  return {};
}

ledger::Outcome Router::invoke(const ledger::Invocation& call, ledger::ReadView& view) const {
  const ledger::Reader ledger(view);
  auto reply = run(call, ledger);
  if (!reply) return refused(reply.error());
  if (const auto id = broken_invariant(reply->changes, ledger); !id.empty()) return broken(id);
  if (!reply->changes.entries().empty())
    reply->changes.set_event(event_name, print_json(reply->changes.entries()));
  return {.payload = std::move(reply->payload), .changes = std::move(reply->changes)};
}

}  // namespace tradelane::contract
