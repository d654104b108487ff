// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/block_feed.hpp"

#include <future>

#include <doctest/doctest.h>

#include "tests/adapters/cli/web/doubles.hpp"
#include "tests/support/eventually.hpp"

using namespace tradelane;
using cli::web::BlockFeed;
using cli::web::Place;
using test::called;

namespace {

constexpr gateway::Duration long_enough = std::chrono::seconds(60);
constexpr gateway::Duration at_once = gateway::Duration(0);

}  // namespace

TEST_CASE("web feed: reads from where it is told, indexes, and goes on") {
  test::LedgerDouble ledger;
  ledger.add({called("t0", {"f", "A"})});
  ledger.add({called("t1", {"f", "A"})});
  BlockFeed feed(ledger, "trade", 1, 1);
  REQUIRE(feed.wait_for(1, long_enough));
  CHECK(feed.find("A") == std::vector<Place>{{1, 0}});
  CHECK_FALSE(feed.transaction("t0").has_value());
  ledger.add({called("t2", {"f", "A"})});
  REQUIRE(feed.wait_for(2, long_enough));
  CHECK(feed.find("A") == std::vector<Place>{{1, 0}, {2, 0}});
  CHECK(feed.transaction("t2") == Place{2, 0});
  CHECK(feed.search("t", 10).size() == 2);
  const auto state = feed.state();
  CHECK(state.from == 1);
  CHECK(state.indexed_from == 1);
  CHECK(state.newest == 2);
  CHECK(state.newest_at_start == 1);
  CHECK(state.problem.empty());
}

TEST_CASE("web feed: keeps the newest blocks, by count and by bytes, and loads older ones") {
  test::LedgerDouble ledger;
  for (int i = 0; i < 5; ++i) ledger.add({called("t" + std::to_string(i), {"f"})});
  struct Row {
    std::size_t blocks;
    std::size_t bytes;
    std::uint64_t oldest_kept;
  };
  for (const Row& row : {Row{3, 1000, 2}, Row{100, 29, 3}, Row{100, 30, 2}, Row{100, 9, 5}}) {
    BlockFeed feed(ledger, "trade", 0, 4, {.blocks = row.blocks, .block_bytes = row.bytes});
    REQUIRE(feed.wait_for(4, long_enough));
    for (std::uint64_t number = 0; number < 5; ++number) {
      CAPTURE(number);
      const auto kept = feed.kept(number);
      CHECK((kept != nullptr) == (number >= row.oldest_kept));
      if (kept) CHECK(kept->number == number);
    }
    CHECK(feed.kept(5) == nullptr);
  }
  BlockFeed feed(ledger, "trade", 4, 4);
  const auto older = feed.load(1, 3);
  REQUIRE(older);
  REQUIRE(older->size() == 3);
  CHECK(older->front()->number == 1);
  CHECK(older->back()->number == 3);
}

TEST_CASE("web feed: a lost stream is opened again where it was, a refused one after a pause") {
  test::LedgerDouble ledger;
  ledger.add({called("t0", {"f"})});
  BlockFeed feed(ledger, "trade", 0, 0, {.pause = gateway::Duration(1)});
  REQUIRE(feed.wait_for(0, long_enough));
  ledger.fail_next(test::event_failure(gateway::GrpcCode::unavailable, "away"));
  REQUIRE(test::eventually([&] { return ledger.opened().size() == 2; }));
  ledger.fail_next(test::event_failure(gateway::GrpcCode::permission_denied, "not you"));
  REQUIRE(test::eventually([&] { return ledger.opened().size() == 3; }));
  CHECK(feed.state().problem.find("not you") != std::string::npos);
  ledger.add({called("t1", {"f"})});
  REQUIRE(feed.wait_for(1, long_enough));
  CHECK(feed.state().problem.empty());
  CHECK(ledger.opened() == std::vector<std::uint64_t>{0, 1, 1});
  CHECK(feed.find("t0").size() == 1);
}

TEST_CASE("web feed: a refusal from the start is told, and the start is tried again") {
  test::LedgerDouble ledger;
  ledger.add({called("t0", {"f"})});
  const auto denied = test::event_failure(gateway::GrpcCode::permission_denied, "not you");
  SUBCASE("told for as long as it pauses") {
    ledger.fail_next(denied);
    BlockFeed feed(ledger, "trade", 0, 0, {.pause = std::chrono::hours(1)});
    REQUIRE(test::eventually([&] { return !feed.state().problem.empty(); }));
    CHECK(feed.state().problem.find("not you") != std::string::npos);
    CHECK_FALSE(feed.state().newest.has_value());
    CHECK_FALSE(feed.wait_for(0, at_once));
  }
  SUBCASE("until it is let in") {
    for (int i = 0; i < 2; ++i) ledger.fail_next(denied);
    BlockFeed feed(ledger, "trade", 0, 0, {.pause = gateway::Duration(1)});
    REQUIRE(feed.wait_for(0, long_enough));
    CHECK(ledger.opened() == std::vector<std::uint64_t>{0, 0, 0});
    CHECK(feed.state().problem.empty());
  }
}

TEST_CASE("web feed: the end of it lets everybody go who waits") {
  test::LedgerDouble ledger;
  BlockFeed feed(ledger, "trade", 0, 0);
  auto waiting =
      std::async(std::launch::async, [&] { return feed.wait_for(7, std::chrono::hours(1)); });
  feed.stop();
  CHECK_FALSE(waiting.get());
  CHECK_FALSE(feed.wait_for(0, std::chrono::hours(1)));
}
