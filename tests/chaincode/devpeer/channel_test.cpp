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
  Channel channel(store, network.membership(), rules,
                  {.largest_envelope = envelope("1").size() + 100}, log, faults);
  CHECK(channel.broadcast("\xff")->name == "BAD_REQUEST");
  const Bytes elsewhere = network.envelope({.channel = "elsewhere", .nonce = "2"}, {}, {"A"});
  CHECK(channel.broadcast(elsewhere)->status == 404);
  common::Envelope forged;
  forged.ParseFromString(envelope("3"));
  forged.set_signature(network.client("B").sign(forged.payload()));
  CHECK(channel.broadcast(forged.SerializeAsString())->name == "FORBIDDEN");
  ReadWriteSet large{.chaincode = "toy"};
  large.writes["k"] = Write{.value = Bytes(1000, 'x')};
  CHECK(channel.broadcast(network.envelope({.nonce = "4"}, {large}, {"A"}))->status == 413);
  CHECK_FALSE(channel.broadcast(envelope("5")));
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
  Channel channel(store, network.membership(), rules, {}, log, faults);
  CHECK(channel.wait_for(txid("1"), never)->code == protos::VALID);
  channel.broadcast(envelope("1"));
  channel.broadcast(envelope("2"));
  CHECK(channel.wait_for(txid("2"), never)->block == 2);
  CHECK(Block::decode(*store.block(2)).previous_hash == first);
  CHECK(store.transaction(txid("1"))->block == 1);  // the copy is a duplicate
}

TEST_CASE("commit lock: a commit waits for the readers and lets no new one in") {
  CommitLock lock;
  std::atomic<int> stage = 0;
  lock.lock_shared();
  lock.lock_shared();
  std::thread writer([&] {
    const std::lock_guard alone(lock);
    ++stage;
  });
  std::thread reader;
  {
    CHECK(stage == 0);
    lock.unlock_shared();
    lock.unlock_shared();
    writer.join();
    CHECK(stage == 1);
    reader = std::thread([&] {
      const std::shared_lock shared(lock);
      ++stage;
    });
  }
  reader.join();
  CHECK(stage == 2);
}
