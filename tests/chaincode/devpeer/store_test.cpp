// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/store.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

Place at(const std::string& key) {
  return {.org = {}, .chaincode = "toy", .collection = {}, .key = key};
}

Commit first_block() {
  Commit commit{.number = 0, .block = "block 0"};
  commit.transactions = {{"t1", 0}, {"t2", 11}};
  commit.values[at("a")] = Stored{.value = "1", .version = {0, 0}, .metadata = {{"m", "x"}}};
  commit.values[at("b")] = Stored{.value = "2", .version = {0, 0}};
  commit.values[{"A", "toy", "_implicit_org_A", "b"}] = Stored{.value = "mine", .version = {0, 0}};
  commit.hashed[{"", "toy", "_implicit_org_A", "hash"}] = Stored{.value = "vh", .version = {0, 0}};
  commit.history.push_back(
      {"toy", "a", 0, {.txid = "t1", .value = "1", .seconds = -5, .nanos = 7}});
  return commit;
}

}  // namespace

TEST_CASE("store: what was committed is found, in memory and in a file that is opened again") {
  const test::TempFolder folder;
  for (const std::string& path : {std::string(":memory:"), folder.file("ledger.sqlite")}) {
    CAPTURE(path);
    auto store = std::make_unique<Store>(path);
    CHECK(store->height() == 0);
    store->keep_private("t3", "kept");
    store->set_note("channel", "trade");
    Commit commit = first_block();
    commit.private_records = {{0, "toy", "c", "one"}, {1, "side", "c", "two", 7}};
    commit.expiries = {{7, true, {"", "toy", "c", "hash"}, {0, 1}},
                       {7, false, {"A", "toy", "c", "key"}, {0, 1}}};
    store->commit(commit);
    if (path != ":memory:") {
      store.reset();
      store = std::make_unique<Store>(path);
    }
    CHECK(store->height() == 1);
    CHECK(store->block(0) == "block 0");
    CHECK_FALSE(store->block(1));
    CHECK(store->transaction("t2") == TransactionStatus{0, 1, 11});
    CHECK_FALSE(store->transaction("t9"));
    CHECK(store->find(at("a")) ==
          Stored{.value = "1", .version = {0, 0}, .metadata = {{"m", "x"}}});
    CHECK_FALSE(store->find(at("c")));
    CHECK(store->find({"A", "toy", "_implicit_org_A", "b"})->value == "mine");
    CHECK_FALSE(store->find({"B", "toy", "_implicit_org_A", "b"}));
    CHECK(store->find_hashed({"", "toy", "_implicit_org_A", "hash"})->value == "vh");
    CHECK(store->kept_private("t3") == std::vector<Bytes>{"kept"});
    CHECK(store->private_records(0) == commit.private_records);
    CHECK(store->private_records(1).empty());
    CHECK(store->expiring(7).size() == 2);
    CHECK(store->expiring(7).back() == commit.expiries.front());
    CHECK(store->expiring(6).empty());
    CHECK(store->note("channel") == "trade");
    CHECK_FALSE(store->note("other"));
    const auto history = store->history("toy", "a");
    REQUIRE(history.size() == 1);
    CHECK(history[0].seconds == -5);
    CHECK(history[0].nanos == 7);
  }
}

TEST_CASE("store: a range is in byte order, half open and limited, and stays in its place") {
  Store store;
  Commit commit{.number = 0};
  for (const char* key : {"a", "b", "b\xF4\x8F\xBF\xBF", "c"})
    commit.values[at(key)] = Stored{.value = key, .version = {0, 0}};
  commit.values[{"", "other", "", "bb"}] = Stored{.value = "x", .version = {0, 0}};
  commit.values[{"A", "toy", "_implicit_org_A", "bb"}] = Stored{.value = "x", .version = {0, 0}};
  store.commit(commit);
  const auto keys = [&](const std::string& start, const std::string& end, std::size_t limit) {
    std::string out;
    for (const auto& row : store.range(at(start), end, limit)) out += row.key + " ";
    return out;
  };
  CHECK(keys("a", "c", 9) == "a b b\xF4\x8F\xBF\xBF ");
  CHECK(keys("aa", "", 9) == "b b\xF4\x8F\xBF\xBF c ");
  CHECK(keys("a", "", 2) == "a b ");
  CHECK(keys("d", "", 9).empty());
}

