// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/encode.hpp"

#include "chaincode/shim/codec/engine.hpp"
#include "chaincode/shim/codec/requests.hpp"

namespace tradelane::shim::codec {
namespace {

MessageView head_of(MessageType type, const TransactionRef& tx) {
  return {.type = type, .txid = tx.txid, .channel = tx.channel};
}

}  // namespace

void engine::append_frame_head(Bytes& out, std::size_t size) {
  out.push_back('\0');  // not compressed
  for (unsigned shift = 32; shift > 0; shift -= 8)
    out.push_back(static_cast<char>((size >> (shift - 8)) & 0xFFU));
}

Bytes engine::begin(std::size_t size, bool with_frame_head) {
  constexpr std::size_t frame_head = 5;
  Bytes out;
  out.reserve(size + (with_frame_head ? frame_head : 0));
  if (with_frame_head) append_frame_head(out, size);
  return out;
}

template <class Request>
Bytes encode_request(const TransactionRef& tx, const Request& request, Front front) {
  return engine::envelope(head_of(Request::type, tx), request, front == Front::grpc_frame);
}

Bytes encode_register(std::string_view package_id, Front front) {
  return engine::envelope(MessageView{.type = MessageType::register_chaincode},
                          ChaincodeID{.name = package_id}, front == Front::grpc_frame);
}

Bytes encode_keepalive(Front front) {
  return engine::envelope(MessageView{.type = MessageType::keepalive}, std::string_view(),
                          front == Front::grpc_frame);
}

Bytes encode_completed(const TransactionRef& tx, const Response& response,
                       const ChaincodeEvent& event, Front front) {
  MessageView head = head_of(MessageType::completed, tx);
  if (!event.name.empty()) head.event = event;
  return engine::envelope(head, response, front == Front::grpc_frame);
}

Bytes encode_error(const TransactionRef& tx, std::string_view text, Front front) {
  return engine::envelope(head_of(MessageType::error, tx), text, front == Front::grpc_frame);
}

template <class M>
Bytes encode(const M& message) {
  Bytes out = engine::begin(engine::size_of(message), false);
  engine::append(out, message);
  return out;
}

template Bytes encode_request(const TransactionRef&, const GetState&, Front);
template Bytes encode_request(const TransactionRef&, const GetPrivateDataHash&, Front);
template Bytes encode_request(const TransactionRef&, const GetStateMetadata&, Front);
template Bytes encode_request(const TransactionRef&, const DelState&, Front);
template Bytes encode_request(const TransactionRef&, const PurgePrivateData&, Front);
template Bytes encode_request(const TransactionRef&, const GetStateMultiple&, Front);
template Bytes encode_request(const TransactionRef&, const PutState&, Front);
template Bytes encode_request(const TransactionRef&, const PutStateMetadata&, Front);
template Bytes encode_request(const TransactionRef&, const GetStateByRange&, Front);
template Bytes encode_request(const TransactionRef&, const GetQueryResult&, Front);
template Bytes encode_request(const TransactionRef&, const GetHistoryForKey&, Front);
template Bytes encode_request(const TransactionRef&, const QueryStateNext&, Front);
template Bytes encode_request(const TransactionRef&, const QueryStateClose&, Front);
template Bytes encode_request(const TransactionRef&, const InvokeChaincode&, Front);
template Bytes encode(const QueryMetadata&);

}  // namespace tradelane::shim::codec
