// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/answers.hpp"

#include <span>
#include <vector>

#include "chaincode/shim/codec/peer.hpp"

namespace tradelane::fuzz {
namespace {

namespace codec = shim::codec;
using codec::MessageType;

/// The payload of a message whose payload is `content`.
template <class Content>
Bytes payload_of(const Content& content) {
  const Bytes message = codec::encode_message({.type = MessageType::response}, content);
  return Bytes(codec::decode<codec::MessageView>(message).value().payload);
}

Bytes several_values(Source& source) {
  std::vector<std::string_view> values(source.below(8));
  for (auto& value : values) value = source.piece();
  return payload_of(
      codec::GetStateMultipleResult{.values = std::span<const std::string_view>(values)});
}

Bytes row(Source& source, bool is_history) {
  if (source.below(8) == 0) return Bytes(source.piece());
  if (is_history)
    return codec::encode(codec::KeyModification{.txid = "t",
                                                .value = source.piece(),
                                                .timestamp = codec::WireTime{.seconds = 1},
                                                .is_delete = source.below(2) == 0});
  return codec::encode(codec::KV{.name_space = "n", .key = "k", .value = source.piece()});
}

Bytes page(Source& source, bool is_history) {
  std::vector<Bytes> bytes(source.below(6));
  std::vector<codec::QueryRow> rows;
  for (Bytes& one : bytes) {
    one = row(source, is_history);
    rows.push_back({one});
  }
  const Bytes metadata =
      source.below(2) == 0 ? Bytes(source.piece())
                           : codec::encode(codec::QueryResponseMetadata{
                                 .fetched_records_count = source.octet(), .bookmark = "bookmark"});
  return payload_of(codec::QueryResponse{.rows = std::span<const codec::QueryRow>(rows),
                                         .has_more = source.below(2) == 0,
                                         .id = "id",
                                         .metadata = metadata});
}

Bytes metadata(Source& source) {
  const codec::StateMetadata entries[] = {
      {.metakey = "other", .value = source.piece()},
      {.metakey = "VALIDATION_PARAMETER", .value = source.piece()}};
  return payload_of(
      codec::StateMetadataResult{.entries = std::span<const codec::StateMetadata>(entries)});
}

/// What another chaincode has answered: a message in the message.
Bytes callee_answer(Source& source) {
  const codec::MessageView head{.type = source.below(4) == 0 ? MessageType::error
                                                             : MessageType::completed};
  if (source.below(4) == 0) {
    codec::MessageView whole = head;
    whole.payload = source.piece();
    return codec::encode_message(whole);
  }
  const Bytes response = codec::encode(
      codec::Response{.status = source.octet() * 3, .message = "m", .payload = source.piece()});
  codec::MessageView whole = head;
  whole.payload = response;
  return codec::encode_message(whole);
}

}  // namespace

Bytes answer_payload(MessageType type, Source& source) {
  if (source.below(4) == 0) return Bytes(source.piece());
  switch (type) {
    case MessageType::get_state_multiple:
      return several_values(source);
    case MessageType::get_state_by_range:
    case MessageType::get_query_result:
    case MessageType::query_state_next:
      return page(source, false);
    case MessageType::get_history_for_key:
      return page(source, true);
    case MessageType::get_state_metadata:
      return metadata(source);
    case MessageType::invoke_chaincode:
      return callee_answer(source);
    default:
      return Bytes(source.piece());
  }
}

}  // namespace tradelane::fuzz
