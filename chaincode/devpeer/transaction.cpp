// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/transaction.hpp"

#include <set>

#include "chaincode/devpeer/own_message.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::devpeer {
namespace {

struct Opened {
  common::Payload payload = {};
  common::ChannelHeader channel = {};
  common::SignatureHeader signature = {};
};

int open(const common::Envelope& envelope, Opened& out) {
  if (!out.payload.ParseFromString(envelope.payload())) return protos::BAD_PAYLOAD;
  if (!out.payload.has_header()) return protos::BAD_COMMON_HEADER;
  if (!out.channel.ParseFromString(out.payload.header().channel_header()))
    return protos::BAD_CHANNEL_HEADER;
  if (!out.signature.ParseFromString(out.payload.header().signature_header()) ||
      out.signature.nonce().empty() || out.signature.creator().empty() || out.channel.epoch() != 0)
    return protos::BAD_COMMON_HEADER;
  return protos::VALID;
}

int check_sender(const common::Envelope& envelope, const Opened& in, const std::string& channel,
                 const Membership& membership) {
  const auto creator = membership.find(in.signature.creator());
  if (!creator || !creator->valid ||
      !creator->signed_this(envelope.payload(), envelope.signature()))
    return protos::BAD_CREATOR_SIGNATURE;
  if (in.channel.type() != common::ENDORSER_TRANSACTION) return protos::UNKNOWN_TX_TYPE;
  if (in.channel.tx_id() != transaction_id(in.signature.nonce(), in.signature.creator()))
    return protos::BAD_PROPOSAL_TXID;
  return in.channel.channel_id() == channel ? protos::VALID : protos::TARGET_CHAIN_NOT_FOUND;
}

bool is_event_of(const Bytes& bytes, const std::string& chaincode) {
  protos::ChaincodeEvent event;
  return bytes.empty() || (event.ParseFromString(bytes) && event.chaincode_id() == chaincode);
}

int read_action(const Opened& in, EndorsedTransaction& out) {
  protos::Transaction transaction;
  protos::ChaincodeActionPayload payload;
  protos::ProposalResponsePayload response;
  protos::ChaincodeAction action;
  protos::ChaincodeHeaderExtension extension;
  if (!transaction.ParseFromString(in.payload.data()) || transaction.actions_size() != 1 ||
      transaction.actions(0).header() != in.payload.header().signature_header() ||
      !payload.ParseFromString(transaction.actions(0).payload()) || !payload.has_action())
    return protos::INVALID_ENDORSER_TRANSACTION;
  if (!extension.ParseFromString(in.channel.extension())) return protos::BAD_HEADER_EXTENSION;
  out.response_payload = payload.action().proposal_response_payload();
  if (!response.ParseFromString(out.response_payload) ||
      response.proposal_hash() != proposal_hash(in.payload.header().channel_header(),
                                                in.payload.header().signature_header(),
                                                payload.chaincode_proposal_payload()))
    return protos::INVALID_ENDORSER_TRANSACTION;
  if (!action.ParseFromString(response.extension())) return protos::BAD_RESPONSE_PAYLOAD;
  auto sets = decode_public(action.results());
  if (!sets) return protos::BAD_RWSET;
  out.chaincode = action.chaincode_id().name();
  if (out.chaincode != extension.chaincode_id().name() || action.chaincode_id().version().empty())
    return protos::INVALID_CHAINCODE;
  if (!is_event_of(action.events(), out.chaincode)) return protos::INVALID_OTHER_REASON;
  std::set<std::string> named;
  for (const ReadWriteSet& set : *sets)
    if (!named.insert(set.chaincode).second) return protos::ILLEGAL_WRITESET;
  out.sets = std::move(*sets);
  for (const auto& endorsement : payload.action().endorsements())
    out.endorsements.push_back({endorsement.endorser(), endorsement.signature()});
  return protos::VALID;
}

}  // namespace

Reading read_envelope(std::string_view bytes, const std::string& channel,
                      const Membership& membership) {
  common::Envelope envelope;
  Opened opened;
  if (!envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return {.code = protos::INVALID_OTHER_REASON};
  Reading out{.code = open(envelope, opened)};
  if (out.code != protos::VALID) return out;
  out.txid = opened.channel.tx_id();
  out.code = check_sender(envelope, opened, channel, membership);
  if (out.code != protos::VALID) return out;
  EndorsedTransaction transaction{.txid = out.txid,
                                  .seconds = opened.channel.timestamp().seconds(),
                                  .nanos = opened.channel.timestamp().nanos()};
  out.code = read_action(opened, transaction);
  if (out.code == protos::VALID) out.transaction = std::move(transaction);
  return out;
}

std::optional<protos::ChaincodeEvent> event_of(std::string_view bytes) {
  const auto envelope = read_own<common::Envelope>(bytes, "an envelope");
  const auto payload = read_own<common::Payload>(envelope.payload(), "a payload");
  const auto transaction = read_own<protos::Transaction>(payload.data(), "a transaction");
  if (transaction.actions_size() != 1) throw Fault("a valid transaction without its one action");
  const auto action =
      read_own<protos::ChaincodeActionPayload>(transaction.actions(0).payload(), "an action");
  const auto response = read_own<protos::ProposalResponsePayload>(
      action.action().proposal_response_payload(), "an answer to a proposal");
  const auto endorsed = read_own<protos::ChaincodeAction>(response.extension(), "a result");
  if (endorsed.events().empty()) return std::nullopt;
  return read_own<protos::ChaincodeEvent>(endorsed.events(), "an event");
}

std::vector<std::string> verified_endorsers(const EndorsedTransaction& transaction,
                                            const Membership& membership) {
  std::set<Bytes> seen;
  std::vector<std::string> out;
  for (const auto& [endorser, signature] : transaction.endorsements) {
    if (!seen.insert(endorser).second) continue;
    const auto identity = membership.find(endorser);
    if (identity && identity->valid && identity->is_peer() &&
        identity->signed_this(transaction.response_payload + endorser, signature))
      out.push_back(identity->msp);
  }
  return out;
}

Bytes response_payload(const Proposal& proposal, const Simulation& simulation,
                       const std::string& chaincode_version) {
  protos::ChaincodeAction action;
  action.set_results(simulation.results);
  action.set_events(simulation.event);
  *action.mutable_response() = read_own<protos::Response>(simulation.response, "a response");
  action.mutable_chaincode_id()->set_name(proposal.chaincode);
  action.mutable_chaincode_id()->set_version(chaincode_version);
  protos::ProposalResponsePayload out;
  out.set_proposal_hash(proposal.hash);
  out.set_extension(action.SerializeAsString());
  return out.SerializeAsString();
}

Bytes envelope_payload(const Proposal& proposal, const Bytes& response_payload,
                       const std::vector<Endorsement>& endorsements) {
  protos::ChaincodeActionPayload payload;
  payload.set_chaincode_proposal_payload(proposal.payload);
  payload.mutable_action()->set_proposal_response_payload(response_payload);
  for (const auto& [endorser, signature] : endorsements) {
    auto* item = payload.mutable_action()->add_endorsements();
    item->set_endorser(endorser);
    item->set_signature(signature);
  }
  common::Payload out;
  *out.mutable_header() = read_own<common::Header>(proposal.header, "a header");
  protos::Transaction transaction;
  auto* action = transaction.add_actions();
  action->set_header(out.header().signature_header());
  action->set_payload(payload.SerializeAsString());
  out.set_data(transaction.SerializeAsString());
  return out.SerializeAsString();
}

}  // namespace tradelane::devpeer
