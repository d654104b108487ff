// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/devpeer/block_state.cpp, chaincode/devpeer/endorsement_check.cpp
#include "chaincode/devpeer/validator.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "chaincode/devpeer/block.hpp"
#include "proto/common/policies.pb.h"
#include "proto/msp/msp_principal.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/chaincode/devpeer/network.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::Network;

namespace {

const std::string of_b = "_implicit_org_B";

/// A channel of the operator O and the members A and B, policy AND(O, OR(A, B)).
struct Channel {
  Network network{{"A", "B", "O"}};
  Store store;
  ChannelRules rules{
      .channel = "trade",
      .organisations = {"A", "B", "O"},
      .chaincodes = {{"toy", {.policy = *Policy::parse("AND(O,OR(others))", {"A", "B", "O"})}},
                     {"side", {.policy = *Policy::parse("B", {"A", "B", "O"})}}}};
  int calls = 0;

  Channel() { store.commit({.number = 0, .block = genesis("trade").encode()}); }

  Network::Call next() { return {.nonce = "nonce" + std::to_string(++calls)}; }

  Bytes envelope(const ReadWriteSet& set, const std::vector<std::string>& endorsers,
                 const PrivateSet& clear = {}) {
    return network.envelope(next(), {set}, endorsers, {{set.chaincode, clear}});
  }
  std::vector<int> commit(const std::vector<Bytes>& envelopes) {
    const Validator validator(store, network.membership(), rules);
    const Commit commit = validator.validate(store.height(), "previous", envelopes);
    store.commit(commit);
    return Block::decode(commit.block).codes;
  }
  void put(const std::string& key, const std::string& value) {
    ReadWriteSet set = writing(key, value);
    REQUIRE(commit({envelope(set, {"O", "A"})}) == std::vector<int>{protos::VALID});
  }

  static ReadWriteSet writing(const std::string& key, const std::string& value) {
    ReadWriteSet set{.chaincode = "toy"};
    set.writes[key] = Write{.value = value};
    return set;
  }
  std::optional<Stored> find(const std::string& key) { return store.find({"", "toy", "", key}); }
};

ReadWriteSet private_write(const std::string& collection, const std::string& value) {
  ReadWriteSet set{.chaincode = "toy"};
  set.hashed[collection].writes[crypto::sha256("OPEN")] =
      HashedWrite{.value_hash = crypto::sha256(value)};
  return set;
}

Bytes key_policy(const std::string& msp) {
  common::SignaturePolicyEnvelope out;
  common::MSPRole role;
  role.set_msp_identifier(msp);
  role.set_role(common::MSPRole::PEER);
  out.add_identities()->set_principal(role.SerializeAsString());
  auto* rule = out.mutable_rule()->mutable_n_out_of();
  rule->set_n(1);
  rule->add_rules()->set_signed_by(0);
  return out.SerializeAsString();
}

}  // namespace

TEST_CASE("validator: the chaincode policy decides about public writes") {
  Channel channel;
  const ReadWriteSet set = Channel::writing("k", "v");
  CHECK(channel.commit({channel.envelope(set, {"O", "A"}), channel.envelope(set, {"O"}),
                        channel.envelope(set, {"A", "B"}), channel.envelope(set, {})}) ==
        std::vector<int>{protos::VALID, protos::ENDORSEMENT_POLICY_FAILURE,
                         protos::ENDORSEMENT_POLICY_FAILURE, protos::ENDORSEMENT_POLICY_FAILURE});
  CHECK(channel.find("k") == Stored{.value = "v", .version = {1, 0}});
}

TEST_CASE("validator: two transactions that read one key: exactly one is valid") {
  Channel channel;
  channel.put("k", "1");
  ReadWriteSet set = Channel::writing("k", "2");
  set.reads["k"] = Version{1, 0};
  SUBCASE("in one block") {
    CHECK(channel.commit({channel.envelope(set, {"O", "A"}), channel.envelope(set, {"O", "A"})}) ==
          std::vector<int>{protos::VALID, protos::MVCC_READ_CONFLICT});
  }
  SUBCASE("in two blocks") {
    CHECK(channel.commit({channel.envelope(set, {"O", "A"})}) == std::vector<int>{protos::VALID});
    CHECK(channel.commit({channel.envelope(set, {"O", "A"})}) ==
          std::vector<int>{protos::MVCC_READ_CONFLICT});
  }
  SUBCASE("a deletion of what was never there counts in its block, and in no later one") {
    ReadWriteSet gone = Channel::writing("absent", "");
    ReadWriteSet reads = Channel::writing("k2", "2");
    reads.reads["absent"] = std::nullopt;
    CHECK(
        channel.commit({channel.envelope(gone, {"O", "A"}), channel.envelope(reads, {"O", "A"})}) ==
        std::vector<int>{protos::VALID, protos::MVCC_READ_CONFLICT});
    CHECK(channel.commit({channel.envelope(reads, {"O", "A"})}) == std::vector<int>{protos::VALID});
  }
  SUBCASE("both read that a key is absent") {
    ReadWriteSet create = Channel::writing("new", "1");
    create.reads["new"] = std::nullopt;
    CHECK(channel.commit(
              {channel.envelope(create, {"O", "A"}), channel.envelope(create, {"O", "B"})}) ==
          std::vector<int>{protos::VALID, protos::MVCC_READ_CONFLICT});
  }
}

