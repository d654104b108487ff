// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/worker.hpp"

#include <csignal>
#include <cstdlib>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/fault_point.hpp"
#include "tests/adapters/feed/fake_ledger.hpp"
#include "tests/adapters/shanghai/fake_node.hpp"

using namespace tradelane;
using namespace tradelane::shanghai;
using feed::Milliseconds;
using test::page_of;

namespace {

constexpr Milliseconds poll_time{5000};
const feed::RetryPolicy retry{.first = Milliseconds(200), .longest = Milliseconds(1000)};
using Targets = std::vector<std::string>;

std::string target(const std::string& cursor) {
  return "/v1/feeds/decl/records?cursor=" + cursor + "&limit=100";
}

struct World {
  explicit World(feed::StoreLimits limits = {}) : desk(retry, limits) {}

  /// Turns until nothing is due; how long that lasts.
  Milliseconds settle() {
    for (;;)
      if (const auto wait = worker.turn(); wait.count() > 0) return wait;
  }
  std::size_t effects() const { return desk.ledger.effects().size(); }

  test::Desk desk;
  test::FakeNode node;
  FeedWorker worker{{*desk.store, desk.pipeline, node, desk.log, desk.clock()},
                    {.id = "decl", .poll = poll_time, .retry = retry}};
};

}  // namespace

TEST_CASE("shanghai worker: a page is stored, brought to the ledger in its order, then the next") {
  World world;
  world.node.answers = {page_of({"1", "2"}, "a", true), page_of({"3"}, "b")};
  CHECK(world.worker.turn().count() == 0);
  CHECK(world.desk.store->counts("decl").waiting == 2);
  CHECK(world.effects() == 0);
  CHECK(world.settle() == poll_time);
  CHECK(world.effects() == 3);
  CHECK(world.desk.store->cursor("decl") == "b");
  CHECK(world.node.targets == Targets{target(""), target("a")});
  const auto effects = world.desk.ledger.effects();
  CHECK(effects[0] == read_pull(page_of({"1"}, "").body)->items[0].id);
  CHECK(effects[2] == read_pull(page_of({"3"}, "").body)->items[0].id);
}

TEST_CASE("shanghai worker: nothing is asked before the poll time has passed") {
  World world;
  CHECK(world.settle() == poll_time);
  world.desk.now += poll_time.count() - 1;
  CHECK(world.settle().count() == 1);
  CHECK(world.node.targets.size() == 1);
  world.desk.now += 1;
  CHECK(world.settle() == poll_time);
  CHECK(world.node.targets.size() == 2);
  CHECK(world.worker.progress().pulled_ms == world.desk.now);
  // A clock that was turned back delays nothing beyond the longest wait.
  world.desk.now -= 10 * poll_time.count();
  CHECK(world.settle() == poll_time);
  CHECK(world.node.targets.size() == 3);
}

TEST_CASE(
    "shanghai worker: whatever goes wrong with a pull is waited out, twice as long each time") {
  World world;
  world.node.answers = {http::NoAnswer{"no answer: Connection"}, http::Answer{.status = 503},
                        http::Answer{.status = 200, .body = "nonsense"},
                        http::NoAnswer{"no answer: Connection"}};
  const std::pair<std::int64_t, const char*> rows[] = {{200, "no answer: Connection"},
                                                       {400, "the node answers 503"},
                                                       {800, "the node's page: "},
                                                       {1000, "no answer: Connection"}};
  for (const auto& [wait, trouble] : rows) {
    CHECK(world.settle().count() == wait);
    CHECK(world.worker.progress().trouble.starts_with(trouble));
    world.desk.now += wait;
  }
  CHECK(world.settle() == poll_time);
  CHECK(world.worker.progress().trouble == "");
  world.desk.now += poll_time.count();
  world.node.answers = {http::NoAnswer{"again"}};
  CHECK(world.settle().count() == 200);
}

TEST_CASE("shanghai worker: a fault is trouble, not the end") {
  World world;
  world.node.broken = true;
  CHECK(world.worker.turn().count() == 200);
  CHECK(world.worker.progress().trouble == "a fault; the log has it");
  world.node.broken = false;
  world.desk.now += 200;
  CHECK(world.settle() == poll_time);
}

