// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/ledger_routes.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/cli/web/doubles.hpp"

using namespace tradelane;
using test::called;
using Query = std::map<std::string, std::string>;

namespace {

constexpr gateway::Duration long_enough = std::chrono::seconds(60);
const std::string hex_id(64, 'a');

/// A ledger of `count` blocks, of which the feed reads those from `from` on.
struct Desk {
  test::LedgerDouble ledger = {};
  test::AnswersDouble peer = {};
  std::optional<cli::web::BlockFeed> feed = {};
  cli::web::Chaincode chaincode{peer, {.channel = "trade", .chaincode = "tradelane"}};
  std::optional<cli::web::LedgerRoutes> routes = {};

  explicit Desk(std::uint64_t count, std::uint64_t from = 0, std::size_t kept = 1'000) {
    for (std::uint64_t i = 0; i < count; ++i)
      ledger.add({called(i == 0 ? hex_id : "t" + std::to_string(i), {"f", "asset"})});
    feed.emplace(ledger, "trade", from, count - 1, cli::web::FeedLimits{.blocks = kept});
    routes.emplace(*feed, peer, chaincode, "trade");
    REQUIRE(feed->wait_for(count - 1, long_enough));
  }

  http::Response blocks(const Query& query) { return routes->blocks({.query = query}); }
  http::Response mentions(const Query& query) { return routes->mentions({.query = query}); }
  http::Response search(const Query& query) { return routes->search({.query = query}); }
};

Json body_of(const http::Response& response) {
  CAPTURE(response.body);
  CHECK(response.status == 200);
  auto json = parse_json(response.body);
  REQUIRE(json);
  return *json;
}

/// "first-last" of an answer with blocks, "none" without.
std::string range_of(const http::Response& response) {
  const Json body = body_of(response);
  const auto& all = *body.find("blocks")->as_array();
  if (all.empty()) return "none";
  return canonical(*all.front().find("number")) + "-" + canonical(*all.back().find("number"));
}

}  // namespace

TEST_CASE("web blocks: which are given") {
  Desk desk(150, 0, 20);
  struct Row {
    Query query;
    const char* range;
  };
  const Row rows[] = {
      {{}, "50-149"},
      {{{"to", "30"}}, "0-30"},
      {{{"to", "120"}}, "21-120"},
      {{{"from", "140"}}, "140-149"},
      {{{"from", "0"}}, "0-99"},
      {{{"from", "0"}, {"to", "99"}}, "0-99"},
      {{{"from", "148"}, {"to", "200"}}, "148-149"},
      {{{"from", "7"}, {"to", "7"}}, "7-7"},
      {{{"from", "150"}}, "none"},
      {{{"from", "150"}, {"wait", "0"}}, "none"},
      {{{"from", "149"}, {"wait", "25"}}, "149-149"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.range);
    const auto response = desk.blocks(row.query);
    CHECK(range_of(response) == row.range);
    CHECK(*body_of(response).find("newest") == Json(149));
  }
}

TEST_CASE("web blocks: what is refused, one above each limit") {
  Desk desk(3);
  for (const Query& query :
       {Query{{"from", "0"}, {"to", "100"}}, Query{{"from", "2"}, {"to", "1"}},
        Query{{"from", "x"}}, Query{{"to", "-1"}}, Query{{"from", "3"}, {"wait", "26"}}})
    CHECK(desk.blocks(query).status == 400);
}

TEST_CASE("web blocks: each is what the command prints, and waiting ends with the next one") {
  Desk desk(2);
  desk.ledger.add({called("late", {"f"})});
  const Json body = body_of(desk.blocks({{"from", "2"}, {"wait", "25"}}));
  const Json& block = body.find("blocks")->as_array()->front();
  CHECK(block.find("transactions")->as_array()->front().find("writes") != nullptr);
  CHECK(*block.find("transactions")->as_array()->front().find("transactionId") == Json("late"));
}

TEST_CASE("web transaction by id: in the index, before it, and nowhere") {
  Desk desk(5, 3);
  const Json near = body_of(desk.routes->transaction("t4"));
  CHECK(*near.find("block") == Json(4));
  CHECK(*near.find("arguments")->as_array()->front().find("value") == Json("asset"));
  // The peer knows the block.
  desk.peer.commits[hex_id] = {.transaction_id = hex_id, .block = 0};
  const Json far = body_of(desk.routes->transaction(hex_id));
  CHECK(*far.find("block") == Json(0));
  CHECK(*far.find("transactionId") == Json(hex_id));
  // A peer that names a block which does not have it.
  desk.peer.commits[std::string(64, 'b')] = {.block = 1};
  for (const std::string& id : {std::string(64, 'b'), std::string(64, 'c'), std::string("t1"),
                                std::string(63, 'a'), std::string(64, 'z')}) {
    CAPTURE(id);
    CHECK(desk.routes->transaction(id).status == 404);
  }
  desk.peer.unknown_transaction = gateway::GrpcCode::unavailable;
  CHECK(desk.routes->transaction(std::string(64, 'c')).status == 502);
}

TEST_CASE("web mentions: oldest first, at most 100, the number of all told") {
  for (const auto& [count, first] : {std::pair{100, 0}, std::pair{101, 1}}) {
    Desk desk(static_cast<std::uint64_t>(count));
    const Json body = body_of(desk.mentions({{"id", "asset"}}));
    CHECK(*body.find("count") == Json(count));
    const auto& all = *body.find("transactions")->as_array();
    CHECK(all.size() == 100);
    CHECK(*all.front().find("block") == Json(first));
  }
  Desk desk(1);
  CHECK(body_of(desk.mentions({{"id", "nobody"}})).find("transactions")->as_array()->empty());
  CHECK(desk.mentions({}).status == 400);
}

TEST_CASE("web search: ids, and the block of a number that there is") {
  Desk desk(60);
  const Json body = body_of(desk.search({{"q", "t"}}));
  CHECK(body.find("found")->as_array()->size() == 50);
  CHECK(body.find("block") == nullptr);
  const Json one = body_of(desk.search({{"q", "asset"}}));
  CHECK(canonical(one.find("found")->as_array()->front()) ==
        R"({"block":59,"count":60,"id":"asset","kinds":[],"place":0})");
  CHECK(*body_of(desk.search({{"q", "59"}})).find("block") == Json(59));
  CHECK(body_of(desk.search({{"q", "60"}})).find("block") == nullptr);
  CHECK(body_of(desk.search({{"q", "99999999999999999999"}})).find("block") == nullptr);
  CHECK(desk.search({}).status == 400);
}
