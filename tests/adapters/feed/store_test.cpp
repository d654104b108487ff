// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/feed/records.cpp
#include "adapters/feed/store.hpp"

#include <csignal>
#include <cstdlib>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/feed/database.hpp"
#include "chaincode/base/fault_point.hpp"
#include "tests/adapters/feed/fake_ledger.hpp"

using namespace tradelane;
using namespace tradelane::feed;
using test::Desk;

namespace {

std::string limit_named(const Result<std::vector<Reception>>& received) {
  return received ? "" : received.error().message();
}

}  // namespace

TEST_CASE("inbox: the same key and bytes are already there, other bytes are a conflict") {
  Desk desk;
  const auto received = desk.store->receive("s", {{"1", "a"}, {"1", "a"}, {"1", "b"}, {"2", "a"}});
  REQUIRE(received);
  CHECK(*received ==
        std::vector{Reception::stored, Reception::known, Reception::conflict, Reception::stored});
  CHECK(desk.store->item(desk.store->find("s", "1")->id)->payload == "a");
  CHECK((*desk.store->receive("other", {{"1", "b"}}))[0] == Reception::stored);
  CHECK(desk.store->counts().waiting == 3);
  CHECK(desk.store->counts("s").waiting == 2);
}

TEST_CASE("inbox: known also after it was settled and its payload dropped") {
  Desk desk;
  const auto id = desk.receive("s", "1", "a");
  desk.pipeline.work(id);
  CHECK_FALSE(desk.store->item(id));
  CHECK((*desk.store->receive("s", {{"1", "a"}}))[0] == Reception::known);
  CHECK((*desk.store->receive("s", {{"1", "b"}}))[0] == Reception::conflict);
  CHECK(desk.store->find("s", "1")->state == State::done);
}

TEST_CASE("inbox: each limit, at it and one above, and nothing is stored beyond") {
  struct Row {
    StoreLimits limits;
    std::vector<Arrival> at;
    std::vector<Arrival> above;
    std::string message;
  };
  const Row rows[] = {
      {{.payload_bytes = 3}, {{"1", "abc"}}, {{"1", "abcd"}}, "payload bytes 3"},
      {{.open_items = 2},
       {{"1", "a"}, {"2", "a"}},
       {{"1", "a"}, {"2", "a"}, {"3", "a"}},
       "open items 2"},
      {{.open_bytes = 4}, {{"1", "ab"}, {"2", "ab"}}, {{"1", "ab"}, {"2", "abc"}}, "open bytes 4"}};
  for (const Row& row : rows) {
    CAPTURE(row.message);
    Desk at({}, row.limits);
    CHECK(limit_named(at.store->receive("s", row.at)) == "");
    Desk above({}, row.limits);
    CHECK(limit_named(above.store->receive("s", row.above)) ==
          "ARG_LIMIT: A limit is exceeded. (" + row.message + ")");
    CHECK(above.store->counts().waiting == 0);
  }
}

TEST_CASE("inbox: full for what is new, not for what is known; settled items make room") {
  Desk desk({}, {.open_items = 1});
  const auto id = desk.receive("s", "1");
  CHECK_FALSE(desk.store->receive("s", {{"2", "x"}}));
  CHECK((*desk.store->receive("s", {{"1", "payload"}}))[0] == Reception::known);
  desk.pipeline.work(id);
  CHECK(desk.store->receive("s", {{"2", "x"}}));
}

TEST_CASE("cursor: moves when everything received before it is settled, not earlier") {
  Desk desk;
  CHECK(desk.store->cursor("s") == "");
  REQUIRE(desk.store->receive("s", {}, "A"));
  CHECK(desk.store->cursor("s") == "A");
  REQUIRE(desk.store->receive("s", {{"1", "x"}, {"2", "x"}}, "B"));
  CHECK(desk.store->cursor("s") == "A");
  desk.pipeline.step("s");
  CHECK(desk.store->cursor("s") == "A");
  desk.pipeline.step("s");
  CHECK(desk.store->cursor("s") == "B");
  REQUIRE(desk.store->receive("s", {{"1", "x"}, {"2", "x"}}, "C"));
  CHECK(desk.store->cursor("s") == "C");
  CHECK(desk.store->cursor("other") == "");
}

TEST_CASE("store: what was received is there after kill -9 right behind the commit") {
  const test::TempFolder folder;
  const std::string path = folder.file("feed.db");
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("TRADELANE_FAULT_POINT", "feed.stored", 1);
    const auto store = Store::open(path);
    if (store) (void)(*store)->receive("s", {{"1", "a"}}, "A");
    ::_exit(has_fault_points ? 1 : 0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (has_fault_points) CHECK(WTERMSIG(status) == SIGKILL);
  const auto store = Store::open(path);
  REQUIRE(store);
  CHECK((*store)->head("s")->key == "1");
  CHECK((*store)->cursor("s") == "");
}

TEST_CASE("store: one process works on it, others may look") {
  Desk desk;
  desk.receive("s", "1");
  const std::string path = desk.folder.file("feed.db");
  const auto second = Store::open(path);
  REQUIRE_FALSE(second);
  CHECK(second.error().detail.find("another process works on it") != std::string::npos);
  const auto look = Store::look(path);
  REQUIRE(look);
  CHECK((*look)->counts().waiting == 1);
  CHECK_FALSE(Store::look(desk.folder.file("nowhere.db")));
  CHECK_FALSE(Store::open("/nowhere/feed.db"));
  desk.store.reset();
  CHECK(Store::open(path));
}

TEST_CASE("store: a file of a newer version is left alone") {
  const test::TempFolder folder;
  { Database(folder.file("feed.db")).run("PRAGMA user_version = 2"); }
  const auto store = Store::open(folder.file("feed.db"));
  REQUIRE_FALSE(store);
  CHECK(store.error().detail.find("newer version") != std::string::npos);
}

TEST_CASE("store: what waits and is due, the oldest first") {
  Desk desk;
  for (const char* key : {"1", "2", "3"}) desk.receive(key, key);
  desk.store->put_off(desk.store->find("1", "1")->id, {Failure::Next::again}, desk.now + 1);
  const auto keys = [&](std::size_t most) {
    std::string out;
    for (const Record& record : desk.store->due(most, Milliseconds(1000))) out += record.key;
    return out;
  };
  CHECK(keys(10) == "23");
  CHECK(keys(1) == "2");
  desk.now += 1;
  CHECK(keys(10) == "123");
  desk.now -= 2000;  // the clock was turned back: nobody waits longer than the longest wait
  CHECK(keys(10) == "123");
}

TEST_CASE("store: nothing is found where nothing is") {
  Desk desk;
  CHECK_FALSE(desk.store->find("s", "1"));
  CHECK_FALSE(desk.store->find(1));
  CHECK_FALSE(desk.store->head("s"));
  CHECK_FALSE(desk.store->item(1));
  CHECK_FALSE(desk.store->kept(1));
  CHECK(desk.store->dead_letters().empty());
  CHECK_THROWS_AS(desk.store->done(1, {}, 1), Fault);
  CHECK_THROWS_AS(desk.store->bury(1, {}), Fault);
  CHECK_THROWS_AS(desk.store->put_off(1, {}, 0), Fault);
}
