// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/wire.hpp"

#include <doctest/doctest.h>

#include "proto/peer/shim.pb.h"

using namespace tradelane::bench;

TEST_CASE("bench wire: a message as protobuf writes it is read as protobuf reads it") {
  protos::ChaincodeMessage message;
  message.set_type(protos::ChaincodeMessage::COMPLETED);
  message.set_payload(std::string(300, 'p'));
  message.set_txid("txid");
  message.set_channel_id("channel");
  message.mutable_timestamp()->set_seconds(-1);
  message.mutable_chaincode_event()->set_event_name("e");
  const std::string bytes = message.SerializeAsString();
  const auto view = read_message(bytes);
  CHECK(view.is_readable);
  CHECK(view.type == protos::ChaincodeMessage::COMPLETED);
  CHECK(view.payload == message.payload());
  CHECK(view.txid == "txid");
  CHECK(view.channel == "channel");
  CHECK_FALSE(view.event.empty());
}

TEST_CASE("bench wire: what is cut off is not readable") {
  protos::ChaincodeMessage message;
  message.set_txid("txid");
  message.set_type(protos::ChaincodeMessage::COMPLETED);
  const std::string bytes = message.SerializeAsString();
  for (const std::size_t size : {std::size_t{1}, std::size_t{3}, bytes.size() - 1}) {
    CAPTURE(size);
    CHECK_FALSE(read_message(bytes.substr(0, size)).is_readable);
  }
  CHECK_FALSE(read_message("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff").is_readable);
}

TEST_CASE("bench wire: what is written is what protobuf writes") {
  protos::ChaincodeMessage message;
  message.set_type(protos::ChaincodeMessage::RESPONSE);
  message.set_payload(std::string(200, 'p'));
  message.set_txid("txid");
  std::string bytes;
  append_number(bytes, 1, protos::ChaincodeMessage::RESPONSE);
  append_text(bytes, 3, std::string(200, 'p'));
  append_text(bytes, 4, "txid");
  CHECK(bytes == message.SerializeAsString());
}
