// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

constexpr std::size_t acts_of_a_page = 100;
constexpr std::size_t parties_of_a_page = 200;

/// Where the page begins: behind an act, or with the first one of the moment.
std::string begin_of(const ActsAsked& asked, const PartyId& party) {
  if (asked.after) return key::signed_act(party, asked.kid, asked.from, asked.after->text()).text();
  return ledger::composite_key("PARTYACT", {party.text(), asked.kid, asked.from.text()});
}

ActsPage acts_of(const ActsAsked& asked, const Party& party, const Context& tx) {
  const auto rows = tx.ledger.page(key::signed_acts(party.id, asked.kid), begin_of(asked, party.id),
                                   acts_of_a_page + 1);
  std::vector<std::string> places;
  for (const auto& [parts, act] : rows) places.push_back(key::dispute(act, party.id).text());
  tx.ledger.load_all(places);
  ActsPage page{.complete_since = party.acts_since, .has_more = rows.size() > acts_of_a_page};
  for (const auto& [parts, act] : rows) {
    if (page.acts.size() == acts_of_a_page) break;
    ActView view{.at = *Timestamp::parse(parts[2]), .txid = parts[3], .act = act};
    if (const auto& dispute = tx.ledger.find(key::dispute(act, party.id)))
      view.disputed_at = dispute->at;
    page.acts.push_back(std::move(view));
  }
  return page;
}

/// Whether the caller's organisation was given the identity at all.
bool may_keep(const Party& party, const Context& tx) {
  return party.msp == tx.caller.msp ||
         tx.ledger.find(key::boot())->operator_msps.contains(tx.caller.msp);
}

bool has_identifier(const Party& party, const Identifier& wanted, const Context& tx) {
  if (!may_keep(party, tx)) return false;
  const auto identity = contract::kept_value<Identity>(tx, party.identity, "identity");
  if (!identity) return false;
  const auto& all = identity->identifiers;
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

std::optional<Platform> find_platform(const std::string& code, const Context& tx) {
  if (code.empty() || !ledger::fits_a_key(code)) return std::nullopt;
  const auto row = tx.ledger.find(key::platform_code(code));
  if (!row) return std::nullopt;
  return tx.ledger.find(key::platform(row->platform));
}

}  // namespace

/// Get: the record of a party, and as asked its identity as far as the caller's organisation keeps
/// it, the keys that have left the record, and the acts that one key has signed.
Result<PartyView> get(const Get& in, const Context& tx) {
  const auto party = tx.ledger.find(key::party(in.party_id));
  if (!party) return refuse(Code::party_unknown, "P12");
  PartyView view{.party = *party};
  if (in.open) view.identity = contract::kept_value<Identity>(tx, party->identity, "identity");
  if (in.retired_keys) {
    view.retired_keys.emplace();
    for (auto& [parts, row] : tx.ledger.list(key::retired_keys(in.party_id)))
      view.retired_keys->push_back(std::move(row));
  }
  if (in.acts) {
    if (!ledger::fits_a_key(in.acts->kid)) return refuse(Code::arg_malformed, "P40", "kid");
    view.acts = acts_of(*in.acts, *party, tx);
  }
  return view;
}

/// Find: parties by an identifier, among those whose identity the caller's organisation keeps, and
/// platforms by their code. Identifiers are few and easily guessed, so an index that others can
/// search would tell them who is a member; a keyed one needs its key in every client.
Result<Found> find(const Find& in, const Context& tx) {
  const Identifier wanted{.type = std::string(text_of(in.type)), .id = in.id};
  Found found;
  if (in.type == IdentifierType::dcsa && !in.after) found.platform = find_platform(in.id, tx);
  const std::string after = in.after ? key::party(*in.after).text() : "";
  const auto rows = tx.ledger.page(key::parties(), after, parties_of_a_page + 1);
  for (std::size_t i = 0; i < rows.size() && i < parties_of_a_page; ++i)
    if (has_identifier(rows[i].second, wanted, tx)) found.parties.push_back(rows[i].second.id);
  if (rows.size() > parties_of_a_page) found.next = rows[parties_of_a_page - 1].second.id;
  return found;
}

}  // namespace tradelane::party
