// SPDX-License-Identifier: Apache-2.0
// The hand-written codec against protobuf's generated parsers: the same
// verdict, the same content. The first byte chooses the message.
#include <array>

#include <google/protobuf/stubs/logging.h>

#include "proto/common/common.pb.h"
#include "proto/ledger/query_result.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/shim.pb.h"
#include "tests/chaincode/shim/codec/canonical.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

using namespace shim::codec;

template <class View, class Generated>
void compare(std::string_view bytes) {
  Generated theirs;
  const bool accepted = theirs.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  const auto ours = decode<View>(bytes);
  require(ours.has_value() == accepted, "both parsers take the same messages");
  if (!accepted) return;
  theirs.DiscardUnknownFields();
  require(test::canonical(*ours) == test::deterministic(theirs), "both read the same in them");
}

constexpr std::array comparisons{
    compare<MessageView, protos::ChaincodeMessage>,
    compare<ChaincodeInput, protos::ChaincodeInput>,
    compare<Response, protos::Response>,
    compare<QueryResponse, protos::QueryResponse>,
    compare<GetStateMultipleResult, protos::GetStateMultipleResult>,
    compare<StateMetadataResult, protos::StateMetadataResult>,
    compare<KeyModification, queryresult::KeyModification>,
    compare<KV, queryresult::KV>,
    compare<QueryResponseMetadata, protos::QueryResponseMetadata>,
    compare<ChaincodeAdditionalParams, protos::ChaincodeAdditionalParams>,
    compare<ChannelHeader, common::ChannelHeader>,
    compare<ChaincodeHeaderExtension, protos::ChaincodeHeaderExtension>,
    compare<SerializedIdentity, msp::SerializedIdentity>,
    compare<ChaincodeProposalPayload, protos::ChaincodeProposalPayload>,
};

}  // namespace

void message_codec(std::string_view bytes) {
  static const google::protobuf::LogSilencer no_lines_about_utf8;
  Source source(bytes);
  const auto comparison = comparisons[source.below(comparisons.size())];
  comparison(source.rest());
}

}  // namespace tradelane::fuzz
