// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/proposal.hpp"

#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::gateway {

namespace {

Bytes channel_header(const Call& call, const std::string& id, Timestamp now) {
  protos::ChaincodeHeaderExtension extension;
  extension.mutable_chaincode_id()->set_name(call.chaincode);
  common::ChannelHeader header;
  header.set_type(common::ENDORSER_TRANSACTION);
  header.mutable_timestamp()->set_seconds(now.seconds);
  header.set_channel_id(call.channel);
  header.set_tx_id(id);
  header.set_extension(extension.SerializeAsString());
  return header.SerializeAsString();
}

Bytes input_of(const Call& call) {
  protos::ChaincodeInvocationSpec spec;
  auto& chaincode = *spec.mutable_chaincode_spec();
  chaincode.mutable_chaincode_id()->set_name(call.chaincode);
  chaincode.mutable_input()->add_args(call.function);
  for (const Bytes& arg : call.args) chaincode.mutable_input()->add_args(arg);
  return spec.SerializeAsString();
}

template <class Message>
Message parse(std::string_view bytes, const char* what) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw Fault(std::string("the gateway's answer is malformed: ") + what);
  return message;
}

void require(bool ok, const char* what) {
  if (!ok) throw Fault(std::string("the gateway answered with another transaction: ") + what);
}

protos::ChaincodeActionPayload action_of(const common::Payload& payload) {
  const auto transaction = parse<protos::Transaction>(payload.data(), "transaction");
  require(transaction.actions_size() == 1, "number of actions");
  return parse<protos::ChaincodeActionPayload>(transaction.actions(0).payload(), "action");
}

Bytes result_of(const protos::ChaincodeActionPayload& action) {
  const auto response = parse<protos::ProposalResponsePayload>(
      action.action().proposal_response_payload(), "response payload");
  return parse<protos::ChaincodeAction>(response.extension(), "chaincode action")
      .response()
      .payload();
}

EndorsedTransaction check_endorsed(const Proposal& proposal, std::string_view envelope_bytes) {
  const auto ours = parse<protos::Proposal>(proposal.bytes, "proposal");
  const auto our_header = parse<common::Header>(ours.header(), "header");
  const auto our_input = parse<protos::ChaincodeProposalPayload>(ours.payload(), "input");

  const auto envelope = parse<common::Envelope>(envelope_bytes, "envelope");
  const auto payload = parse<common::Payload>(envelope.payload(), "payload");
  require(payload.header().channel_header() == our_header.channel_header(), "channel header");
  require(payload.header().signature_header() == our_header.signature_header(), "signature header");
  const auto action = action_of(payload);
  const auto input = parse<protos::ChaincodeProposalPayload>(action.chaincode_proposal_payload(),
                                                             "action's input");
  require(input.input() == our_input.input(), "input");
  require(input.transientmap().empty(), "transient data would become public");
  return EndorsedTransaction{.transaction_id = proposal.transaction_id,
                             .channel = proposal.channel,
                             .payload = envelope.payload(),
                             .result = result_of(action)};
}

}  // namespace

Bytes Identity::creator() const {
  msp::SerializedIdentity identity;
  identity.set_mspid(msp);
  identity.set_id_bytes(certificate);
  return identity.SerializeAsString();
}

std::string transaction_id(std::string_view nonce, std::string_view creator) {
  return crypto::sha256_hex(Bytes(nonce).append(creator)).text();
}

Result<Proposal> make_proposal(const Call& call, const Identity& identity,
                               const ProposalSeed& seed) {
  if (call.channel.empty() || call.chaincode.empty() || call.function.empty())
    return refuse(Code::gw_config, "", "channel, chaincode and function must be named");
  const Bytes creator = identity.creator();
  const std::string id = transaction_id(seed.nonce, creator);

  common::SignatureHeader signature_header;
  signature_header.set_creator(creator);
  signature_header.set_nonce(seed.nonce);
  common::Header header;
  header.set_channel_header(channel_header(call, id, seed.now));
  header.set_signature_header(signature_header.SerializeAsString());

  protos::ChaincodeProposalPayload payload;
  payload.set_input(input_of(call));
  for (const auto& [name, value] : call.transient) (*payload.mutable_transientmap())[name] = value;

  protos::Proposal proposal;
  proposal.set_header(header.SerializeAsString());
  proposal.set_payload(payload.SerializeAsString());
  return Proposal{.transaction_id = id,
                  .channel = call.channel,
                  .bytes = proposal.SerializeAsString(),
                  .signature = {},
                  .organisations = call.organisations,
                  .has_transient = !call.transient.empty(),
                  .within = call.within};
}

Outcome<EndorsedTransaction, EndorseFailure> read_endorsed(const Proposal& proposal,
                                                           std::string_view envelope_bytes) {
  try {
    return check_endorsed(proposal, envelope_bytes);
  } catch (const Fault& fault) {
    return EndorseFailure(Failure{.code = GrpcCode::data_loss,
                                  .message = fault.what(),
                                  .transaction_id = proposal.transaction_id});
  }
}

std::optional<Bytes> result_in(std::string_view payload) {
  try {
    return result_of(action_of(parse<common::Payload>(payload, "payload")));
  } catch (const Fault&) {
    return std::nullopt;
  }
}

SignedTransaction with_signature(const EndorsedTransaction& transaction,
                                 std::string_view signature) {
  common::Envelope envelope;
  envelope.set_payload(transaction.payload);
  envelope.set_signature(signature.data(), signature.size());
  return SignedTransaction{.transaction_id = transaction.transaction_id,
                           .channel = transaction.channel,
                           .envelope = envelope.SerializeAsString(),
                           .result = transaction.result};
}

}  // namespace tradelane::gateway
