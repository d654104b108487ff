// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/peer.hpp"

#include <array>

#include <doctest/doctest.h>

#include "proto/ledger/query_result.pb.h"
#include "proto/peer/shim.pb.h"
#include "tests/chaincode/shim/codec/canonical.hpp"
#include "tests/support/proposal.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace tradelane::shim::codec;
using namespace std::string_view_literals;
using Generated = protos::ChaincodeMessage;

namespace {

/// A message of `type` about one transaction, by the generated code.
Bytes expected(Generated::Type type, const Bytes& payload) {
  Generated message;
  message.set_type(type);
  message.set_channel_id("trade");
  message.set_txid("7f3a");
  message.set_payload(payload);
  return test::deterministic(message);
}

MessageView head(MessageType type) { return {.type = type, .txid = "7f3a", .channel = "trade"}; }

}  // namespace

TEST_CASE("peer: a TRANSACTION, built from the bottom") {
  const test::ProposalParts parts{
      .time = {1'772'697'600}, .args = {"f", "x"}, .transient = {{"k", "v"}, {"l", ""}}};
  const auto generated = test::transaction_message(parts);
  const auto original = decode<Proposal>(generated.proposal().proposal_bytes());
  REQUIRE(original);
  const auto header = decode<Header>(original->header);
  REQUIRE(header);
  const auto channel = decode<ChannelHeader>(header->channel_header);
  const auto signature = decode<SignatureHeader>(header->signature_header);
  const auto payload = decode<ChaincodeProposalPayload>(original->payload);
  REQUIRE((channel && signature && payload));
  CHECK(encode(*channel) == header->channel_header);
  CHECK(encode(*signature) == header->signature_header);
  CHECK(encode(*decode<ChaincodeHeaderExtension>(channel->extension)) == channel->extension);
  CHECK(encode(*decode<SerializedIdentity>(signature->creator)) == signature->creator);
  CHECK(encode(*header) == original->header);
  CHECK(encode(*original) == generated.proposal().proposal_bytes());
  const std::array<MapEntry, 2> transient{MapEntry{"k", "v"}, MapEntry{"l", ""}};
  protos::ChaincodeProposalPayload rebuilt;
  REQUIRE(rebuilt.ParseFromString(encode(ChaincodeProposalPayload{
      .input = payload->input, .transient = std::span<const MapEntry>(transient)})));
  CHECK(rebuilt.transientmap().size() == 2);
  CHECK(rebuilt.transientmap().at("k") == "v");

  const std::array<std::string_view, 2> args{"f", "x"};
  MessageView message{.type = MessageType::transaction,
                      .txid = generated.txid(),
                      .proposal = SignedProposal{generated.proposal().proposal_bytes(),
                                                 generated.proposal().signature()},
                      .channel = "trade"};
  CHECK(encode_message(message, ChaincodeInput{.args = std::span<const std::string_view>(args)}) ==
        test::deterministic(generated));
}

TEST_CASE("peer: answers") {
  CHECK(encode_message({.type = MessageType::registered}) == "\x08\x02");
  MessageView value = head(MessageType::response);
  value.payload = "value";
  CHECK(encode_message(value) == expected(Generated::RESPONSE, "value"));

  protos::GetStateMultipleResult several;
  several.add_values("");
  several.add_values("v");
  const std::array<std::string_view, 2> values{"", "v"};
  CHECK(encode_message(head(MessageType::response),
                       GetStateMultipleResult{std::span<const std::string_view>(values)}) ==
        expected(Generated::RESPONSE, several.SerializeAsString()));

  protos::QueryResponse page;
  queryresult::KV kv;
  kv.set_key("k");
  kv.set_value("v");
  page.add_results()->set_resultbytes(kv.SerializeAsString());
  page.set_id("q");
  const Bytes row = encode(KV{.key = "k", .value = "v"});
  const std::array<QueryRow, 1> rows{QueryRow{row}};
  CHECK(encode_message(head(MessageType::response),
                       QueryResponse{.rows = std::span<const QueryRow>(rows), .id = "q"}) ==
        expected(Generated::RESPONSE, page.SerializeAsString()));

  protos::ChaincodeAdditionalParams params;
  params.set_use_write_batch(true);
  params.set_max_size_write_batch(1000);
  Generated ready;
  ready.set_type(Generated::READY);
  ready.set_payload(params.SerializeAsString());
  CHECK(encode_message(
            {.type = MessageType::ready},
            ChaincodeAdditionalParams{.use_write_batch = true, .max_size_write_batch = 1000}) ==
        test::deterministic(ready));
}

TEST_CASE("peer: reads what a chaincode writes") {
  const TransactionRef tx{.channel = "trade", .txid = "7f3a"};
  const Bytes put = encode_request(tx, PutState{.key = "k", .value = "v", .collection = "p"});
  const auto message = decode<MessageView>(put);
  REQUIRE(message);
  CHECK(message->type == MessageType::put_state);
  const auto request = decode<PutState>(message->payload);
  REQUIRE(request);
  CHECK(request->key == "k");
  CHECK(request->value == "v");
  CHECK(request->collection == "p");

  const std::array<WriteRecord, 2> batch{
      WriteRecord{.key = "a", .value = "1", .kind = MessageType::put_state},
      WriteRecord{.key = "b",
                  .metadata = StateMetadata{.metakey = "m", .value = "2"},
                  .kind = MessageType::put_state_metadata}};
  const Bytes bytes =
      encode_request(tx, WriteBatchState{.records = std::span<const WriteRecord>(batch)});
  const auto read = decode<WriteBatchState>(decode<MessageView>(bytes)->payload);
  REQUIRE(read);
  REQUIRE(read->records.size() == 2);
  auto record = read->records.begin();
  CHECK((*record).key == "a");
  CHECK((*record).kind == MessageType::put_state);
  ++record;
  REQUIRE((*record).metadata);
  CHECK((*record).metadata->value == "2");
}

TEST_CASE("peer: a list inside a message in two pieces is refused") {
  CHECK(decode<InvokeChaincode>("\x1a\x03\x0a\x01x\x1a\x02\x18\x01"sv)->input->is_init);
  CHECK_FALSE(decode<InvokeChaincode>("\x1a\x03\x0a\x01x\x1a\x03\x0a\x01y"sv));
  CHECK(protos::ChaincodeSpec().ParseFromString("\x1a\x03\x0a\x01x\x1a\x03\x0a\x01y"));
}
