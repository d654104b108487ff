// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/block_index.hpp"

#include <algorithm>

#include "chaincode/codec/foreign_json.hpp"

namespace tradelane::cli::web {

namespace {

using Found = std::map<std::string, std::set<std::string>>;

/// The form of our own identifiers: 26 digits and capitals.
bool is_id26(std::string_view text) {
  return text.size() == 26 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}

void note(Found& found, const std::string& id, const std::string& kind) {
  if (id.empty() || id.size() > BlockIndex::longest_id) return;
  if (found.size() >= BlockIndex::most_ids && !found.contains(id)) return;
  auto& kinds = found[id];
  if (!kind.empty()) kinds.insert(kind);
}

void look_through(Found& found, const Json& value, const std::string& name) {
  if (const std::string* text = value.as_string()) {
    const bool is_named = name.size() > 2 && name.ends_with("Id");
    if (is_named) return note(found, *text, name.substr(0, name.size() - 2));
    if (is_id26(*text)) note(found, *text, "");
  } else if (const auto* list = value.as_array()) {
    for (const Json& one : *list) {
      if (one.as_string() != nullptr) note(found, *one.as_string(), "");
      look_through(found, one, "");
    }
  } else if (const auto* object = value.as_object()) {
    for (const auto& [member, inner] : *object) look_through(found, inner, member);
  }
}

void look_through_argument(Found& found, const Bytes& argument) {
  const auto json = parse_foreign_json(argument);
  if (json && (json->as_object() != nullptr || json->as_array() != nullptr))
    return look_through(found, *json, "");
  if (is_utf8(argument)) note(found, argument, "");
}

/// A list of entries as ours, or one.
void look_through_event(Found& found, const gateway::Event& event) {
  const auto json = parse_foreign_json(event.payload);
  if (!json) return;
  const auto look_at = [&](const Json& entry) {
    const Json* id = entry.find("id");
    if (id != nullptr && id->as_string() != nullptr) note(found, *id->as_string(), "");
  };
  look_at(*json);
  if (const auto* entries = json->as_array())
    for (const Json& entry : *entries) look_at(entry);
}

}  // namespace

std::map<std::string, std::set<std::string>> ids_of(const gateway::BlockTransaction& transaction) {
  Found out;
  note(out, transaction.id, "tx");
  if (transaction.event) look_through_event(out, *transaction.event);
  for (std::size_t i = 1; i < transaction.args.size(); ++i)
    look_through_argument(out, transaction.args[i]);
  return out;
}

void BlockIndex::add(const gateway::BlockTransaction& transaction, const Place& place, Held& held) {
  for (const auto& [id, kinds] : ids_of(transaction)) {
    const auto at = ids_.try_emplace(id).first;
    at->second.kinds.insert(kinds.begin(), kinds.end());
    at->second.places.push_back(place);
    held.ids.push_back(at);
    ++references_;
  }
  if (transaction.id.empty()) return;
  const auto [at, is_new] = transactions_.try_emplace(transaction.id, place);
  if (!is_new && !transaction.valid()) return;
  at->second = place;
  held.transactions.push_back(at);
}

void BlockIndex::add(const gateway::Block& block) {
  Held& held = blocks_.emplace_back(Held{.block = block.number});
  for (std::size_t i = 0; i < block.transactions.size(); ++i)
    add(block.transactions[i], {.block = block.number, .at = i}, held);
  while (references_ > most_) drop_oldest();
}

void BlockIndex::drop_oldest() {
  Held& held = blocks_.front();
  for (const auto at : held.transactions)
    // A later one with this id counts instead.
    if (at->second.block == held.block) transactions_.erase(at);
  for (const auto at : held.ids) {
    at->second.places.pop_front();
    if (at->second.places.empty()) ids_.erase(at);
  }
  references_ -= held.ids.size();
  blocks_.pop_front();
  has_dropped_ = true;
}

std::vector<Place> BlockIndex::find(const std::string& id) const {
  const auto at = ids_.find(id);
  if (at == ids_.end()) return {};
  return {at->second.places.begin(), at->second.places.end()};
}

std::optional<Place> BlockIndex::transaction(const std::string& id) const {
  const auto at = transactions_.find(id);
  if (at == transactions_.end()) return std::nullopt;
  return at->second;
}

std::vector<Known> BlockIndex::search(const std::string& part, std::size_t most) const {
  std::vector<Known> out;
  const auto show = [&](const Ids::value_type& one) {
    out.push_back({.id = one.first,
                   .kinds = one.second.kinds,
                   .count = one.second.places.size(),
                   .newest = one.second.places.back()});
  };
  for (auto at = ids_.lower_bound(part);
       at != ids_.end() && at->first.starts_with(part) && out.size() < most; ++at)
    show(*at);
  for (auto at = ids_.begin(); at != ids_.end() && out.size() < most; ++at) {
    const std::size_t found = at->first.find(part);
    if (found != std::string::npos && found > 0) show(*at);
  }
  return out;
}

std::optional<std::uint64_t> BlockIndex::first() const {
  if (blocks_.empty()) return std::nullopt;
  return blocks_.front().block;
}

}  // namespace tradelane::cli::web
