// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/write_batch.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "chaincode/shim/http2/grpc_frame.hpp"
#include "proto/peer/shim.pb.h"
#include "tests/chaincode/shim/codec/canonical.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace tradelane::shim::codec;

namespace {

constexpr TransactionRef tx{.channel = "trade", .txid = "7f3a"};

Bytes expected(const protos::WriteBatchState& batch) {
  protos::ChaincodeMessage message;
  message.set_type(protos::ChaincodeMessage::WRITE_BATCH_STATE);
  message.set_channel_id("trade");
  message.set_txid("7f3a");
  message.set_payload(test::deterministic(batch));
  return test::deterministic(message);
}

protos::WriteRecord& add(protos::WriteBatchState& batch, protos::WriteRecord::Type type) {
  protos::WriteRecord& record = *batch.add_rec();
  record.set_type(type);
  record.set_key("k");
  record.set_collection("p");
  return record;
}

}  // namespace

TEST_CASE("batch: the message of every kind of record, in the order they were added") {
  const StateMetadata metadata{.metakey = "VALIDATION_PARAMETER", .value = "\xff"};
  WriteBatch batch;
  CHECK(batch.empty());
  batch.add({.key = "k", .value = "v", .collection = "p", .kind = MessageType::put_state});
  batch.add({.key = "k", .collection = "p", .kind = MessageType::del_state});
  batch.add({.key = "k",
             .collection = "p",
             .metadata = metadata,
             .kind = MessageType::put_state_metadata});
  batch.add({.key = "k", .collection = "p", .kind = MessageType::purge_private_data});
  CHECK(batch.records() == 4);

  protos::WriteBatchState generated;
  add(generated, protos::WriteRecord::PUT_STATE).set_value("v");
  add(generated, protos::WriteRecord::DEL_STATE);
  auto& written = *add(generated, protos::WriteRecord::PUT_STATE_METADATA).mutable_metadata();
  written.set_metakey("VALIDATION_PARAMETER");
  written.set_value("\xff");
  add(generated, protos::WriteRecord::PURGE_PRIVATE_DATA);
  CHECK(batch.message_size(tx) == expected(generated).size());
  CHECK(batch.take(tx) == expected(generated));
  CHECK(batch.empty());
}

TEST_CASE("batch: its size is known before each record, at every length of a length") {
  for (const std::size_t size : {0U, 90U, 127U, 128U, 16'300U, 16'384U, 2'097'152U}) {
    for (const int records : {1, 2, 3}) {
      CAPTURE(size);
      CAPTURE(records);
      const Bytes value(size, 'x');
      WriteBatch batch;
      protos::WriteBatchState generated;
      std::size_t payload = 0;
      for (int i = 0; i < records; ++i) {
        const WriteRecord record{
            .key = "k", .value = value, .collection = "p", .kind = MessageType::put_state};
        payload += WriteBatch::size_of(record);
        batch.add(record);
        add(generated, protos::WriteRecord::PUT_STATE).set_value(value);
      }
      CHECK(payload == generated.ByteSizeLong());
      const std::size_t told = batch.message_size(tx);
      const Bytes framed = batch.take(tx, Front::grpc_frame);
      CHECK(framed == http2::frame_message(expected(generated)));
      CHECK(told + 5 == framed.size());
    }
  }
}

TEST_CASE("batch: may be used again, and may be empty") {
  WriteBatch batch;
  CHECK(batch.take(tx) == expected({}));
  CHECK(batch.message_size(tx) == expected({}).size());
  for (int i = 0; i < 2; ++i) {
    batch.add({.key = "k", .collection = "p", .kind = MessageType::del_state});
    protos::WriteBatchState generated;
    add(generated, protos::WriteRecord::DEL_STATE);
    CHECK(batch.take(tx) == expected(generated));
  }
}
