// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/transaction.hpp"

#include <doctest/doctest.h>

#include "proto/common/common.pb.h"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/transaction.pb.h"
#include "tests/chaincode/devpeer/network.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::Network;

namespace {

ReadWriteSet one_write() {
  ReadWriteSet set{.chaincode = "toy"};
  set.writes["k"] = Write{.value = "v"};
  return set;
}

}  // namespace

TEST_CASE("transaction: an envelope gives back what was endorsed") {
  const Network network({"A", "B"});
  const Bytes envelope = network.envelope({}, {one_write()}, {"A", "B", "B"});
  const Reading reading = read_envelope(envelope, "trade", network.membership());
  REQUIRE(reading.code == protos::VALID);
  REQUIRE(reading.transaction);
  CHECK(reading.transaction->txid == reading.txid);
  CHECK(reading.transaction->chaincode == "toy");
  CHECK(reading.transaction->sets == ReadWriteSets{one_write()});
  CHECK(reading.transaction->seconds == 1'800'000'000);
  // One endorsement of B counts, however often it is there.
  CHECK(verified_endorsers(*reading.transaction, network.membership()) ==
        std::vector<std::string>{"A", "B"});
}

TEST_CASE("transaction: what a committer refuses") {
  const Network network({"A", "B"});
  const Bytes good = network.envelope({}, {one_write()}, {"A"});
  const auto code = [&](const Bytes& envelope) {
    return read_envelope(envelope, "trade", network.membership()).code;
  };
  // The client of the envelope is A's; its payload is signed again after each change.
  const auto with = [&](const auto& change) {
    common::Envelope envelope;
    common::Payload payload;
    envelope.ParseFromString(good);
    payload.ParseFromString(envelope.payload());
    change(payload);
    return code(test::sign_envelope(network.client("A"), payload.SerializeAsString()));
  };
  const auto with_channel = [&](const auto& change) {
    return with([&](common::Payload& payload) {
      common::ChannelHeader channel;
      channel.ParseFromString(payload.header().channel_header());
      change(channel);
      payload.mutable_header()->set_channel_header(channel.SerializeAsString());
    });
  };
  using P = common::Payload;
  using C = common::ChannelHeader;
  CHECK(code(good) == protos::VALID);
  CHECK(code("\xff") == protos::INVALID_OTHER_REASON);
  CHECK(with([](P& p) { p.clear_header(); }) == protos::BAD_COMMON_HEADER);
  CHECK(with_channel([](C& c) { c.set_epoch(1); }) == protos::BAD_COMMON_HEADER);
  CHECK(with_channel([](C& c) { c.set_type(1); }) == protos::UNKNOWN_TX_TYPE);
  CHECK(with_channel([](C& c) { c.set_tx_id("f"); }) == protos::BAD_PROPOSAL_TXID);
  CHECK(with_channel([](C& c) { c.set_channel_id("x"); }) == protos::TARGET_CHAIN_NOT_FOUND);
  CHECK(with_channel([](C& c) { c.mutable_timestamp()->set_seconds(1); }) ==
        protos::INVALID_ENDORSER_TRANSACTION);  // no longer the header that was endorsed
  CHECK(with([](P& p) { p.set_data("\xff"); }) == protos::INVALID_ENDORSER_TRANSACTION);

  CHECK(code(network.envelope({.nonce = "2"}, {one_write(), one_write()}, {"A"})) ==
        protos::ILLEGAL_WRITESET);
  protos::ChaincodeEvent event;
  event.set_chaincode_id("toy");
  CHECK(code(network.envelope({.nonce = "3"}, {}, {"A"}, {}, event.SerializeAsString())) ==
        protos::VALID);
  event.set_chaincode_id("another");
  CHECK(code(network.envelope({.nonce = "4"}, {}, {"A"}, {}, event.SerializeAsString())) ==
        protos::INVALID_OTHER_REASON);
  CHECK(code(network.envelope({.nonce = "5"}, {}, {"A"}, {}, "\xff")) ==
        protos::INVALID_OTHER_REASON);

  common::Envelope stolen;
  stolen.ParseFromString(good);
  CHECK(code(test::sign_envelope(network.client("B"), stolen.payload())) ==
        protos::BAD_CREATOR_SIGNATURE);
}

TEST_CASE("transaction: an endorsement counts only from a peer over exactly these bytes") {
  const Network network({"A", "B"});
  const Reading reading =
      read_envelope(network.envelope({}, {one_write()}, {"A", "B"}), "trade", network.membership());
  EndorsedTransaction tx = *reading.transaction;
  tx.endorsements[0].signature = tx.endorsements[1].signature;
  CHECK(verified_endorsers(tx, network.membership()) == std::vector<std::string>{"B"});
  const test::Signer& client = network.client("B");
  tx.endorsements[1] = {client.identity, client.sign(tx.response_payload + client.identity)};
  CHECK(verified_endorsers(tx, network.membership()).empty());
}

TEST_CASE("transaction: the event of a valid one is read and nothing of it checked again") {
  const Network network({"A"});
  protos::ChaincodeEvent event;
  event.set_chaincode_id("toy");
  event.set_event_name("happened");
  common::Envelope envelope;
  REQUIRE(envelope.ParseFromString(
      network.envelope({}, {one_write()}, {"A"}, {}, event.SerializeAsString())));
  envelope.clear_signature();
  CHECK(event_of(envelope.SerializeAsString())->event_name() == "happened");
  CHECK_FALSE(event_of(network.envelope({}, {one_write()}, {"A"})));
  envelope.mutable_payload()->pop_back();
  CHECK_THROWS_WITH_AS((void)event_of(envelope.SerializeAsString()),
                       "a payload of this peer's own cannot be read", Fault);
  CHECK_THROWS_WITH_AS((void)event_of(common::Envelope().SerializeAsString()),
                       "a valid transaction without its one action", Fault);
}

TEST_CASE("transaction: what the peer passes on must be what it has read before") {
  CHECK_THROWS_WITH_AS((void)response_payload({}, {.response = "\xff"}, "1"),
                       "a response of this peer's own cannot be read", Fault);
  CHECK_THROWS_WITH_AS((void)envelope_payload({.header = "\xff"}, "", {}),
                       "a header of this peer's own cannot be read", Fault);
}
