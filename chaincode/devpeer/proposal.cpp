// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/proposal.hpp"

#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/proposal.pb.h"

namespace tradelane::devpeer {
namespace {

std::string unreadable(const char* what) { return std::string("error unmarshalling ") + what; }

void fill_header(Proposal& out, const common::ChannelHeader& channel,
                 const common::SignatureHeader& signature) {
  out.type = channel.type();
  out.channel = channel.channel_id();
  out.txid = channel.tx_id();
  out.epoch = channel.epoch();
  out.seconds = channel.timestamp().seconds();
  out.nanos = channel.timestamp().nanos();
  out.creator = signature.creator();
  out.nonce = signature.nonce();
}

std::optional<std::string> read_header(Proposal& out, const common::Header& header) {
  common::ChannelHeader channel;
  common::SignatureHeader signature;
  protos::ChaincodeHeaderExtension extension;
  if (!channel.ParseFromString(header.channel_header())) return unreadable("ChannelHeader");
  if (!signature.ParseFromString(header.signature_header())) return unreadable("SignatureHeader");
  if (!extension.ParseFromString(channel.extension()))
    return unreadable("ChaincodeHeaderExtension");
  if (!extension.has_chaincode_id()) return "ChaincodeHeaderExtension.ChaincodeId is nil";
  if (extension.chaincode_id().name().empty())
    return "ChaincodeHeaderExtension.ChaincodeId.Name is empty";
  fill_header(out, channel, signature);
  out.chaincode = extension.chaincode_id().name();
  return std::nullopt;
}

std::optional<std::string> read_payload(Proposal& out, const Bytes& bytes) {
  protos::ChaincodeProposalPayload payload;
  protos::ChaincodeInvocationSpec spec;
  if (!payload.ParseFromString(bytes)) return unreadable("ChaincodeProposalPayload");
  if (!spec.ParseFromString(payload.input())) return unreadable("ChaincodeInvocationSpec");
  if (!spec.has_chaincode_spec()) return "chaincode invocation spec did not contain chaincode spec";
  if (!spec.chaincode_spec().has_input()) return "chaincode input did not contain any input";
  out.input = spec.chaincode_spec().input().SerializeAsString();
  out.has_transient = !payload.transientmap().empty();
  payload.clear_transientmap();
  out.payload = payload.SerializeAsString();
  return std::nullopt;
}

}  // namespace

std::string transaction_id(std::string_view nonce, std::string_view creator) {
  return to_hex(crypto::sha256(std::string(nonce).append(creator)));
}

Bytes proposal_hash(std::string_view channel_header, std::string_view signature_header,
                    std::string_view payload) {
  return crypto::sha256(std::string(channel_header).append(signature_header).append(payload));
}

std::variant<Proposal, std::string> unpack(const protos::SignedProposal& in) {
  protos::Proposal proposal;
  common::Header header;
  if (!proposal.ParseFromString(in.proposal_bytes())) return unreadable("Proposal");
  if (!header.ParseFromString(proposal.header())) return unreadable("Header");
  Proposal out;
  if (auto wrong = read_header(out, header)) return *wrong;
  if (auto wrong = read_payload(out, proposal.payload())) return *wrong;
  out.header = proposal.header();
  out.hash = proposal_hash(header.channel_header(), header.signature_header(), out.payload);
  out.bytes = in.proposal_bytes();
  out.signature = in.signature();
  return out;
}

std::optional<std::string> check(const Proposal& proposal, const Membership& membership) {
  if (proposal.type != common::ENDORSER_TRANSACTION && proposal.type != common::CONFIG)
    return "invalid header type " +
           common::HeaderType_Name(static_cast<common::HeaderType>(proposal.type));
  if (proposal.epoch != 0) return "epoch is non-zero";
  if (proposal.nonce.empty()) return "nonce is empty";
  if (proposal.creator.empty()) return "creator is empty";
  const std::string expected = transaction_id(proposal.nonce, proposal.creator);
  if (proposal.txid != expected)
    return "incorrectly computed txid '" + proposal.txid + "' -- expected '" + expected + "'";
  if (proposal.signature.empty()) return "empty signature bytes";
  const auto creator = membership.find(proposal.creator);
  if (!creator)
    return "access denied: channel [" + proposal.channel +
           "] creator org unknown, creator is malformed";
  if (!creator->valid || !creator->signed_this(proposal.bytes, proposal.signature))
    return "access denied: channel [" + proposal.channel + "] creator org [" + creator->msp + "]";
  return std::nullopt;
}

}  // namespace tradelane::devpeer
