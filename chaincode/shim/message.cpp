// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/message.hpp"

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"

namespace tradelane::shim {
namespace {

/// The layers of a proposal that a transaction needs.
struct Proposal {
  common::ChannelHeader channel;
  common::SignatureHeader signature;
  msp::SerializedIdentity creator;
  protos::ChaincodeHeaderExtension extension;
  protos::ChaincodeProposalPayload payload;
};

bool unpack(const Message& message, Proposal& out) {
  protos::Proposal proposal;
  common::Header header;
  return proposal.ParseFromString(message.proposal().proposal_bytes()) &&
         header.ParseFromString(proposal.header()) &&
         out.channel.ParseFromString(header.channel_header()) &&
         out.signature.ParseFromString(header.signature_header()) &&
         out.creator.ParseFromString(out.signature.creator()) &&
         out.extension.ParseFromString(out.channel.extension()) &&
         out.payload.ParseFromString(proposal.payload());
}

Error malformed(const char* why) { return refuse(Code::arg_malformed, "", why); }

}  // namespace

Result<ledger::Invocation> read_invocation(const Message& message) {
  protos::ChaincodeInput input;
  Proposal proposal;
  if (!input.ParseFromString(message.payload()) || !unpack(message, proposal))
    return malformed("the proposal cannot be read");
  if (proposal.channel.channel_id() != message.channel_id())
    return malformed("the call comes from another channel");
  const auto txid =
      crypto::sha256_hex(proposal.signature.nonce() + proposal.signature.creator()).text();
  if (proposal.channel.tx_id() != message.txid() || txid != message.txid())
    return malformed("the txid does not belong to the proposal");
  ledger::Invocation call{.channel = message.channel_id(),
                          .chaincode = proposal.extension.chaincode_id().name(),
                          .txid = message.txid(),
                          .time = {proposal.channel.timestamp().seconds()},
                          .msp = proposal.creator.mspid(),
                          .certificate = proposal.creator.id_bytes()};
  for (const auto& arg : input.args()) call.args.push_back(arg);
  for (const auto& [name, value] : proposal.payload.transientmap())
    call.transient.emplace(name, value);
  return call;
}

Message register_message(const std::string& package_id) {
  protos::ChaincodeID id;
  id.set_name(package_id);
  Message message;
  message.set_type(Message::REGISTER);
  message.set_payload(id.SerializeAsString());
  return message;
}

Message request(Message::Type type, const TransactionId& id,
                const google::protobuf::Message& payload) {
  Message message;
  message.set_type(type);
  message.set_channel_id(id.channel);
  message.set_txid(id.txid);
  message.set_payload(payload.SerializeAsString());
  return message;
}

Message completed(const TransactionId& id, const ledger::Outcome& outcome) {
  protos::Response response;
  response.set_status(outcome.status);
  response.set_message(utf8_or_marked(outcome.message));
  response.set_payload(outcome.payload);
  Message message = request(Message::COMPLETED, id, response);
  if (!outcome.changes.event_name().empty()) {
    message.mutable_chaincode_event()->set_event_name(utf8_or_marked(outcome.changes.event_name()));
    message.mutable_chaincode_event()->set_payload(outcome.changes.event_payload());
  }
  return message;
}

Message failed(const TransactionId& id, const std::string& text) {
  Message message;
  message.set_type(Message::ERROR);
  message.set_channel_id(id.channel);
  message.set_txid(id.txid);
  message.set_payload(utf8_or_marked(text));
  return message;
}

std::string utf8_or_marked(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return out;
}

}  // namespace tradelane::shim
