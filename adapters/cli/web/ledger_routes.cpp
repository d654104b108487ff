// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/ledger_routes.hpp"

#include <algorithm>

#include "adapters/cli/ledger_view.hpp"
#include "adapters/cli/web/answers.hpp"
#include "adapters/cli/web/transaction_view.hpp"
#include "chaincode/base/bytes.hpp"

namespace tradelane::cli::web {

namespace {

using Number = std::optional<std::uint64_t>;

/// For a transaction that is in none of the blocks that were read: the peer knows it at once, or
/// waits for it in vain.
constexpr gateway::Duration look_within = std::chrono::seconds(3);

Json text_list(const std::set<std::string>& all) {
  Json::Array out;
  for (const std::string& one : all) out.emplace_back(one);
  return out;
}

Json to_json(const Known& known) {
  return Json::Object{{"id", known.id},
                      {"kinds", text_list(known.kinds)},
                      {"count", static_cast<std::int64_t>(known.count)},
                      {"block", static_cast<std::int64_t>(known.newest.block)},
                      {"place", static_cast<std::int64_t>(known.newest.at)}};
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 16 &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

LedgerRoutes::LedgerRoutes(BlockFeed& feed, gateway::Gateway& gateway, Chaincode& chaincode,
                           std::string channel)
    : feed_(feed), gateway_(gateway), chaincode_(chaincode), channel_(std::move(channel)) {}

gateway::Outcome<std::vector<BlockPointer>, gateway::EventsFailure> LedgerRoutes::get(
    std::uint64_t from, std::uint64_t to) const {
  std::vector<BlockPointer> out;
  // Either all of them are kept, or the peer is asked once.
  for (std::uint64_t number = from; number <= to; ++number) {
    BlockPointer block = feed_.kept(number);
    if (!block) return feed_.load(from, to);
    out.push_back(std::move(block));
  }
  return out;
}

BlockPointer LedgerRoutes::find_block(std::uint64_t number) const {
  const auto found = get(number, number);
  return found ? found->front() : nullptr;
}

http::Response LedgerRoutes::give_blocks(std::uint64_t from, std::uint64_t to) {
  const auto found = get(from, to);
  if (!found) return refused(found.failure());
  // Put together by hand: 100 blocks need not be one value and one text besides.
  std::string body = "{\"blocks\":[";
  for (const BlockPointer& block : *found) {
    if (block->number != from) body += ',';
    body += canonical(cli::to_json(*block));
    if (body.size() > enough_bytes) break;
  }
  body += "],\"newest\":" + std::to_string(feed_.state().newest.value_or(to)) + "}\n";
  return {.body = std::move(body)};
}

http::Response LedgerRoutes::blocks(const http::Request& request) {
  Number asked[3];
  const char* const names[] = {"from", "to", "wait"};
  for (std::size_t i = 0; i < 3; ++i) {
    auto value = i == 2 ? number(request, names[i], longest_wait_s) : number(request, names[i]);
    if (auto* bad = std::get_if<http::Response>(&value)) return std::move(*bad);
    asked[i] = std::get<Number>(value);
  }
  const auto& [from, to, wait] = asked;
  if (from && wait) feed_.wait_for(*from, std::chrono::seconds(*wait));
  const Number newest = feed_.state().newest;
  const auto none = [&] {
    Json::Object out{{"blocks", Json::Array{}}};
    if (newest) out.emplace("newest", static_cast<std::int64_t>(*newest));
    return answer(out);
  };
  if (!newest) return none();
  const std::uint64_t end = std::min(to.value_or(*newest), *newest);
  const std::uint64_t begin = from.value_or(end < most_blocks - 1 ? 0 : end - (most_blocks - 1));
  if (to && from && *to < *from) return refused(400, "to lies before from");
  if (to && from && *to - *from >= most_blocks)
    return refused(400, "more than " + std::to_string(most_blocks) + " blocks");
  if (begin > end) return none();
  return give_blocks(begin, std::min(end, begin + most_blocks - 1));
}

http::Response LedgerRoutes::show(const BlockPointer& block, const Place& place) {
  const auto metadata = chaincode_.metadata();
  return answer(detail(block->transactions.at(place.at), place, metadata.get(),
                       [this](std::uint64_t number) { return find_block(number); }));
}

http::Response LedgerRoutes::transaction(const std::string& id) {
  const auto place = feed_.transaction(id);
  if (!place) return look_further(id);
  const auto found = get(place->block, place->block);
  if (!found) return refused(found.failure());
  return show(found->front(), *place);
}

/// A peer knows each transaction by its id, whatever its age.
http::Response LedgerRoutes::look_further(const std::string& id) {
  const bool may_be_one = id.size() == 64 && from_hex(id).has_value();
  const auto unknown = [] { return refused(404, "the channel has no such transaction"); };
  if (!may_be_one) return unknown();
  const auto commit =
      gateway_.commit_status({.transaction_id = id, .channel = channel_, .within = look_within});
  if (!commit) {
    const bool waited = commit.failure().code == gateway::GrpcCode::deadline_exceeded;
    return waited ? unknown() : refused(commit.failure());
  }
  const auto found = get(commit->block, commit->block);
  if (!found) return refused(found.failure());
  const auto& all = found->front()->transactions;
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  if (at == all.end()) return unknown();
  return show(found->front(),
              {.block = commit->block, .at = static_cast<std::uint64_t>(at - all.begin())});
}

http::Response LedgerRoutes::mentions(const http::Request& request) {
  const auto id = text(request, "id");
  if (const auto* bad = std::get_if<http::Response>(&id)) return *bad;
  auto places = feed_.find(std::get<std::string>(id));
  const std::size_t count = places.size();
  if (count > most_mentions)
    places.erase(places.begin(), places.end() - static_cast<std::ptrdiff_t>(most_mentions));
  Json::Array transactions;
  for (const Place& place : places) {
    const auto block = get(place.block, place.block);
    if (!block) return refused(block.failure());
    transactions.push_back(summary(block->front()->transactions.at(place.at), place));
  }
  return answer(Json::Object{{"count", static_cast<std::int64_t>(count)},
                             {"id", std::get<std::string>(id)},
                             {"transactions", std::move(transactions)}});
}

http::Response LedgerRoutes::search(const http::Request& request) {
  const auto given = text(request, "q");
  if (const auto* bad = std::get_if<http::Response>(&given)) return *bad;
  const std::string& part = std::get<std::string>(given);
  Json::Array found;
  for (const Known& known : feed_.search(part, most_found)) found.push_back(to_json(known));
  Json::Object out{{"found", std::move(found)}};
  const Number newest = feed_.state().newest;
  if (is_number(part) && newest && std::stoull(part) <= *newest)
    out.emplace("block", static_cast<std::int64_t>(std::stoull(part)));
  return answer(out);
}

}  // namespace tradelane::cli::web
