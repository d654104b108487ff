// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/write_batch.hpp"

#include <utility>

#include "chaincode/shim/codec/engine.hpp"

namespace tradelane::shim::codec {
namespace {

constexpr std::uint32_t payload_number = 3;
constexpr std::uint32_t record_number = 1;
/// The most that stands before the records: a frame's head, the type, key and length of the
/// payload.
constexpr std::size_t room = 5 + 2 + 1 + 5;

MessageView before_payload() { return {.type = MessageType::write_batch_state}; }
MessageView behind_payload(const TransactionRef& tx) {
  return {.txid = tx.txid, .channel = tx.channel};
}

}  // namespace

WriteBatch::WriteBatch() : bytes_(room, '\0') {}

void WriteBatch::add(const WriteRecord& record) {
  engine::append_nested(bytes_, record_number, record);
  ++records_;
}

std::size_t WriteBatch::size_of(const WriteRecord& record) {
  return engine::nested_size(record_number, record);
}

std::size_t WriteBatch::message_size(const TransactionRef& tx) const {
  const std::size_t payload = bytes_.size() - room;
  return engine::size_of(before_payload()) + engine::size_of(behind_payload(tx)) +
         (payload == 0 ? 0 : wire::bytes_size(payload_number, payload));
}

Bytes WriteBatch::take(const TransactionRef& tx, Front front) {
  const std::size_t payload = bytes_.size() - room;
  Bytes head;
  if (front == Front::grpc_frame) engine::append_frame_head(head, message_size(tx));
  engine::append(head, before_payload());
  if (payload != 0) {
    wire::append_varint(head, wire::key_of(payload_number, wire::Type::bytes));
    wire::append_varint(head, payload);
  }
  Bytes out = std::exchange(bytes_, Bytes(room, '\0'));
  records_ = 0;
  out.replace(0, room, head);
  engine::append(out, behind_payload(tx));
  return out;
}

}  // namespace tradelane::shim::codec
