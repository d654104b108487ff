// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/apply.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

/// A ledger of one collection whose values live two blocks, and of one whose values stay.
struct Ledger {
  Store store;
  ChannelRules rules{
      .channel = "trade",
      .organisations = {"A", "B"},
      .chaincodes = {
          {"toy",
           {.collections = {{"short", {.name = "short", .members = {"A"}, .block_to_live = 2}},
                            {"long", {.name = "long", .members = {"A", "B"}}}}}}}};

  /// A block in which each of `keys` is written, or purged, into the collection.
  void write(const std::string& collection, const std::vector<std::string>& keys,
             bool purges = false) {
    Commit commit{.number = store.height()};
    std::uint64_t index = 0;
    for (const std::string& key : keys) {
      const Write value = purges ? Write{.purge = true} : Write{.value = "canary"};
      ReadWriteSet set{.chaincode = "toy"};
      set.hashed[collection].writes[crypto::sha256(key)] = {
          .value_hash = purges ? Bytes{} : crypto::sha256("canary"), .purge = purges};
      const PrivateSets clear{{"toy", {{collection, {.writes = {{key, value}}}}}}};
      apply({.txid = key, .chaincode = "toy", .sets = {set}}, index++, {encode_private(clear)},
            rules, store, commit);
    }
    expire(store, commit);
    store.commit(commit);
  }
  bool has(const std::string& collection, const std::string& key, const std::string& org = "A") {
    const bool clear = store.find({org, "toy", collection, key}).has_value();
    const bool hash = store.find_hashed({"", "toy", collection, crypto::sha256(key)}).has_value();
    if (org == "A") CHECK(clear == hash);
    return clear;
  }
};

}  // namespace

TEST_CASE("apply: a value lives as many blocks as its collection says, with its hash and record") {
  Ledger ledger;
  ledger.write("short", {"p"});  // block 0
  ledger.write("long", {"q"});
  CHECK(ledger.has("long", "q", "B"));
  ledger.write("long", {});
  CHECK(ledger.has("short", "p"));
  CHECK(ledger.store.private_records(0).size() == 1);
  ledger.write("long", {});  // block 3: two have passed
  CHECK_FALSE(ledger.has("short", "p"));
  CHECK(ledger.store.private_records(0).empty());
  CHECK(ledger.has("long", "q"));
}

TEST_CASE("apply: a value that was written again lives from then on") {
  Ledger ledger;
  ledger.write("short", {"p"});  // block 0
  ledger.write("short", {"p"});
  ledger.write("long", {});
  ledger.write("long", {});
  CHECK(ledger.has("short", "p"));
  ledger.write("long", {});  // block 4: two after block 1
  CHECK_FALSE(ledger.has("short", "p"));
  ledger.write("short", {"r"});  // block 5
  ledger.write("long", {});
  ledger.write("long", {});
  ledger.write("short", {"r"});  // written in the very block that would forget it
  CHECK(ledger.has("short", "r"));
}

TEST_CASE("apply: a purge leaves neither value nor hash nor record") {
  Ledger ledger;
  ledger.write("long", {"p", "q"});
  ledger.write("long", {"p"}, true);
  for (const char* org : {"A", "B"}) {
    CHECK_FALSE(ledger.has("long", "p", org));
    CHECK(ledger.has("long", "q", org));
  }
  const auto records = ledger.store.private_records(0);
  REQUIRE(records.size() == 2);
  CHECK(records[0].writes.empty());
  CHECK(records[1].writes.find("canary") != Bytes::npos);
}

TEST_CASE("apply: private values that cannot be read are a fault, not values that never were") {
  Ledger ledger;
  Commit commit{.number = ledger.store.height()};
  CHECK_THROWS_WITH_AS(
      apply({.txid = "t", .chaincode = "toy"}, 0, {"\xff"}, ledger.rules, ledger.store, commit),
      "the private values that were kept of a transaction cannot be read", Fault);
}
