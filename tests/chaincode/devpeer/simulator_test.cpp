// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/simulator.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

const std::string of_a = "_implicit_org_A";
const std::string of_b = "_implicit_org_B";

/// A store with the public keys k000 … and one private value of A.
void fill(Store& store, int keys) {
  Commit commit{.number = 0};
  for (int i = 0; i < keys; ++i) {
    std::string key = std::to_string(i);
    key = "k" + std::string(3 - key.size(), '0') + key;
    commit.values[{"", "toy", "", key}] =
        Stored{.value = "v" + key, .version = {0, 4}, .metadata = {{"m", key}}};
  }
  commit.values[{"A", "toy", of_a, "p"}] = Stored{.value = "secret", .version = {0, 4}};
  commit.hashed[{"", "toy", of_a, crypto::sha256("p")}] =
      Stored{.value = crypto::sha256("secret"), .version = {0, 4}};
  store.commit(commit);
}

const ChannelRules& rules() {
  static const ChannelRules out{
      .channel = "trade",
      .organisations = {"A", "B"},
      .chaincodes = {{"toy",
                      {.collections = {{"open", {.name = "open", .members = {"A", "B"}}},
                                       {"closed",
                                        {.name = "closed",
                                         .members = {"A"},
                                         .member_only_read = true,
                                         .member_only_write = true}}}}},
                     {"side", {}}}};
  return out;
}

Simulator peer_of(const Store& store, const std::string& org, const std::string& creator = "A") {
  return Simulator(
      store, {.rules = rules(), .txid = "t1", .creator = creator, .org = org, .chaincode = "toy"});
}

/// What a transaction that called one chaincode did.
ReadWriteSet only_set(const Simulator& simulator) {
  const ReadWriteSets sets = simulator.sets();
  REQUIRE(sets.size() == 1);
  CHECK(sets[0].chaincode == "toy");
  return sets[0];
}

template <class Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const LedgerError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("simulator: reads see the store, never the transaction's own writes") {
  Store store;
  fill(store, 2);
  Simulator tx = peer_of(store, "A");
  tx.put("", "k000", "changed");
  tx.put("", "new", "1");
  tx.put("", "k001", "");
  CHECK(tx.get("", "k000") == "vk000");
  CHECK(tx.get("", "new").empty());
  CHECK(tx.get("", "k001") == "vk001");
  CHECK(tx.get_metadata("", "k001").at("m") == "k001");
  const ReadWriteSet set = only_set(tx);
  CHECK(set.reads.at("k000") == Version{0, 4});
  CHECK(set.reads.at("new") == std::nullopt);
  CHECK(set.writes.at("k001").deletes());
  CHECK(set.writes.at("new").value == "1");
  CHECK(tx.private_reads().empty());
}

TEST_CASE("simulator: a range records the rows that were taken, and where it stopped") {
  Store store;
  fill(store, 300);
  Simulator tx = peer_of(store, "A");
  const auto whole = tx.scan("", "k100", "k250");
  int rows = 0;
  while (whole->next()) ++rows;
  CHECK(rows == 150);
  const auto part = tx.scan("", "k000", "");
  part->next();
  part->next();
  const auto untouched = tx.scan("", "x", "y");
  const ReadWriteSet set = only_set(tx);
  REQUIRE(set.ranges.size() == 3);
  CHECK(set.ranges[0].exhausted);
  CHECK(set.ranges[0].end == "k250");
  CHECK(set.ranges[0].rows.size() == 150);
  CHECK_FALSE(set.ranges[1].exhausted);
  CHECK(set.ranges[1].end == "k001");
  CHECK(set.ranges[2].rows.empty());
}

TEST_CASE("simulator: the same range again is recorded once, another end is another range") {
  Store store;
  fill(store, 5);
  Simulator tx = peer_of(store, "A");
  for (const char* end : {"k003", "k003", "k004"}) {
    const auto rows = tx.scan("", "k000", end);
    while (rows->next()) {
    }
  }
  const ReadWriteSet set = only_set(tx);
  REQUIRE(set.ranges.size() == 2);
  CHECK(set.ranges[0].end == "k003");
  CHECK(set.ranges[1].end == "k004");
}