TEST_CASE("store: blocks come in order, deletions delete, the first copy of a transaction stays") {
  Store store;
  store.commit(first_block());
  CHECK_THROWS_AS(store.commit(first_block()), Fault);
  CHECK_THROWS_AS(store.commit(Commit{.number = 2}), Fault);
  Commit second{.number = 1, .block = "block 1"};
  second.transactions = {{"t1", 9}};
  second.values[at("a")] = std::nullopt;
  second.history.push_back({"toy", "a", 0, {.txid = "t4", .is_delete = true}});
  store.commit(second);
  CHECK_FALSE(store.find(at("a")));
  CHECK(store.transaction("t1") == TransactionStatus{0, 0, 0});
  CHECK(store.history("toy", "a").front().is_delete);
  CHECK(store.history("toy", "a").back().txid == "t1");
}

TEST_CASE("store: a commit that fails half way leaves nothing") {
  Store store;
  store.commit(first_block());
  Commit broken{.number = 1, .block = "block 1"};
  broken.values[at("z")] = Stored{.value = "z", .version = {1, 0}};
  broken.history = {{"toy", "z", 0, {.txid = "t"}}, {"toy", "z", 0, {.txid = "t"}}};
  CHECK_THROWS_AS(store.commit(broken), Fault);
  CHECK(store.height() == 1);
  CHECK_FALSE(store.find(at("z")));
}

TEST_CASE("store: private sets are forgotten with their transaction, or after 1000 blocks") {
  Store store;
  store.keep_private("t1", "one");
  store.keep_private("t1", "one at another height");
  store.keep_private("never", "two");
  CHECK(store.kept_private("t1").size() == 2);
  store.commit(first_block());
  CHECK(store.kept_private("t1").empty());
  CHECK(store.kept_private("never").size() == 1);
  for (std::uint64_t number = 1; number <= 1000; ++number) store.commit(Commit{.number = number});
  CHECK(store.kept_private("never").size() == 1);
  Commit next{.number = 1001};
  next.transactions = {{"any", 0}};
  store.commit(next);
  CHECK(store.kept_private("never").empty());
}

TEST_CASE("store: what expires is forgotten with its block, what is purged in every block") {
  Store store;
  const auto record = [](std::uint64_t tx, const std::string& key, std::uint64_t expires) {
    const PrivateWrites writes{
        .writes = {{key, Write{.value = "canary"}}, {"other", Write{.value = "v"}}}};
    return PrivateRecord{tx, "toy", "c", encode_private_writes(writes), expires};
  };
  const auto has = [&](std::uint64_t block, std::size_t at, const std::string& key) {
    return decode_private_writes(store.private_records(block).at(at).writes)->writes.contains(key);
  };
  store.commit({.number = 0, .private_records = {record(0, "p", 2), record(1, "q", 0)}});
  store.commit({.number = 1, .private_records = {record(0, "q", 0)}});
  CHECK(store.private_records(0).size() == 2);
  store.commit(
      {.number = 2,
       .private_records = {record(3, "q", 0), record(4, "q", 0), record(5, "q", 0)},
       .purges = {{.tx = 4, .chaincode = "toy", .collection = "c", .key = crypto::sha256("q")}}});
  REQUIRE(store.private_records(0).size() == 1);
  CHECK_FALSE(has(0, 0, "q"));
  CHECK(has(0, 0, "other"));
  CHECK_FALSE(has(1, 0, "q"));
  CHECK_FALSE(has(2, 0, "q"));
  CHECK_FALSE(has(2, 1, "q"));
  CHECK(has(2, 2, "q"));  // written again after the purge
}