TEST_CASE("validator: phantoms") {
  Channel channel;
  channel.put("b", "1");  // block 1
  ReadWriteSet scan = Channel::writing("result", "1");
  scan.ranges.push_back({.start = "a", .end = "d", .exhausted = true, .rows = {{"b", {1, 0}}}});
  const auto with_scan = [&](const Bytes& before) {
    return channel.commit({before, channel.envelope(scan, {"O", "A"})}).at(1);
  };
  const auto writing = [&](const std::string& key, const std::string& value) {
    return channel.envelope(Channel::writing(key, value), {"O", "A"});
  };
  SUBCASE("nothing changed") { CHECK(with_scan(writing("d", "outside")) == protos::VALID); }
  SUBCASE("a new key") { CHECK(with_scan(writing("c", "1")) == protos::PHANTOM_READ_CONFLICT); }
  SUBCASE("a key gone") { CHECK(with_scan(writing("b", "")) == protos::PHANTOM_READ_CONFLICT); }
  SUBCASE("a key changed") { CHECK(with_scan(writing("b", "2")) == protos::PHANTOM_READ_CONFLICT); }
  SUBCASE("a key outside what was taken") {
    scan.ranges[0] = {.start = "a", .end = "b", .exhausted = false, .rows = {{"b", {1, 0}}}};
    CHECK(with_scan(writing("c", "1")) == protos::VALID);
  }
  SUBCASE("in an earlier block") {
    channel.put("c", "1");
    CHECK(channel.commit({channel.envelope(scan, {"O", "A"})}).at(0) ==
          protos::PHANTOM_READ_CONFLICT);
  }
}

