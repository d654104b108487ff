// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/adapters/feed/fake_ledger.hpp"

using namespace tradelane;
using namespace tradelane::feed;
using test::Desk;

namespace {

const Envelope envelope{"tx", "trade", Bytes("signed\0bytes", 12), "answer"};
const Failure refused{Failure::Next::give_up, "FEED_SCHEMA", "why"};
const Failure unknown{Failure::Next::unknown, "DEADLINE_EXCEEDED", "nobody knows"};
const Failure again{Failure::Next::again, "UNAVAILABLE", "later"};

}  // namespace

TEST_CASE("outbox: the bytes come back as they were kept, and are kept once") {
  Desk desk;
  const auto id = desk.receive("s", "1");
  desk.store->keep(id, envelope);
  CHECK(*desk.store->kept(id) == envelope);
  CHECK(desk.store->find(id)->transaction_id == "tx");
  CHECK_THROWS_AS(desk.store->keep(id, envelope), Fault);
  CHECK_THROWS_AS(desk.store->keep(id + 1, envelope), Fault);
}

TEST_CASE("settle: done keeps what the ledger said, drops payload and envelope") {
  Desk desk;
  const auto id = desk.receive("s", "1", "canary");
  desk.store->keep(id, envelope);
  desk.store->put_off(id, unknown, 5);
  desk.store->done(id, envelope, 9);
  const Record record = *desk.store->find(id);
  CHECK(record.state == State::done);
  CHECK(record.block == 9);
  CHECK(record.transaction_id == "tx");
  CHECK(record.result == "answer");
  CHECK(record.code == "");
  CHECK(record.reason == "");
  CHECK_FALSE(desk.store->kept(id));
  CHECK_FALSE(desk.store->item(id));
  CHECK_THROWS_AS(desk.store->done(id, envelope, 9), Fault);
  desk.store.reset();
  CHECK(desk.folder.read("feed.db").find("canary") == std::string::npos);
}

TEST_CASE("settle: an envelope stays while its outcome is unknown and goes when it is known") {
  struct Row {
    Failure failure;
    bool stays;
  };
  for (const Row& row : {Row{unknown, true}, Row{again, false}, Row{refused, false}}) {
    CAPTURE(row.failure.code);
    Desk desk;
    const auto first = desk.receive("s", "1");
    desk.store->keep(first, envelope);
    desk.store->put_off(first, row.failure, 77);
    CHECK(desk.store->kept(first).has_value() == row.stays);
    CHECK(desk.store->find(first)->due == 77);
    CHECK(desk.store->find(first)->attempts == 1);
    const auto second = desk.receive("s", "2");
    desk.store->keep(second, envelope);
    desk.store->bury(second, row.failure);
    CHECK(desk.store->kept(second).has_value() == row.stays);
  }
}

TEST_CASE("dead letters: stored with their reason, listed, counted, and back again") {
  Desk desk;
  const auto id = desk.receive("s", "1");
  desk.store->bury(id, refused);
  REQUIRE(desk.store->dead_letters().size() == 1);
  const Record letter = desk.store->dead_letters()[0];
  CHECK(letter.id == id);
  CHECK(letter.code == "FEED_SCHEMA");
  CHECK(letter.reason == "why");
  CHECK(desk.store->counts().dead == 1);
  CHECK(desk.store->counts().waiting == 0);
  CHECK(desk.store->item(id));
  CHECK(desk.store->revive(id));
  CHECK_FALSE(desk.store->revive(id));
  CHECK(desk.store->find(id)->state == State::waiting);
  CHECK(desk.store->find(id)->attempts == 0);
}

TEST_CASE("dead letters: abandoned with a reason, which lets the cursor pass") {
  Desk desk;
  REQUIRE(desk.store->receive("s", {{"1", "canary"}}, "A"));
  const auto id = desk.store->find("s", "1")->id;
  CHECK_FALSE(desk.store->abandon(id, "not dead"));
  desk.store->bury(id, refused);
  CHECK(desk.store->cursor("s") == "");
  CHECK(desk.store->abandon(id, "withdrawn by the source"));
  CHECK(desk.store->cursor("s") == "A");
  CHECK(desk.store->find(id)->state == State::abandoned);
  CHECK(desk.store->find(id)->reason == "withdrawn by the source");
  CHECK(desk.store->counts().abandoned == 1);
  CHECK_FALSE(desk.store->item(id));
  CHECK_FALSE(desk.store->revive(id));
}

TEST_CASE("dead letters: one whose envelope may be on the ledger is not abandoned") {
  Desk desk;
  const auto id = desk.receive("s", "1");
  desk.store->keep(id, envelope);
  desk.store->bury(id, unknown);
  CHECK_FALSE(desk.store->abandon(id, "why"));
  CHECK(desk.store->revive(id));
  CHECK(*desk.store->kept(id) == envelope);
}

TEST_CASE("settle: what was abandoned can wait again, in its old place and with other bytes") {
  Desk desk({}, {.open_items = 3});
  const auto first = desk.receive("s", "1", "old");
  const auto second = desk.receive("s", "2");
  desk.store->bury(first, refused);
  CHECK(desk.store->abandon(first, "a person"));
  desk.now += 5;
  CHECK(desk.store->reopen("s", {{"1", "new"}, {"2", "other"}, {"3", "unknown"}}).ok());
  const Record record = *desk.store->find(first);
  CHECK(record.state == State::waiting);
  CHECK(record.code == "");
  CHECK(record.attempts == 0);
  CHECK(record.due == desk.now);
  CHECK(desk.store->head("s")->id == first);
  CHECK(desk.store->item(first)->payload == "new");
  CHECK(desk.store->item(second)->payload == "payload");  // it was not abandoned
  CHECK_FALSE(desk.store->find("s", "3"));
  CHECK((*desk.store->receive("s", {{"1", "new"}}))[0] == Reception::known);
  CHECK((*desk.store->receive("s", {{"1", "old"}}))[0] == Reception::conflict);
}

TEST_CASE("settle: what waits again needs room like everything else") {
  Desk desk({}, {.open_items = 1});
  const auto first = desk.receive("s", "1");
  desk.store->bury(first, refused);
  CHECK(desk.store->abandon(first, ""));
  desk.receive("s", "2");
  CHECK(desk.store->reopen("s", {{"1", "payload"}}).error().code == Code::arg_limit);
  CHECK(desk.store->find(first)->state == State::abandoned);
}
