// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/filtered_block.hpp"

#include <doctest/doctest.h>

#include "chaincode/devpeer/block.hpp"
#include "proto/peer/events.pb.h"
#include "tests/chaincode/devpeer/network.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::Network;

namespace {

common::Block read(const Block& block) {
  common::Block out;
  REQUIRE(out.ParseFromString(block.encode()));
  return out;
}

Bytes envelope_of(const common::ChannelHeader& header, const std::string& data) {
  common::Payload payload;
  payload.mutable_header()->set_channel_header(header.SerializeAsString());
  payload.set_data(data);
  common::Envelope out;
  out.set_payload(payload.SerializeAsString());
  return out.SerializeAsString();
}

common::ChannelHeader header(common::HeaderType type) {
  common::ChannelHeader out;
  out.set_type(type);
  out.set_channel_id("trade");
  out.set_tx_id("id");
  return out;
}

}  // namespace

TEST_CASE("filtered block: ids, types, codes and events without payload, nothing else") {
  Network network({"A", "O"});
  protos::ChaincodeEvent event;
  event.set_chaincode_id("toy");
  event.set_tx_id("t");
  event.set_event_name("happened");
  event.set_payload("canary");
  const Bytes with_event =
      network.envelope({.nonce = "1"}, {}, {"A"}, {}, event.SerializeAsString());
  const Bytes without = network.envelope({.nonce = "2"}, {}, {"A"});
  const auto out = filter_block(read({.number = 7,
                                      .envelopes = {with_event, without},
                                      .codes = {protos::VALID, protos::MVCC_READ_CONFLICT}}));
  REQUIRE(out);
  CHECK(out->number() == 7);
  CHECK(out->channel_id() == "trade");
  REQUIRE(out->filtered_transactions_size() == 2);
  const auto& first = out->filtered_transactions(0);
  CHECK(first.txid().size() == 64);
  CHECK(first.type() == common::ENDORSER_TRANSACTION);
  CHECK(first.tx_validation_code() == protos::VALID);
  REQUIRE(first.transaction_actions().chaincode_actions_size() == 1);
  const auto& told = first.transaction_actions().chaincode_actions(0).chaincode_event();
  CHECK(told.event_name() == "happened");
  CHECK(told.chaincode_id() == "toy");
  CHECK(told.tx_id() == "t");
  CHECK(out->SerializeAsString().find("canary") == std::string::npos);
  const auto& second = out->filtered_transactions(1);
  CHECK(second.tx_validation_code() == protos::MVCC_READ_CONFLICT);
  CHECK(second.has_transaction_actions());
  CHECK(second.transaction_actions().chaincode_actions_size() == 0);
}

TEST_CASE("filtered block: the configuration has a type and no actions") {
  const auto out = filter_block(read(genesis("trade")));
  REQUIRE(out);
  CHECK(out->number() == 0);
  REQUIRE(out->filtered_transactions_size() == 1);
  CHECK(out->filtered_transactions(0).type() == common::CONFIG);
  CHECK_FALSE(out->filtered_transactions(0).has_transaction_actions());
}

TEST_CASE("filtered block: what is no envelope is left out, what only looks like one spoils all") {
  const auto filter = [](const Bytes& envelope) {
    return filter_block(
        read({.number = 1, .envelopes = {envelope}, .codes = {protos::BAD_PAYLOAD}}));
  };
  CHECK(filter("\xff")->filtered_transactions_size() == 0);
  common::Envelope odd;
  CHECK(filter(odd.SerializeAsString())->filtered_transactions_size() == 0);
  odd.set_payload("\xff");
  CHECK_FALSE(filter(odd.SerializeAsString()));
  CHECK(filter(envelope_of(header(common::MESSAGE), "\xff"))->filtered_transactions_size() == 1);
  CHECK_FALSE(filter(envelope_of(header(common::ENDORSER_TRANSACTION), "\xff")));
}
