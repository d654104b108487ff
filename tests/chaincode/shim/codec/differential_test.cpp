// SPDX-License-Identifier: Apache-2.0
// The codec against protobuf's generated code: thousands of messages, as they are and mutated, give
// the same verdict and the same content. A failure names its seed.
#include <functional>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>
#include <google/protobuf/stubs/logging.h>

#include "chaincode/shim/codec/engine.hpp"
#include "chaincode/shim/codec/peer.hpp"
#include "proto/common/common.pb.h"
#include "proto/ledger/query_result.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/shim.pb.h"
#include "tests/chaincode/shim/codec/canonical.hpp"
#include "tests/chaincode/shim/codec/mutate.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

constexpr std::uint64_t seed = 20'260'305;
constexpr int messages_each = 120;
constexpr int mutants_each = 12;

/// The one exception that decode.hpp names: a list inside a message in pieces.
template <class View>
bool may_be_refused(const std::string& bytes) {
  if constexpr (!std::is_same_v<View, codec::InvokeChaincode>) return false;
  int inputs = 0;
  codec::wire::Reader in(bytes, codec::wire::deepest);
  while (in.next())
    if (in.key() == codec::wire::key_of(3, codec::wire::Type::bytes)) ++inputs;
  return inputs > 1;
}

/// What is wrong with `bytes`; empty when both read the same, or both nothing.
template <class View, class Generated>
std::string difference(const std::string& bytes) {
  Generated theirs;
  const bool accepted = theirs.ParseFromString(bytes);
  const auto ours = codec::decode<View>(bytes);
  if (!ours && accepted) return may_be_refused<View>(bytes) ? "" : "wrongly refused";
  if (ours && !accepted) return "wrongly accepted";
  if (!accepted) return "";
  theirs.DiscardUnknownFields();
  return test::canonical(*ours) == test::deterministic(theirs) ? "" : "read differently";
}

struct Tally {
  int accepted = 0;
  int refused = 0;
};

template <class View, class Generated>
void compare(Tally& tally) {
  const std::string name = Generated::descriptor()->full_name();
  CAPTURE(name);
  const google::protobuf::LogSilencer no_lines_about_utf8;
  test::Random random(seed + std::hash<std::string>{}(name));
  for (int i = 0; i < messages_each; ++i) {
    Generated message;
    test::fill(message, random);
    const std::string bytes = test::deterministic(message);
    std::string mutant = bytes;
    for (int k = 0; k <= mutants_each; ++k) {
      const std::string wrong = difference<View, Generated>(mutant);
      if (!wrong.empty()) {
        const std::string hex = to_hex(mutant);
        CAPTURE(seed);
        CAPTURE(hex);
        FAIL(wrong);
      }
      ++(Generated().ParseFromString(mutant) ? tally.accepted : tally.refused);
      // Some mutants of mutants: one change rarely meets two branches.
      mutant = test::mutate(k % 3 == 0 ? bytes : mutant, random);
    }
  }
}

}  // namespace

TEST_CASE("codec: what a chaincode reads is read as protobuf reads it") {
  Tally tally;
  compare<codec::MessageView, protos::ChaincodeMessage>(tally);
  compare<codec::ChaincodeInput, protos::ChaincodeInput>(tally);
  compare<codec::ChaincodeID, protos::ChaincodeID>(tally);
  compare<codec::ChaincodeEvent, protos::ChaincodeEvent>(tally);
  compare<codec::Response, protos::Response>(tally);
  compare<codec::SignedProposal, protos::SignedProposal>(tally);
  compare<codec::Proposal, protos::Proposal>(tally);
  compare<codec::Header, common::Header>(tally);
  compare<codec::ChannelHeader, common::ChannelHeader>(tally);
  compare<codec::ChaincodeHeaderExtension, protos::ChaincodeHeaderExtension>(tally);
  compare<codec::SignatureHeader, common::SignatureHeader>(tally);
  compare<codec::SerializedIdentity, msp::SerializedIdentity>(tally);
  compare<codec::ChaincodeProposalPayload, protos::ChaincodeProposalPayload>(tally);
  compare<codec::ChaincodeAdditionalParams, protos::ChaincodeAdditionalParams>(tally);
  compare<codec::GetStateMultipleResult, protos::GetStateMultipleResult>(tally);
  compare<codec::QueryRow, protos::QueryResultBytes>(tally);
  compare<codec::QueryResponse, protos::QueryResponse>(tally);
  compare<codec::QueryResponseMetadata, protos::QueryResponseMetadata>(tally);
  compare<codec::KV, queryresult::KV>(tally);
  compare<codec::KeyModification, queryresult::KeyModification>(tally);
  compare<codec::StateMetadata, protos::StateMetadata>(tally);
  compare<codec::StateMetadataResult, protos::StateMetadataResult>(tally);
  // A generator whose mutants are all alike would show nothing.
  CHECK(tally.accepted > 5000);
  CHECK(tally.refused > 5000);
}

TEST_CASE("codec: what a peer reads is read as protobuf reads it") {
  Tally tally;
  compare<codec::GetState, protos::GetState>(tally);
  compare<codec::GetPrivateDataHash, protos::GetState>(tally);
  compare<codec::GetStateMetadata, protos::GetStateMetadata>(tally);
  compare<codec::DelState, protos::DelState>(tally);
  compare<codec::PurgePrivateData, protos::PurgePrivateState>(tally);
  compare<codec::GetStateMultiple, protos::GetStateMultiple>(tally);
  compare<codec::PutState, protos::PutState>(tally);
  compare<codec::PutStateMetadata, protos::PutStateMetadata>(tally);
  compare<codec::WriteRecord, protos::WriteRecord>(tally);
  compare<codec::WriteBatchState, protos::WriteBatchState>(tally);
  compare<codec::QueryMetadata, protos::QueryMetadata>(tally);
  compare<codec::GetStateByRange, protos::GetStateByRange>(tally);
  compare<codec::GetQueryResult, protos::GetQueryResult>(tally);
  compare<codec::GetHistoryForKey, protos::GetHistoryForKey>(tally);
  compare<codec::QueryStateNext, protos::QueryStateNext>(tally);
  compare<codec::QueryStateClose, protos::QueryStateClose>(tally);
  compare<codec::InvokeChaincode, protos::ChaincodeSpec>(tally);
  CHECK(tally.accepted > 5000);
  CHECK(tally.refused > 5000);
}