TEST_CASE("validator: a private write needs its organisation, and only it") {
  Channel channel;
  const PrivateSet clear{{of_b, {.writes = {{"OPEN", Write{.value = "canary"}}}}}};
  const ReadWriteSet set = private_write(of_b, "canary");
  const auto commit = [&](const ReadWriteSet& what, const std::vector<std::string>& endorsers) {
    const auto call = channel.next();
    const Bytes envelope = channel.network.envelope(call, {what}, endorsers, {{"toy", clear}});
    channel.store.keep_private(transaction_id(call.nonce, channel.network.client("A").identity),
                               encode_private({{"toy", clear}}));
    return channel.commit({envelope}).at(0);
  };
  ReadWriteSet with_public = set;
  with_public.writes["k"] = Write{.value = "v"};
  CHECK(commit(with_public, {"O", "A"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(commit(with_public, {"B"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(commit(private_write("_implicit_org_X", "x"), {"O", "A", "B"}) ==
        protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK_FALSE(channel.store.find({"B", "toy", of_b, "OPEN"}));
  CHECK(commit(with_public, {"O", "B"}) == protos::VALID);
  CHECK(commit(set, {"B"}) == protos::VALID);  // no public write: the chaincode policy is not asked
  CHECK(channel.store.find({"B", "toy", of_b, "OPEN"})->value == "canary");
  CHECK_FALSE(channel.store.find({"O", "toy", of_b, "OPEN"}));
  CHECK(channel.store.find_hashed({"", "toy", of_b, crypto::sha256("OPEN")})->value ==
        crypto::sha256("canary"));
}

TEST_CASE("validator: new metadata move the version of a private value and of its hash alike") {
  Channel channel;
  const auto commit = [&](const ReadWriteSet& set, const PrivateSet& clear) {
    const auto call = channel.next();
    const Bytes envelope = channel.network.envelope(call, {set}, {"B"}, {{"toy", clear}});
    channel.store.keep_private(transaction_id(call.nonce, channel.network.client("A").identity),
                               encode_private({{"toy", clear}}));
    REQUIRE(channel.commit({envelope}).at(0) == protos::VALID);
  };
  commit(private_write(of_b, "canary"), {{of_b, {.writes = {{"OPEN", Write{.value = "canary"}}}}}});
  ReadWriteSet set{.chaincode = "toy"};
  set.hashed[of_b].metadata[crypto::sha256("OPEN")] = {{"m", "x"}};
  commit(set, {{of_b, {.metadata = {"OPEN"}}}});
  const auto value = channel.store.find({"B", "toy", of_b, "OPEN"});
  const auto hash = channel.store.find_hashed({"", "toy", of_b, crypto::sha256("OPEN")});
  CHECK(value->value == "canary");
  CHECK(value->version == Version{2, 0});
  CHECK(hash->version == Version{2, 0});
  CHECK(hash->metadata.at("m") == "x");
}

TEST_CASE("validator: a value in clear that is not the endorsed one is not stored") {
  Channel channel;
  const auto call = channel.next();
  const Bytes envelope = channel.network.envelope(call, {private_write(of_b, "canary")}, {"B"});
  channel.store.keep_private(
      transaction_id(call.nonce, channel.network.client("A").identity),
      encode_private({{"toy", {{of_b, {.writes = {{"OPEN", Write{.value = "another"}}}}}}}}));
  CHECK(channel.commit({envelope}).at(0) == protos::VALID);
  CHECK_FALSE(channel.store.find({"B", "toy", of_b, "OPEN"}));
  CHECK(channel.store.find_hashed({"", "toy", of_b, crypto::sha256("OPEN")}));
}

TEST_CASE("validator: the first copy of a transaction decides") {
  Channel channel;
  const Bytes envelope = channel.envelope(Channel::writing("k", "v"), {"O", "A"});
  CHECK(channel.commit({envelope, envelope}) ==
        std::vector<int>{protos::VALID, protos::DUPLICATE_TXID});
  CHECK(channel.commit({envelope}) == std::vector<int>{protos::DUPLICATE_TXID});
  CHECK(channel.store.history("toy", "k").size() == 1);
}

TEST_CASE("validator: a copy that is not endorsed well enough is nobody's first") {
  Channel channel;
  const Network::Call call = channel.next();
  const auto copy = [&](const std::vector<std::string>& endorsers) {
    return channel.network.envelope(call, {Channel::writing("k", "v")}, endorsers);
  };
  CHECK(channel.commit({copy({"A"}), copy({"O", "A"}), copy({"O"}), copy({"O", "B"})}) ==
        std::vector<int>{protos::ENDORSEMENT_POLICY_FAILURE, protos::VALID,
                         protos::ENDORSEMENT_POLICY_FAILURE, protos::DUPLICATE_TXID});
  CHECK(channel.find("k")->version == Version{1, 1});
  CHECK(channel.store.history("toy", "k").size() == 1);
  // In a later block every copy is one, also of what was invalid.
  CHECK(channel.commit({copy({"O"})}) == std::vector<int>{protos::DUPLICATE_TXID});
}

TEST_CASE("validator: a key's own policy replaces the chaincode's") {
  Channel channel;
  channel.put("k", "1");
  ReadWriteSet policy{.chaincode = "toy"};
  policy.metadata["k"] = {{"VALIDATION_PARAMETER", key_policy("B")}};
  const ReadWriteSet write = Channel::writing("k", "2");
  // In the block that changes the policy nobody else writes the key.
  CHECK(
      channel.commit({channel.envelope(policy, {"O", "A"}), channel.envelope(write, {"O", "B"})}) ==
      std::vector<int>{protos::VALID, protos::ENDORSEMENT_POLICY_FAILURE});
  CHECK(channel.commit({channel.envelope(write, {"O", "A"}), channel.envelope(policy, {"O", "A"}),
                        channel.envelope(write, {"B"})}) ==
        std::vector<int>{protos::ENDORSEMENT_POLICY_FAILURE, protos::ENDORSEMENT_POLICY_FAILURE,
                         protos::VALID});
  CHECK(channel.find("k")->value == "2");
  CHECK(channel.find("k")->metadata.count("VALIDATION_PARAMETER") == 1);  // it survives a new value
}

TEST_CASE("validator: metadata of an absent key is nothing, deletion drops it") {
  Channel channel;
  ReadWriteSet set{.chaincode = "toy"};
  set.metadata["absent"] = {{"m", "1"}};
  CHECK(channel.commit({channel.envelope(set, {"O", "A"})}).at(0) == protos::VALID);
  CHECK_FALSE(channel.find("absent"));
  channel.put("k", "1");
  channel.put("k", "");
  CHECK_FALSE(channel.find("k"));
  CHECK(channel.store.history("toy", "k").front().is_delete);
}

TEST_CASE("validator: what cannot be read, and a chaincode that is not defined") {
  Channel channel;
  auto call = channel.next();
  call.chaincode = "unknown";
  const Bytes unknown = channel.network.envelope(call, {}, {"O", "A"});
  call = channel.next();
  ReadWriteSet of_another{.chaincode = "unknown"};
  of_another.reads["k"] = std::nullopt;
  const Bytes only_read = channel.network.envelope(call, {of_another}, {"O", "A"});
  call = channel.next();
  of_another.writes["k"] = Write{.value = "v"};
  const Bytes mixed = channel.network.envelope(call, {of_another}, {"O", "A"});
  CHECK(channel.commit({unknown, only_read, mixed, "\xff"}) ==
        std::vector<int>{protos::INVALID_CHAINCODE, protos::VALID, protos::INVALID_CHAINCODE,
                         protos::INVALID_OTHER_REASON});
  CHECK(channel.store.height() == 2);
}

TEST_CASE("validator: what is written to several chaincodes needs the policy of each") {
  Channel channel;
  ReadWriteSet side{.chaincode = "side"};
  side.writes["s"] = Write{.value = "v"};
  const auto both = [&](const std::vector<std::string>& endorsers) {
    return channel.network.envelope(channel.next(), {side, Channel::writing("k", "v")}, endorsers);
  };
  const auto alone = [&](const std::vector<std::string>& endorsers) {
    return channel.network.envelope(channel.next(), {side}, endorsers);
  };
  // The called chaincode's policy counts even where it did nothing itself.
  CHECK(channel.commit({both({"O", "A"}), both({"B"}), alone({"B"}), both({"O", "B"})}) ==
        std::vector<int>{protos::ENDORSEMENT_POLICY_FAILURE, protos::ENDORSEMENT_POLICY_FAILURE,
                         protos::ENDORSEMENT_POLICY_FAILURE, protos::VALID});
  CHECK(channel.find("k")->version == Version{1, 3});
  CHECK(channel.store.find({"", "side", "", "s"})->version == Version{1, 3});
  CHECK(channel.store.history("side", "s").size() == 1);
}

TEST_CASE("validator: reads of every chaincode are checked") {
  Channel channel;
  channel.put("k", "1");  // block 1
  ReadWriteSet side{.chaincode = "side"};
  side.writes["s"] = Write{.value = "v"};
  ReadWriteSet toy{.chaincode = "toy"};
  toy.reads["k"] = Version{1, 0};
  const Bytes right = channel.network.envelope(channel.next(), {side, toy}, {"O", "B"});
  toy.reads["k"] = Version{0, 0};
  const Bytes wrong = channel.network.envelope(channel.next(), {side, toy}, {"O", "B"});
  CHECK(channel.commit({right, wrong}) ==
        std::vector<int>{protos::VALID, protos::MVCC_READ_CONFLICT});
}

TEST_CASE("validator: an explicit collection has its own policy or its chaincode's, and members") {
  Channel channel;
  channel.rules.chaincodes.at("toy").collections = {
      {"plain", {.name = "plain", .members = {"A", "B"}}},
      {"own",
       {.name = "own",
        .members = {"A", "B"},
        .endorsement = *Policy::parse("OR(A,B)", {"A", "B", "O"})}}};
  const auto commit = [&](const std::string& collection,
                          const std::vector<std::string>& endorsers) {
    const auto call = channel.next();
    const PrivateSets clear{
        {"toy", {{collection, {.writes = {{"OPEN", Write{.value = "canary"}}}}}}}};
    const Bytes envelope =
        channel.network.envelope(call, {private_write(collection, "canary")}, endorsers, clear);
    channel.store.keep_private(transaction_id(call.nonce, channel.network.client("A").identity),
                               encode_private(clear));
    return channel.commit({envelope}).at(0);
  };
  CHECK(commit("plain", {"A", "B"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(commit("plain", {"O", "B"}) == protos::VALID);
  CHECK(commit("own", {"O"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  CHECK(commit("own", {"B"}) == protos::VALID);
  CHECK(commit("none", {"O", "A", "B"}) == protos::ENDORSEMENT_POLICY_FAILURE);
  for (const char* member : {"A", "B"})
    CHECK(channel.store.find({member, "toy", "own", "OPEN"})->value == "canary");
  CHECK_FALSE(channel.store.find({"O", "toy", "own", "OPEN"}));
  CHECK(channel.store.private_records(4).size() == 1);
}
