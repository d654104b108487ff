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

template <class Request>
Bytes encode_request(const TransactionRef& tx, const Request& request) {
  return engine::envelope(head_of(Request::type, tx), request);
}

Bytes encode_register(std::string_view package_id) {
  return engine::envelope(MessageView{.type = MessageType::register_chaincode},
                          ChaincodeID{.name = package_id});
}

Bytes encode_completed(const TransactionRef& tx, const Response& response,
                       const ChaincodeEvent& event) {
  MessageView head = head_of(MessageType::completed, tx);
  if (!event.name.empty()) head.event = event;
  return engine::envelope(head, response);
}

Bytes encode_error(const TransactionRef& tx, std::string_view text) {
  return engine::envelope(head_of(MessageType::error, tx), text);
}

template <class M>
Bytes encode(const M& message) {
  wire::Writer out(engine::size_of(message));
  engine::append(out, message);
  return out.finish();
}

template Bytes encode_request(const TransactionRef&, const GetState&);
template Bytes encode_request(const TransactionRef&, const GetPrivateDataHash&);
template Bytes encode_request(const TransactionRef&, const GetStateMetadata&);
template Bytes encode_request(const TransactionRef&, const DelState&);
template Bytes encode_request(const TransactionRef&, const PurgePrivateData&);
template Bytes encode_request(const TransactionRef&, const GetStateMultiple&);
template Bytes encode_request(const TransactionRef&, const PutState&);
template Bytes encode_request(const TransactionRef&, const PutStateMetadata&);
template Bytes encode_request(const TransactionRef&, const WriteBatchState&);
template Bytes encode_request(const TransactionRef&, const GetStateByRange&);
template Bytes encode_request(const TransactionRef&, const GetQueryResult&);
template Bytes encode_request(const TransactionRef&, const GetHistoryForKey&);
template Bytes encode_request(const TransactionRef&, const QueryStateNext&);
template Bytes encode_request(const TransactionRef&, const QueryStateClose&);
template Bytes encode_request(const TransactionRef&, const InvokeChaincode&);
template Bytes encode(const QueryMetadata&);

}  // namespace tradelane::shim::codec