TEST_CASE("simulator: several private values are read without a look at their hashes") {
  Store store;
  fill(store, 0);
  Simulator b = peer_of(store, "B");
  CHECK(b.get_many(of_a, {"p", "absent"}) == std::vector<Bytes>{"", ""});
  CHECK(only_set(b).hashed.at(of_a).reads.at(crypto::sha256("p")) == std::nullopt);
  CHECK(b.private_reads() == std::set<CollectionName>{{"toy", of_a}});
  CHECK(b.asked_private());
}

TEST_CASE("simulator: pages carry a bookmark until the last") {
  Store store;
  fill(store, 5);
  Simulator tx = peer_of(store, "A");
  const auto first = tx.page("k000", "k005", 3);
  CHECK(first.rows.size() == 3);
  CHECK(first.bookmark == "k003");
  CHECK(only_set(tx).ranges.at(0).end == "k002");  // the bookmark's row is not read
  const auto last = tx.page(first.bookmark, "k005", 3);
  CHECK(last.rows.size() == 2);
  CHECK(last.bookmark.empty());
}

TEST_CASE("simulator: private values are there for their organisation only") {
  Store store;
  fill(store, 0);
  Simulator a = peer_of(store, "A");
  CHECK(a.get(of_a, "p") == "secret");
  CHECK(a.get(of_a, "absent").empty());
  CHECK(a.private_reads() == std::set<CollectionName>{{"toy", "_implicit_org_A"}});
  CHECK(a.asked_private());
  CHECK(only_set(a).hashed.at(of_a).reads.at(crypto::sha256("p")) == Version{0, 4});

  Simulator b = peer_of(store, "B");
  CHECK(error_of([&] { b.get(of_a, "p"); }) ==
        "private data matching public hash version is not available. Public hash version = "
        "{BlockNum: 0, TxNum: 4}, Private data version = <nil>");
  CHECK(b.get_hash(of_a, "p") == crypto::sha256("secret"));
  CHECK(error_of([&] { b.get("elsewhere", "p"); }) ==
        "collection trade/toy/elsewhere could not be found");
  CHECK(error_of([&] { b.get_hash("elsewhere", "p"); }) ==
        "collection [elsewhere] not defined in the collection config for chaincode [toy]");
  CHECK(b.get_hash("", "p").empty());
  CHECK(error_of([&] { b.put("_implicit_org_C", "p", "x"); }).starts_with("collection ["));
}

TEST_CASE("simulator: a private write leaves its hash in public and its value apart") {
  Store store;
  fill(store, 0);
  Simulator tx = peer_of(store, "A");  // not a member of B's collection, and may write all the same
  tx.put(of_b, "OPEN", "canary");
  tx.purge(of_a, "p");
  const ReadWriteSet set = only_set(tx);
  CHECK(set.hashed.at(of_b).writes.at(crypto::sha256("OPEN")).value_hash ==
        crypto::sha256("canary"));
  CHECK(set.hashed.at(of_a).writes.at(crypto::sha256("p")).purge);
  CHECK(tx.private_sets().at("toy").at(of_b).writes.at("OPEN").value == "canary");
  CHECK(encode_public({set}, tx.private_sets()).find("canary") == Bytes::npos);
}

TEST_CASE("simulator: paged and private queries are for transactions that write nothing") {
  Store store;
  fill(store, 3);
  const std::string prefix = "txid [t1]: unsuppored transaction. ";
  {
    Simulator tx = peer_of(store, "A");
    tx.put("", "x", "1");
    CHECK(error_of([&] { tx.page("", "", 2); }) ==
          prefix + "Paginated queries are supported only in a read-only transaction");
    CHECK(error_of([&] { tx.scan(of_a, "", ""); }) ==
          prefix + "Queries on pvt data is supported only in a read-only transaction");
  }
  {
    Simulator tx = peer_of(store, "A");
    tx.page("", "", 2);
    CHECK(error_of([&] { tx.put("", "x", "1"); }) ==
          prefix + "Transaction has already performed a paginated query. Writes are not allowed");
  }
  Simulator tx = peer_of(store, "A");
  const auto rows = tx.scan(of_a, "", "");
  CHECK(rows->next()->stored.value == "secret");
  CHECK_FALSE(rows->next());
  CHECK(error_of([&] { tx.put("", "x", "1"); }) ==
        prefix + "Transaction has already performed queries on pvt data. Writes are not allowed");
  CHECK(tx.sets().empty());
}

