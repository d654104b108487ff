// SPDX-License-Identifier: Apache-2.0
#include "tests/support/proposal.hpp"

#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/chaincode.pb.h"

namespace tradelane::test {
namespace {

std::string header_bytes(const ProposalParts& parts, const std::string& creator,
                         const std::string& txid) {
  protos::ChaincodeHeaderExtension extension;
  extension.mutable_chaincode_id()->set_name(parts.chaincode);
  common::ChannelHeader channel;
  channel.set_type(common::ENDORSER_TRANSACTION);
  channel.set_channel_id(parts.channel);
  channel.set_tx_id(txid);
  channel.mutable_timestamp()->set_seconds(parts.time.seconds);
  channel.set_extension(extension.SerializeAsString());
  common::SignatureHeader signature;
  signature.set_creator(creator);
  signature.set_nonce(parts.nonce);
  common::Header header;
  header.set_channel_header(channel.SerializeAsString());
  header.set_signature_header(signature.SerializeAsString());
  return header.SerializeAsString();
}

}  // namespace

protos::ChaincodeMessage transaction_message(const ProposalParts& parts) {
  msp::SerializedIdentity identity;
  identity.set_mspid(parts.msp);
  identity.set_id_bytes(parts.certificate);
  const std::string creator = identity.SerializeAsString();
  const std::string txid = crypto::sha256_hex(parts.nonce + creator).text();

  protos::ChaincodeInput input;
  for (const std::string& arg : parts.args) input.add_args(arg);
  protos::ChaincodeInvocationSpec invocation;
  invocation.mutable_chaincode_spec()->mutable_chaincode_id()->set_name(parts.chaincode);
  *invocation.mutable_chaincode_spec()->mutable_input() = input;
  protos::ChaincodeProposalPayload payload;
  payload.set_input(invocation.SerializeAsString());
  for (const auto& [name, value] : parts.transient) (*payload.mutable_transientmap())[name] = value;
  protos::Proposal proposal;
  proposal.set_header(header_bytes(parts, creator, txid));
  proposal.set_payload(payload.SerializeAsString());

  protos::ChaincodeMessage message;
  message.set_type(protos::ChaincodeMessage::TRANSACTION);
  message.set_channel_id(parts.channel);
  message.set_txid(txid);
  message.set_payload(input.SerializeAsString());
  message.mutable_proposal()->set_proposal_bytes(proposal.SerializeAsString());
  return message;
}

}  // namespace tradelane::test
