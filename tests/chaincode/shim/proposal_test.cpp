// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/proposal.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "tests/support/proposal.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

const test::ProposalParts parts{.time = {1'772'697'600},
                                .args = {"ebl:Get", std::string("\0\xff", 2)},
                                .transient = {{"k", "v"}}};

PeerMessage decoded(const protos::ChaincodeMessage& message) {
  return *PeerMessage::decode(message.SerializeAsString());
}

/// Changes the proposal inside a good message.
template <class Change>
PeerMessage changed(Change change) {
  protos::ChaincodeMessage message = test::transaction_message(parts);
  protos::Proposal proposal;
  common::Header header;
  common::ChannelHeader channel;
  CHECK(proposal.ParseFromString(message.proposal().proposal_bytes()));
  CHECK(header.ParseFromString(proposal.header()));
  CHECK(channel.ParseFromString(header.channel_header()));
  change(channel, header, proposal);
  proposal.set_header(header.SerializeAsString());
  message.mutable_proposal()->set_proposal_bytes(proposal.SerializeAsString());
  return decoded(message);
}

}  // namespace

TEST_CASE("proposal: everything that the client proposed") {
  protos::ChaincodeMessage wire = test::transaction_message(parts);
  wire.mutable_proposal()->set_signature("sig");
  const PeerMessage message = decoded(wire);
  const Proposal proposal(message);
  CHECK(proposal.exists());
  CHECK(proposal.channel() == "trade");
  CHECK(proposal.chaincode() == "tradelane");
  CHECK(proposal.time().at.seconds == 1'772'697'600);
  CHECK(proposal.creator().msp == "OneMSP");
  CHECK(proposal.creator().certificate == parts.certificate);
  msp::SerializedIdentity identity;
  CHECK(identity.ParseFromString(std::string(proposal.creator().bytes)));
  CHECK(identity.mspid() == "OneMSP");
  CHECK(proposal.nonce() == parts.nonce);
  CHECK(proposal.transient() == std::map<std::string_view, std::string_view>{{"k", "v"}});
  CHECK(proposal.bytes() == wire.proposal().proposal_bytes());
  CHECK(proposal.signature() == "sig");
  CHECK(proposal.binding() ==
        crypto::sha256(parts.nonce + Bytes(proposal.creator().bytes) + Bytes(8, '\0')));
}

TEST_CASE("proposal: the epoch is bound in little-endian order, the time has its nanoseconds") {
  const PeerMessage message = changed([](auto& channel, auto& header, auto&) {
    channel.set_epoch(0x0102);
    channel.mutable_timestamp()->set_nanos(5);
    header.set_channel_header(channel.SerializeAsString());
  });
  const Proposal proposal(message);
  CHECK(proposal.time().nanos == 5);
  CHECK(proposal.binding() == crypto::sha256(parts.nonce + Bytes(proposal.creator().bytes) +
                                             std::string("\x02\x01\0\0\0\0\0\0", 8)));
}

TEST_CASE("proposal: of two transient values with one name the last counts") {
  const PeerMessage message = changed([](auto&, auto&, auto& proposal) {
    protos::ChaincodeProposalPayload last;
    (*last.mutable_transientmap())["k"] = "last";
    proposal.set_payload(proposal.payload() + last.SerializeAsString());
  });
  CHECK(Proposal(message).transient().at("k") == "last");
}

TEST_CASE("proposal: the arguments that were signed, when there are any") {
  const auto with_input = [](const Bytes& input) {
    return changed([&](auto&, auto&, auto& proposal) {
      protos::ChaincodeProposalPayload payload;
      payload.set_input(input);
      proposal.set_payload(payload.SerializeAsString());
    });
  };
  protos::ChaincodeInvocationSpec spec;
  spec.mutable_chaincode_spec()->mutable_input()->add_args("f");
  spec.mutable_chaincode_spec()->mutable_input()->add_args("\xff");
  const PeerMessage some = with_input(spec.SerializeAsString());
  CHECK(Proposal(some).args() == std::vector<std::string_view>{"f", "\xff"});
  const PeerMessage none = with_input("");
  CHECK(Proposal(none).args() == std::nullopt);
  const PeerMessage garbage = with_input("\xff\xff\xff");
  CHECK_THROWS_AS((void)Proposal(garbage).args(), Fault);
}

TEST_CASE("proposal: a txid that does not belong to nonce and creator reveals nothing of them") {
  protos::ChaincodeMessage wire = test::transaction_message(parts);
  wire.set_txid(std::string(64, '0'));
  const PeerMessage other_txid = decoded(wire);
  const Proposal proposal(other_txid);
  CHECK_THROWS_AS((void)proposal.creator(), Fault);
  CHECK_THROWS_AS((void)proposal.transient(), Fault);
  CHECK_THROWS_AS((void)proposal.binding(), Fault);
  CHECK_THROWS_AS((void)proposal.time(), Fault);
  const PeerMessage other_header = changed([](auto& channel, auto& header, auto&) {
    channel.set_tx_id(std::string(64, '0'));
    header.set_channel_header(channel.SerializeAsString());
  });
  CHECK_THROWS_AS((void)Proposal(other_header).channel(), Fault);
  CHECK_NOTHROW((void)Proposal(other_header).creator());
}

TEST_CASE("proposal: each part is read when it is asked for, and refused when it cannot be") {
  const Bytes garbage = "\xff\xff\xff";
  const PeerMessage no_channel =
      changed([&](auto&, auto& header, auto&) { header.set_channel_header(garbage); });
  CHECK_THROWS_AS((void)Proposal(no_channel).time(), Fault);
  CHECK_NOTHROW((void)Proposal(no_channel).creator());
  const PeerMessage no_signature =
      changed([&](auto&, auto& header, auto&) { header.set_signature_header(garbage); });
  CHECK_THROWS_AS((void)Proposal(no_signature).creator(), Fault);
  CHECK_NOTHROW((void)Proposal(no_signature).time());
  const PeerMessage no_payload =
      changed([&](auto&, auto&, auto& proposal) { proposal.set_payload(garbage); });
  CHECK_THROWS_AS((void)Proposal(no_payload).transient(), Fault);
  CHECK_NOTHROW((void)Proposal(no_payload).creator());
  const PeerMessage other_type = changed([](auto& channel, auto& header, auto&) {
    channel.set_type(common::ORDERER_TRANSACTION);
    header.set_channel_header(channel.SerializeAsString());
  });
  CHECK_THROWS_AS((void)Proposal(other_type).channel(), Fault);
  protos::ChaincodeMessage nothing = test::transaction_message(parts);
  nothing.mutable_proposal()->set_proposal_bytes(garbage);
  const PeerMessage unreadable = decoded(nothing);
  CHECK_THROWS_AS((void)Proposal(unreadable).time(), Fault);
  nothing.clear_proposal();
  const PeerMessage absent = decoded(nothing);
  CHECK_FALSE(Proposal(absent).exists());
  CHECK_THROWS_WITH_AS((void)Proposal(absent).creator(), "there is no proposal", Fault);
  CHECK_THROWS_WITH_AS((void)Proposal(absent).time(), "there is no proposal", Fault);
}
