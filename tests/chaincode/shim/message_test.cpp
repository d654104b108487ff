// SPDX-License-Identifier: Apache-2.0
// What stub_test.cpp and its neighbours do not see: the messages that begin and end things.
#include "chaincode/shim/message.hpp"

#include <doctest/doctest.h>

#include "proto/peer/shim.pb.h"
#include "tests/support/proposal.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

const TransactionId id{"channel", "txid"};

protos::ChaincodeMessage parsed(const Bytes& bytes) {
  protos::ChaincodeMessage message;
  CHECK(message.ParseFromString(bytes));
  return message;
}

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

TEST_CASE("messages: the numbers and names of all types are Fabric's") {
  const auto* names = protos::ChaincodeMessage::Type_descriptor();
  for (int i = 0; i < names->value_count(); ++i) {
    const auto* value = names->value(i);
    CHECK(name_of(static_cast<MessageType>(value->number())) == value->name());
  }
  CHECK(static_cast<int>(MessageType::get_state_multiple) ==
        protos::ChaincodeMessage::GET_STATE_MULTIPLE);
  CHECK(name_of(static_cast<MessageType>(12)) == "12");
  CHECK(name_of(static_cast<MessageType>(-1)) == "-1");
}

TEST_CASE("messages: what a peer sends is read, and stays in place while it is moved") {
  const protos::ChaincodeMessage wire = test::transaction_message({.args = {"f"}});
  auto message = PeerMessage::decode(wire.SerializeAsString());
  REQUIRE(message);
  const std::string_view payload = message->payload();
  const PeerMessage moved = std::move(*message);
  CHECK(moved.type() == MessageType::transaction);
  CHECK(moved.channel() == wire.channel_id());
  CHECK(moved.txid() == wire.txid());
  CHECK(moved.payload() == wire.payload());
  CHECK(payload == wire.payload());
  CHECK(moved.proposal() == wire.proposal().proposal_bytes());
  CHECK(moved.bytes() == wire.SerializeAsString());
  CHECK_FALSE(PeerMessage::decode("\xff\xff\xff"));
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
  CHECK(read->decorations == std::map<std::string, Bytes>{{"d", "v"}});
  CHECK(read->is_init);
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

TEST_CASE("messages: registration, completion with and without event, error") {
  const auto registration = parsed(register_message("label:hash"));
  CHECK(registration.type() == protos::ChaincodeMessage::REGISTER);
  protos::ChaincodeID name;
  CHECK(name.ParseFromString(registration.payload()));
  CHECK(name.name() == "label:hash");

  const Response response{.status = 201, .message = "m", .payload = "p"};
  const auto done = parsed(completed_message(id, response, Event{.name = "e", .payload = "x"}));
  CHECK(done.type() == protos::ChaincodeMessage::COMPLETED);
  CHECK(done.channel_id() == "channel");
  CHECK(done.txid() == "txid");
  protos::Response inner;
  CHECK(inner.ParseFromString(done.payload()));
  CHECK(inner.status() == 201);
  CHECK(inner.message() == "m");
  CHECK(inner.payload() == "p");
  CHECK(done.chaincode_event().event_name() == "e");
  CHECK(done.chaincode_event().payload() == "x");
  CHECK_FALSE(parsed(completed_message(id, response, std::nullopt)).has_chaincode_event());

  const auto error = parsed(error_message(id, "bad \xff text"));
  CHECK(error.type() == protos::ChaincodeMessage::ERROR);
  CHECK(error.payload() == "bad ? text");
  CHECK(error.txid() == "txid");
}

TEST_CASE("messages: the size of a write is never more than was thought") {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 20'000U, 3'000'000U}) {
    const PendingWrite put{.collection = std::string(size % 200, 'c'),
                           .key = std::string(size % 1000, 'k'),
                           .value = Bytes(size, 'v')};
    PendingWrite policy = put;
    policy.type = MessageType::put_state_metadata;
    policy.metakey = "VALIDATION_PARAMETER";
    for (const PendingWrite& write : {put, policy}) {
      const std::vector<PendingWrite> one{write};
      const std::vector<PendingWrite> two{write, write};
      const auto more = write_batch_message(id, two).size() - write_batch_message(id, one).size();
      CHECK(more <= write.bytes());
      CHECK(write_message(id, write).size() <= write.bytes() + 64);
    }
  }
}