TEST_CASE("simulator: metadata replaces metadata") {
  Store store;
  fill(store, 1);
  Simulator tx = peer_of(store, "A");
  tx.put_metadata("", "k000", {{"VALIDATION_PARAMETER", "x"}});
  tx.put_metadata(of_a, "p", {{"VALIDATION_PARAMETER", "y"}});
  CHECK(only_set(tx).metadata.at("k000").size() == 1);
  CHECK(only_set(tx).hashed.at(of_a).metadata.at(crypto::sha256("p")).at("VALIDATION_PARAMETER") ==
        "y");
  CHECK(tx.get_metadata("", "k000").at("m") == "k000");
  CHECK(tx.get_metadata(of_a, "p").empty());
}

TEST_CASE("simulator: a called chaincode has its own keys, in the same transaction") {
  Store store;
  fill(store, 1);
  Simulator caller = peer_of(store, "A");
  CHECK(caller.get("", "k000") == "vk000");
  Simulator callee(caller, "side");
  CHECK(callee.get("", "k000").empty());
  callee.put("", "s", "1");
  caller.put("", "k000", "2");
  CHECK(callee.get("", "s").empty());
  const ReadWriteSets sets = caller.sets();
  REQUIRE(sets.size() == 2);
  CHECK(sets[0].chaincode == "side");
  CHECK(sets[0].writes.at("s").value == "1");
  CHECK(sets[0].reads.at("k000") == std::nullopt);
  CHECK(sets[1].chaincode == "toy");
  CHECK(sets[1].reads.at("k000") == Version{0, 4});
  // What is forbidden is forbidden to the transaction.
  CHECK(error_of([&] { callee.page("a", "z", 1); }).find("read-only transaction") !=
        std::string::npos);
  CHECK(error_of([&] { callee.get("open", "p"); }) ==
        "collection trade/side/open could not be found");
}

TEST_CASE("simulator: who is no member neither reads nor writes where that is for members") {
  Store store;
  fill(store, 0);
  Simulator stranger = peer_of(store, "A", "B");
  const std::string what =
      " access permission on privatedata in chaincodeName:toy collectionName: ";
  const std::string read = "tx creator does not have read" + what + "closed";
  const std::string write = "tx creator does not have write" + what + "closed";
  CHECK(error_of([&] { stranger.get("closed", "p"); }) == read);
  CHECK(error_of([&] { stranger.get_many("closed", {"p"}); }) == read);
  CHECK(error_of([&] { stranger.get_metadata("closed", "p"); }) == read);
  CHECK(error_of([&] { stranger.scan("closed", "a", "z"); }) == read);
  CHECK(error_of([&] { stranger.put("closed", "p", "v"); }) == write);
  CHECK(error_of([&] { stranger.purge("closed", "p"); }) == write);
  CHECK(error_of([&] { stranger.put_metadata("closed", "p", {}); }) == write);
  CHECK(stranger.get_hash("closed", "p").empty());  // that anybody may ask for
  CHECK(stranger.get("open", "p").empty());
  Simulator member = peer_of(store, "A", "A");
  CHECK(member.get("closed", "p").empty());
  member.put("closed", "p", "v");
  CHECK(member.private_sets().at("toy").contains("closed"));
}

TEST_CASE("simulator: a query yields as many rows as it may, and is cut off above") {
  constexpr int limit = 100'000;
  static_assert(Simulator::total_query_limit == limit);
  Store store;
  Commit commit{.number = 0};
  const auto key = [](int i) { return "k" + std::to_string(1'000'000 + i); };
  for (int i = 0; i <= limit; ++i)
    commit.values[{"", "toy", "", key(i)}] = Stored{.value = "v", .version = {0, 0}};
  store.commit(commit);
  const auto taken = [&](const std::string& end) {
    auto simulator = peer_of(store, "A");
    const auto rows = simulator.scan("", "", end);
    int count = 0;
    while (rows->next()) ++count;
    return std::pair{count, only_set(simulator).ranges.at(0).exhausted};
  };
  CHECK(taken(key(limit)) == std::pair{limit, true});
  CHECK(taken("") == std::pair{limit, false});
  const auto page = peer_of(store, "A").page("", "", limit + 1);
  CHECK(page.rows.size() == limit);
  CHECK(page.bookmark == key(limit));
}