TEST_CASE("shanghai worker: a record that waits for its next attempt holds what follows") {
  World world;
  world.node.answers = {page_of({"1", "2"}, "a")};
  world.desk.ledger.prepare_failures = {{feed::Failure::Next::again, "UNAVAILABLE", "later"}};
  CHECK(world.settle().count() == 200);
  CHECK(world.effects() == 0);
  CHECK(world.node.targets.size() == 1);
  world.desk.now += 200;
  world.settle();
  CHECK(world.effects() == 2);
}

TEST_CASE("shanghai worker: a record that may never pass blocks its feed until a person decides") {
  World world;
  world.node.answers = {page_of({"1", "2"}, "a")};
  world.desk.ledger.prepare_failures = {{feed::Failure::Next::give_up, "FEED_DIGEST", "no"}};
  for (int i = 0; i < 3; ++i) {
    CHECK(world.settle() == poll_time);
    world.desk.now += 2 * poll_time.count();
  }
  CHECK(world.effects() == 0);
  CHECK(world.node.targets.size() == 1);
  CHECK(world.desk.store->cursor("decl") == "");
  REQUIRE(world.desk.store->dead_letters().size() == 1);
  CHECK(world.desk.store->revive(world.desk.store->dead_letters()[0].id));
  world.settle();
  CHECK(world.effects() == 2);
  CHECK(world.desk.store->cursor("decl") == "a");
}

TEST_CASE("shanghai worker: an inbox that is full takes no page, and the same page later") {
  World world({.open_items = 2});
  REQUIRE(world.desk.store->receive("another", {{"x", "y"}}).ok());
  world.node.answers = {page_of({"1", "2"}, "a"), page_of({"1", "2"}, "a")};
  CHECK(world.settle().count() == 200);
  CHECK(world.worker.progress().trouble.find("open items 2") != std::string::npos);
  CHECK(world.desk.store->counts("decl").waiting == 0);
  while (world.desk.pipeline.step("another")) {
  }
  world.desk.now += 200;
  world.settle();
  CHECK(world.desk.store->counts("decl").done == 2);
  CHECK(world.node.targets[1] == target(""));
}

TEST_CASE("shanghai worker: what was served before is known; another record in its place is not") {
  World world;
  world.node.answers = {page_of({"1"}, "a"), page_of({"1", "2"}, "b")};
  world.settle();
  world.desk.now += poll_time.count();
  world.settle();
  CHECK(world.desk.store->counts("decl").done == 2);
  auto other = page_of({"1"}, "c");
  other.body.replace(other.body.find("\"original\":\"\""), 13, "\"original\":\"eA==\"");
  world.node.answers = {other};
  world.desk.now += poll_time.count();
  CHECK(world.settle() == poll_time);
  CHECK(world.desk.store->counts("decl").done == 2);
  CHECK(world.desk.store->cursor("decl") == "c");
}

TEST_CASE("shanghai worker: a node that promises more and gives nothing is not asked in a hurry") {
  World world;
  world.node.answers.assign(9, page_of({}, "", true));
  CHECK(world.settle().count() == 200);
  CHECK(world.worker.progress().trouble.find("serves the same") != std::string::npos);
  CHECK(world.node.targets.size() == 1);
}

TEST_CASE("shanghai worker: killed with a page in its hands, it asks for the page again") {
  if (!has_fault_points) return;
  const test::TempFolder folder;
  const auto run = [&] {
    Log quiet(-1);
    const auto store = std::move(*feed::Store::open(folder.file("feed.db")));
    test::FakeLedger ledger(folder.file("ledger"));
    feed::Pipeline pipeline({*store, ledger, quiet}, {});
    test::FakeNode node;
    node.answers = {page_of({"1", "2"}, "end")};
    FeedWorker worker({*store, pipeline, node, quiet}, {.id = "decl"});
    while (worker.turn().count() == 0) {
    }
    return store->cursor("decl");
  };
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("TRADELANE_FAULT_POINT", "shanghai.pulled", 1);
    run();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
  CHECK(run() == "end");
  CHECK(test::FakeLedger(folder.file("ledger")).effects().size() == 2);
}
