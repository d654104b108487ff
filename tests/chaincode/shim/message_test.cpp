// SPDX-License-Identifier: Apache-2.0
// What stub_test.cpp and its neighbours do not see.
#include "chaincode/shim/message.hpp"

#include <optional>

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "proto/peer/shim.pb.h"
#include "tests/support/proposal.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

PeerMessage ready(const std::string& payload) {
  protos::ChaincodeMessage message;
  message.set_type(protos::ChaincodeMessage::READY);
  message.set_payload(payload);
  return *PeerMessage::decode(message.SerializeAsString());
}

std::string announced(std::uint32_t batch, std::uint32_t multiple) {
  protos::ChaincodeAdditionalParams params;
  params.set_use_write_batch(batch > 0);
  params.set_max_size_write_batch(batch);
  params.set_use_get_multiple_keys(multiple > 0);
  params.set_max_size_get_multiple_keys(multiple);
  return params.SerializeAsString();
}

}  // namespace

TEST_CASE("messages: what a peer sends is read where it is, and stays there") {
  const protos::ChaincodeMessage wire = test::transaction_message({.args = {"f"}});
  std::optional<PeerMessage> message = PeerMessage::decode(wire.SerializeAsString());
  REQUIRE(message);
  const std::string_view payload = message->payload();
  const PeerMessage copy = *message;
  message.reset();
  CHECK(copy.type() == MessageType::transaction);
  CHECK(copy.channel() == wire.channel_id());
  CHECK(copy.txid() == wire.txid());
  CHECK(copy.transaction().txid == wire.txid());
  CHECK(copy.payload() == wire.payload());
  CHECK(copy.payload().data() == payload.data());
  CHECK(copy.proposal() == wire.proposal().proposal_bytes());
  CHECK(copy.bytes() == wire.SerializeAsString());
  CHECK_FALSE(PeerMessage::decode("\xff\xff\xff"));
}

TEST_CASE("messages: one so short that its bytes move with it") {
  protos::ChaincodeMessage wire;
  wire.set_txid("t");
  PeerMessage message = *PeerMessage::decode(wire.SerializeAsString());
  const PeerMessage moved = std::move(message);
  CHECK(moved.txid() == "t");
  CHECK(moved.proposal() == "");
  CHECK(moved.proposal_signature() == "");
}

TEST_CASE("messages: the input of a call") {
  protos::ChaincodeInput input;
  input.add_args("f");
  input.add_args(std::string("\0\xff", 2));
  (*input.mutable_decorations())["d"] = "v";
  input.set_is_init(true);
  protos::ChaincodeMessage wire;
  wire.set_type(protos::ChaincodeMessage::TRANSACTION);
  wire.set_payload(input.SerializeAsString());
  const auto message = PeerMessage::decode(wire.SerializeAsString());
  const auto read = read_input(*message);
  REQUIRE(read);
  CHECK(read->args == std::vector<std::string_view>{"f", std::string_view("\0\xff", 2)});
  CHECK(read->decorations == std::map<std::string_view, std::string_view>{{"d", "v"}});
  CHECK(read->is_init);
  protos::ChaincodeInput once_more;
  (*once_more.mutable_decorations())["d"] = "last";
  wire.set_payload(input.SerializeAsString() + once_more.SerializeAsString());
  const auto twice = PeerMessage::decode(wire.SerializeAsString());
  CHECK(read_input(*twice)->decorations.at("d") == "last");
  wire.set_payload("\xff\xff\xff");
  const auto garbage = PeerMessage::decode(wire.SerializeAsString());
  CHECK_FALSE(read_input(*garbage));
}

TEST_CASE("messages: what READY announces, for peers of v2.5 and v3.1") {
  struct Row {
    std::string payload;
    PeerAbilities abilities;
  };
  const Row rows[] = {{"", {0, 0}},
                      {announced(1000, 1000), {1000, 1000}},
                      {announced(100, 101), {100, 101}},
                      {announced(5, 99), {100, 100}},
                      {announced(0, 500), {0, 500}},
                      {announced(500, 0), {500, 0}},
                      {"\xff\xff", {0, 0}}};
  for (const Row& row : rows) CHECK(read_abilities(ready(row.payload)) == row.abilities);
}

TEST_CASE("messages: an answer that cannot be read is a fault") {
  protos::ChaincodeMessage wire;
  wire.set_payload("\xff\xff\xff");
  const PeerMessage garbage = *PeerMessage::decode(wire.SerializeAsString());
  CHECK_THROWS_AS((void)read_answer<codec::GetStateMultipleResult>(garbage), Fault);
  CHECK_THROWS_AS((void)read_answer<codec::QueryResponse>(garbage), Fault);
  CHECK_THROWS_AS((void)read_answer<codec::StateMetadataResult>(garbage), Fault);
  CHECK_THROWS_AS((void)read_callee_response(garbage), Fault);
}
