// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/decode.hpp"

#include <utility>

#include "chaincode/shim/codec/answers.hpp"
#include "chaincode/shim/codec/engine.hpp"
#include "chaincode/shim/codec/proposal.hpp"

namespace tradelane::shim::codec {

template <class M>
std::optional<M> decode(std::string_view bytes) {
  std::optional<M> out(std::in_place);  // filled where the caller wants it
  if (!engine::merge(*out, bytes, wire::deepest)) out.reset();
  return out;
}

template std::optional<MessageView> decode(std::string_view);
template std::optional<ChaincodeID> decode(std::string_view);
template std::optional<ChaincodeEvent> decode(std::string_view);
template std::optional<ChaincodeInput> decode(std::string_view);
template std::optional<MapEntry> decode(std::string_view);
template std::optional<Response> decode(std::string_view);

template std::optional<SignedProposal> decode(std::string_view);
template std::optional<Proposal> decode(std::string_view);
template std::optional<Header> decode(std::string_view);
template std::optional<ChannelHeader> decode(std::string_view);
template std::optional<ChaincodeHeaderExtension> decode(std::string_view);
template std::optional<SignatureHeader> decode(std::string_view);
template std::optional<SerializedIdentity> decode(std::string_view);
template std::optional<ChaincodeProposalPayload> decode(std::string_view);
template std::optional<ChaincodeInvocationSpec> decode(std::string_view);

template std::optional<ChaincodeAdditionalParams> decode(std::string_view);
template std::optional<GetStateMultipleResult> decode(std::string_view);
template std::optional<QueryRow> decode(std::string_view);
template std::optional<QueryResponse> decode(std::string_view);
template std::optional<QueryResponseMetadata> decode(std::string_view);
template std::optional<KV> decode(std::string_view);
template std::optional<KeyModification> decode(std::string_view);
template std::optional<StateMetadata> decode(std::string_view);
template std::optional<StateMetadataResult> decode(std::string_view);

// A list can be of either side, so what it may hold is read here.
template std::optional<WriteRecord> decode(std::string_view);

}  // namespace tradelane::shim::codec
