// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/channel.hpp"

#include <atomic>
#include <shared_mutex>
#include <thread>

#include <doctest/doctest.h>

#include "chaincode/devpeer/block.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/chaincode/devpeer/network.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::Network;

namespace {

struct Fixture {
  Network network{{"A", "B"}};
  Log log{2, LogLevel::error};
  Faults faults;
  ChannelRules rules{.channel = "trade",
                     .organisations = {"A", "B"},
                     .chaincodes = {{"toy", {.policy = *Policy::parse("A", {"A", "B"})}}}};

  Bytes envelope(const std::string& nonce) {
    ReadWriteSet set{.chaincode = "toy"};
    set.writes["k" + nonce] = Write{.value = "v"};
    return network.envelope({.nonce = nonce}, {set}, {"A"});
  }
  std::string txid(const std::string& nonce) {
    return transaction_id(nonce, network.client("A").identity);
  }
};
const Channel::Stop never = [] { return false; };

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "channel: what is broadcast is committed, in blocks that name each other") {
  Store store;
  Channel channel(store, network.membership(), rules, {.count = 2}, log, faults);
  CHECK(store.height() == 1);
  for (const char* nonce : {"1", "2", "3"}) CHECK_FALSE(channel.broadcast(envelope(nonce)));
  CHECK(channel.wait_for(txid("3"), never)->code == protos::VALID);
  CHECK(channel.wait_for(txid("1"), never)->block == 1);  // also when it is long committed
  for (std::uint64_t n = 1; n < store.height(); ++n) {
    const Block block = Block::decode(*store.block(n));
    CHECK(block.envelopes.size() <= 2);
    CHECK(block.previous_hash == Block::decode(*store.block(n - 1)).hash());
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "channel: an envelope that is alone waits no longer than the batch time") {
  Store store;
  Channel channel(store, network.membership(), rules,
                  {.count = 1000, .time = std::chrono::milliseconds(1)}, log, faults);
  CHECK_FALSE(channel.broadcast(envelope("1")));
  CHECK(channel.wait_for(txid("1"), never)->block == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "channel: a block holds no more bytes than it may, yet always one envelope") {
  Store store;
  Channel channel(store, network.membership(), rules,
                  {.count = 10, .bytes = 1, .time = std::chrono::milliseconds(1)}, log, faults);
  for (const char* nonce : {"1", "2"}) CHECK_FALSE(channel.broadcast(envelope(nonce)));
  CHECK(channel.wait_for(txid("2"), never)->block == 2);
}

TEST_CASE_FIXTURE(Fixture, "channel: what the orderer refuses") {
  Store store;
  Channel channel(store, network.membership(), rules, {}, log, faults);
  CHECK(channel.broadcast("\xff")->name == "BAD_REQUEST");
  const Bytes elsewhere = network.envelope({.channel = "elsewhere", .nonce = "2"}, {}, {"A"});
  CHECK(channel.broadcast(elsewhere)->status == 404);
  common::Envelope forged;
  REQUIRE(forged.ParseFromString(envelope("3")));
  forged.set_signature(network.client("B").sign(forged.payload()));
  CHECK(channel.broadcast(forged.SerializeAsString())->name == "FORBIDDEN");
  CHECK_FALSE(channel.broadcast(envelope("5")));
}

TEST_CASE_FIXTURE(Fixture, "channel: an envelope as large as may be, and one byte larger") {
  Store store;
  common::Envelope largest;
  REQUIRE(largest.ParseFromString(envelope("1")));
  const std::size_t size = largest.payload().size() + largest.signature().size();
  Channel channel(store, network.membership(), rules, {.largest_envelope = size}, log, faults);
  CHECK_FALSE(channel.broadcast(largest.SerializeAsString()));
  largest.mutable_signature()->push_back('x');
  const auto refused = channel.broadcast(largest.SerializeAsString());
  REQUIRE(refused);
  CHECK(refused->status == 400);
  CHECK(refused->info == "message payload is " + std::to_string(size + 1) +
                             " bytes and exceeds maximum allowed " + std::to_string(size) +
                             " bytes");
}

TEST_CASE_FIXTURE(Fixture, "channel: a client's certificate ends, and with it what it may submit") {
  Store store;
  const auto end = std::chrono::seconds(
      network.membership().find(network.client("A").identity)->not_after.seconds);
  std::atomic<std::chrono::nanoseconds> now = end - std::chrono::nanoseconds(1);
  Channel channel(store, network.membership(), rules, {.now = [&] { return now.load(); }}, log,
                  faults);
  CHECK_FALSE(channel.broadcast(envelope("1")));
  now = end;
  const auto refused = channel.broadcast(envelope("2"));
  REQUIRE(refused);
  CHECK(refused->status == 400);
  CHECK(refused->info == "broadcast client identity expired");
  // Before the signature is looked at.
  common::Envelope forged;
  REQUIRE(forged.ParseFromString(envelope("3")));
  forged.set_signature("forged");
  CHECK(channel.broadcast(forged.SerializeAsString())->info == refused->info);
}

TEST_CASE_FIXTURE(Fixture,
                  "channel: waiting ends when it is told to, and the end commits what waits") {
  Store store;
  {
    Channel channel(store, network.membership(), rules,
                    {.count = 1000, .time = std::chrono::hours(1)}, log, faults);
    int asked = 0;
    CHECK_FALSE(channel.wait_for("unknown", [&] { return ++asked > 2; }));
    CHECK_FALSE(channel.wait_above(1, [] { return true; }));
    CHECK_FALSE(channel.broadcast(envelope("1")));
  }
  CHECK(store.transaction(txid("1"))->block == 1);
}

TEST_CASE_FIXTURE(Fixture, "channel: goes on from its file") {
  const test::TempFolder folder;
  const std::string path = folder.file("ledger.sqlite");
  Bytes first;
  {
    Store store(path);
    Channel channel(store, network.membership(), rules, {}, log, faults);
    channel.broadcast(envelope("1"));
    channel.wait_for(txid("1"), never);
    first = Block::decode(*store.block(1)).hash();
  }
  Store store(path);
  // Both in one block, however slow this is.
  Channel channel(store, network.membership(), rules, {.count = 2, .time = std::chrono::hours(1)},
                  log, faults);
  CHECK(channel.wait_for(txid("1"), never)->code == protos::VALID);
  channel.broadcast(envelope("1"));
  channel.broadcast(envelope("2"));
  CHECK(channel.wait_for(txid("2"), never)->block == 2);
  CHECK(Block::decode(*store.block(2)).previous_hash == first);
  CHECK(store.transaction(txid("1"))->block == 1);  // the copy is a duplicate
}

TEST_CASE_FIXTURE(Fixture, "channel: as many envelopes wait as may, and one more is refused") {
  Store store;
  Channel channel(store, network.membership(), rules,
                  {.count = 1000, .time = std::chrono::hours(1), .largest_queue = 2}, log, faults);
  CHECK_FALSE(channel.broadcast(envelope("1")));
  CHECK_FALSE(channel.broadcast(envelope("2")));
  const auto refused = channel.broadcast(envelope("3"));
  REQUIRE(refused);
  CHECK(refused->status == 503);
  CHECK(refused->name == "SERVICE_UNAVAILABLE");
}

TEST_CASE("commit lock: a commit waits for the readers and lets no new one in") {
  CommitLock lock;
  std::atomic<bool> written = false;
  lock.lock_shared();
  REQUIRE(lock.try_lock_shared());  // readers share
  lock.unlock_shared();
  std::thread writer([&] {
    const std::lock_guard alone(lock);
    written = true;
  });
  // From when the writer waits on, and not before.
  CHECK(test::eventually([&] {
    const std::shared_lock reader(lock, std::try_to_lock);
    return !reader.owns_lock();
  }));
  CHECK_FALSE(written);
  lock.unlock_shared();
  {
    const std::shared_lock reader(lock);  // comes after the writer
    CHECK(written);
  }
  writer.join();
}
