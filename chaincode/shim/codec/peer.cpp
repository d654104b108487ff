// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/peer.hpp"

#include <utility>

#include "chaincode/shim/codec/engine.hpp"

namespace tradelane::shim::codec {

Bytes encode_message(const MessageView& message) {
  MessageView head = message;
  head.payload = {};
  return engine::envelope(head, message.payload);
}

template <class Payload>
Bytes encode_message(MessageView head, const Payload& payload) {
  head.payload = {};
  return engine::envelope(head, payload);
}

template <class M>
std::optional<M> decode(std::string_view bytes) {
  std::optional<M> out(std::in_place);  // filled where the caller wants it
  if (!engine::merge(*out, bytes, wire::deepest)) out.reset();
  return out;
}

template <class M>
Bytes encode(const M& message) {
  wire::Writer out(engine::size_of(message));
  engine::append(out, message);
  return out.finish();
}

template std::optional<GetState> decode(std::string_view);
template std::optional<GetPrivateDataHash> decode(std::string_view);
template std::optional<GetStateMetadata> decode(std::string_view);
template std::optional<DelState> decode(std::string_view);
template std::optional<PurgePrivateData> decode(std::string_view);
template std::optional<GetStateMultiple> decode(std::string_view);
template std::optional<PutState> decode(std::string_view);
template std::optional<PutStateMetadata> decode(std::string_view);
template std::optional<WriteBatchState> decode(std::string_view);
template std::optional<QueryMetadata> decode(std::string_view);
template std::optional<GetStateByRange> decode(std::string_view);
template std::optional<GetQueryResult> decode(std::string_view);
template std::optional<GetHistoryForKey> decode(std::string_view);
template std::optional<QueryStateNext> decode(std::string_view);
template std::optional<QueryStateClose> decode(std::string_view);
template std::optional<InvokeChaincode> decode(std::string_view);

template Bytes encode_message(MessageView, const ChaincodeAdditionalParams&);
template Bytes encode_message(MessageView, const ChaincodeInput&);
template Bytes encode_message(MessageView, const GetStateMultipleResult&);
template Bytes encode_message(MessageView, const QueryResponse&);
template Bytes encode_message(MessageView, const StateMetadataResult&);
template Bytes encode_message(MessageView, const MessageView&);

template Bytes encode(const Proposal&);
template Bytes encode(const Header&);
template Bytes encode(const ChannelHeader&);
template Bytes encode(const ChaincodeHeaderExtension&);
template Bytes encode(const SignatureHeader&);
template Bytes encode(const SerializedIdentity&);
template Bytes encode(const ChaincodeProposalPayload&);
template Bytes encode(const Response&);
template Bytes encode(const KV&);
template Bytes encode(const KeyModification&);
template Bytes encode(const QueryResponseMetadata&);

}  // namespace tradelane::shim::codec
