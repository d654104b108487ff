// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/rwset.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/rwset.pb.h"

using namespace tradelane;
using namespace tradelane::devpeer;

TEST_CASE("rwset: what is encoded is decoded") {
  ReadWriteSet set{.chaincode = "toy"};
  set.reads["absent"] = std::nullopt;
  set.reads["there"] = Version{3, 1};
  set.ranges.push_back({.start = "a", .end = "c", .exhausted = false, .rows = {{"b", {2, 0}}}});
  set.writes["gone"] = Write{};
  set.writes["new"] = Write{.value = "1"};
  set.metadata["new"] = {{"VALIDATION_PARAMETER", "policy"}};
  set.hashed["_implicit_org_A"].reads[Bytes(32, 'h')] = Version{1, 0};
  set.hashed["_implicit_org_A"].writes[Bytes(32, 'k')] = HashedWrite{.value_hash = Bytes(32, 'v')};
  set.hashed["_implicit_org_A"].writes[Bytes(32, 'p')] =
      HashedWrite{.value_hash = {}, .purge = true};
  CHECK(decode_public(encode_public({set}, {})) == ReadWriteSets{set});
}

TEST_CASE("rwset: the clear values are bound by their hash and are not in the public bytes") {
  ReadWriteSet set{.chaincode = "toy"};
  set.hashed["_implicit_org_A"].writes[crypto::sha256("OPEN")] =
      HashedWrite{.value_hash = crypto::sha256("canary")};
  const PrivateSet clear{{"_implicit_org_A", {.writes = {{"OPEN", Write{.value = "canary"}}}}}};
  const Bytes bytes = encode_public({set}, {{"toy", clear}});
  CHECK(bytes.find("canary") == Bytes::npos);
  CHECK(bytes.find("OPEN") == Bytes::npos);
  const PrivateSet other{{"_implicit_org_A", {.writes = {{"OPEN", Write{.value = "other"}}}}}};
  CHECK(bytes != encode_public({set}, {{"toy", other}}));
  CHECK(bytes != encode_public({set}, {{"another", clear}}));
  const PrivateSets both{{"another", other}, {"toy", clear}};
  CHECK(decode_private(encode_private(both)) == both);
  CHECK(encode_private({}).empty());
  CHECK(encode_private({{"toy", {}}}).empty());
}

TEST_CASE("rwset: hashed keys come in the order of the true ones") {
  ReadWriteSet set{.chaincode = "toy"};
  HashedSet& hashed = set.hashed["_implicit_org_A"];
  // By their hashes these two are the other way round.
  REQUIRE(crypto::sha256("k4") > crypto::sha256("k5"));
  for (const char* key : {"k4", "k5"}) {
    hashed.reads[crypto::sha256(key)] = std::nullopt;
    hashed.names[crypto::sha256(key)] = key;
  }
  const Bytes named = encode_public({set}, {});
  CHECK(named.find(crypto::sha256("k4")) < named.find(crypto::sha256("k5")));
  hashed.names.clear();
  const Bytes unnamed = encode_public({set}, {});
  CHECK(unnamed.find(crypto::sha256("k4")) > unnamed.find(crypto::sha256("k5")));
}

TEST_CASE("rwset: a key whose metadata alone is written stands in the private set too") {
  const PrivateSet clear{{"_implicit_org_A", {.metadata = {"p"}}}};
  CHECK(decode_private(encode_private({{"toy", clear}})) == PrivateSets{{"toy", clear}});
  ReadWriteSet set{.chaincode = "toy"};
  set.hashed["_implicit_org_A"].metadata[crypto::sha256("p")] = {{"VALIDATION_PARAMETER", "x"}};
  CHECK(encode_public({set}, {{"toy", clear}}) != encode_public({set}, {}));
}

TEST_CASE("rwset: what is no set") {
  CHECK_FALSE(decode_public("nonsense"));
  CHECK(decode_public("") == ReadWriteSets{});  // nothing read, nothing written
  kvrwset::KVRWSet lying;
  auto* write = lying.add_writes();
  write->set_key("k");
  write->set_is_delete(true);
  write->set_value("kept after all");
  rwset::TxReadWriteSet whole;
  whole.add_ns_rwset()->set_rwset(lying.SerializeAsString());
  CHECK_FALSE(decode_public(whole.SerializeAsString()));
  whole.mutable_ns_rwset(0)->clear_rwset();
  CHECK(decode_public(whole.SerializeAsString()));
}

TEST_CASE("rwset: one set for each chaincode, and none for one that did nothing") {
  ReadWriteSet one{.chaincode = "one"}, two{.chaincode = "two"}, idle{.chaincode = "idle"};
  one.reads["k"] = std::nullopt;
  two.writes["k"] = Write{.value = "v"};
  CHECK(decode_public(encode_public({idle, one, two}, {})) == ReadWriteSets{one, two});
  CHECK(encode_public({idle}, {}).empty());
  CHECK(two.writes_something());
  CHECK_FALSE(one.writes_something());
  one.hashed["c"].reads["h"] = std::nullopt;
  CHECK_FALSE(one.writes_something());
  one.hashed["c"].metadata["h"] = {};
  CHECK(one.writes_something());
}

TEST_CASE("rwset: metadata and versions as they are kept and printed") {
  const Metadata metadata{{"a", "1"}, {"b", ""}};
  CHECK(decode_metadata(encode_metadata(metadata)) == metadata);
  CHECK(encode_metadata({}).empty());
  CHECK_THROWS_AS((void)decode_metadata("\xff\xff"), Fault);
  CHECK(Version::text(std::nullopt) == "<nil>");
  CHECK(Version::text(Version{7, 2}) == "{BlockNum: 7, TxNum: 2}");
}
