// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/request.hpp"

#include <limits>

#include "proto/common/common.pb.h"
#include "proto/gateway/gateway.pb.h"
#include "proto/orderer/seek_info.pb.h"
#include "proto/peer/proposal.pb.h"

namespace tradelane::gateway {

namespace {

orderer::SeekInfo seek(const BlocksRequest& request) {
  orderer::SeekInfo info;
  info.set_behavior(orderer::SeekInfo::BLOCK_UNTIL_READY);
  if (request.newest) {
    info.mutable_start()->mutable_newest();
    info.mutable_stop()->mutable_newest();
    return info;
  }
  if (request.from)
    info.mutable_start()->mutable_specified()->set_number(*request.from);
  else
    info.mutable_start()->mutable_next_commit();
  info.mutable_stop()->mutable_specified()->set_number(
      request.until.value_or(std::numeric_limits<std::uint64_t>::max()));
  return info;
}

Bytes seek_payload(const BlocksRequest& request, const Identity& identity, const BlocksSeed& seed) {
  common::ChannelHeader header;
  header.set_type(common::DELIVER_SEEK_INFO);
  header.mutable_timestamp()->set_seconds(seed.now.seconds);
  header.set_channel_id(request.channel);
  header.set_tls_cert_hash(seed.tls_certificate_hash);
  common::SignatureHeader author;
  author.set_creator(identity.creator());
  common::Payload payload;
  payload.mutable_header()->set_channel_header(header.SerializeAsString());
  payload.mutable_header()->set_signature_header(author.SerializeAsString());
  payload.set_data(seek(request).SerializeAsString());
  return payload.SerializeAsString();
}

Error not_of_form(const char* what) { return refuse(Code::arg_malformed, "", what); }

template <class Message>
bool parse(Message& message, std::string_view bytes) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

/// The channel header below a common.Header; absent when there is none.
std::optional<common::ChannelHeader> channel_header(const common::Header& header) {
  common::ChannelHeader channel;
  if (header.channel_header().empty() || !parse(channel, header.channel_header()))
    return std::nullopt;
  return channel;
}

template <class Signed>
Bytes around(const Bytes& message, const Bytes& signature) {
  Signed out;
  out.set_request(message);
  out.set_signature(signature);
  return out.SerializeAsString();
}

template <class Signed, class Inner, RequestKind Kind>
Result<Signable<Kind>> inside(std::string_view bytes, const char* what) {
  Signed whole;
  Inner inner;
  if (!parse(whole, bytes) || whole.request().empty() || !parse(inner, whole.request()))
    return not_of_form(what);
  return Signable<Kind>{.message = whole.request(), .signature = whole.signature()};
}

template <RequestKind Kind>
Result<Signable<Kind>> blocks_from(std::string_view bytes) {
  common::Envelope whole;
  common::Payload payload;
  if (!parse(whole, bytes) || !parse(payload, whole.payload()))
    return not_of_form("a request for blocks");
  const auto header = channel_header(payload.header());
  if (!header || header->type() != common::DELIVER_SEEK_INFO)
    return not_of_form("a request for blocks");
  return Signable<Kind>{.message = whole.payload(), .signature = whole.signature()};
}

}  // namespace

SignableStatus make_request(const StatusRequest& request, const Identity& identity) {
  ::gateway::CommitStatusRequest inner;
  inner.set_transaction_id(request.transaction_id);
  inner.set_channel_id(request.channel);
  inner.set_identity(identity.creator());
  return {.message = inner.SerializeAsString(), .within = request.within};
}

SignableEvents make_request(const EventsRequest& request, const Identity& identity) {
  ::gateway::ChaincodeEventsRequest inner;
  inner.set_channel_id(request.channel);
  inner.set_chaincode_id(request.chaincode);
  inner.set_identity(identity.creator());
  if (request.from) {
    inner.mutable_start_position()->mutable_specified()->set_number(request.from->block);
    inner.set_after_transaction_id(request.from->transaction_id);
  } else {
    inner.mutable_start_position()->mutable_next_commit();
  }
  return {.message = inner.SerializeAsString(), .within = request.within};
}

template <RequestKind Kind>
Signable<Kind> make_request(const BlocksRequest& request, const Identity& identity,
                            const BlocksSeed& seed) {
  return {.message = seek_payload(request, identity, seed), .within = request.within};
}
template SignableBlocks make_request(const BlocksRequest&, const Identity&, const BlocksSeed&);
template SignableFilteredBlocks make_request(const BlocksRequest&, const Identity&,
                                             const BlocksSeed&);
template SignableBlocksAndPrivateData make_request(const BlocksRequest&, const Identity&,
                                                   const BlocksSeed&);

Bytes bytes_of(const Proposal& proposal) {
  ::gateway::ProposedTransaction out;
  out.set_transaction_id(proposal.transaction_id);
  out.mutable_proposal()->set_proposal_bytes(proposal.bytes);
  out.mutable_proposal()->set_signature(proposal.signature);
  for (const std::string& msp : proposal.organisations) out.add_endorsing_organizations(msp);
  return out.SerializeAsString();
}

Bytes bytes_of(const EndorsedTransaction& transaction) {
  ::gateway::PreparedTransaction out;
  out.set_transaction_id(transaction.transaction_id);
  out.mutable_envelope()->set_payload(transaction.payload);
  return out.SerializeAsString();
}

template <RequestKind Kind>
Bytes bytes_of(const Signable<Kind>& request) {
  if constexpr (Kind == RequestKind::commit_status) {
    return around<::gateway::SignedCommitStatusRequest>(request.message, request.signature);
  } else if constexpr (Kind == RequestKind::chaincode_events) {
    return around<::gateway::SignedChaincodeEventsRequest>(request.message, request.signature);
  } else {
    common::Envelope out;
    out.set_payload(request.message);
    out.set_signature(request.signature);
    return out.SerializeAsString();
  }
}
template Bytes bytes_of(const SignableStatus&);
template Bytes bytes_of(const SignableEvents&);
template Bytes bytes_of(const SignableBlocks&);
template Bytes bytes_of(const SignableFilteredBlocks&);
template Bytes bytes_of(const SignableBlocksAndPrivateData&);

Result<Proposal> proposal_from(std::string_view bytes) {
  ::gateway::ProposedTransaction whole;
  protos::Proposal proposal;
  common::Header header;
  protos::ChaincodeProposalPayload payload;
  if (!parse(whole, bytes) || !parse(proposal, whole.proposal().proposal_bytes()) ||
      !parse(header, proposal.header()) || !parse(payload, proposal.payload()))
    return not_of_form("a proposal");
  const auto channel = channel_header(header);
  if (!channel) return not_of_form("a proposal");
  if (channel->tx_id() != whole.transaction_id())
    return not_of_form("the transaction id is not the proposal's");
  return Proposal{.transaction_id = whole.transaction_id(),
                  .channel = channel->channel_id(),
                  .bytes = whole.proposal().proposal_bytes(),
                  .signature = whole.proposal().signature(),
                  .organisations = {whole.endorsing_organizations().begin(),
                                    whole.endorsing_organizations().end()},
                  .has_transient = !payload.transientmap().empty()};
}

Result<EndorsedTransaction> transaction_from(std::string_view bytes) {
  ::gateway::PreparedTransaction whole;
  common::Payload payload;
  if (!parse(whole, bytes) || !parse(payload, whole.envelope().payload()))
    return not_of_form("a transaction");
  const auto channel = channel_header(payload.header());
  const auto result = result_in(whole.envelope().payload());
  if (!channel || !result) return not_of_form("a transaction");
  if (channel->tx_id() != whole.transaction_id())
    return not_of_form("the transaction id is not the transaction's");
  return EndorsedTransaction{.transaction_id = whole.transaction_id(),
                             .channel = channel->channel_id(),
                             .payload = whole.envelope().payload(),
                             .result = *result};
}

template <RequestKind Kind>
Result<Signable<Kind>> request_from(std::string_view bytes) {
  if constexpr (Kind == RequestKind::commit_status)
    return inside<::gateway::SignedCommitStatusRequest, ::gateway::CommitStatusRequest, Kind>(
        bytes, "a question for the commit status");
  else if constexpr (Kind == RequestKind::chaincode_events)
    return inside<::gateway::SignedChaincodeEventsRequest, ::gateway::ChaincodeEventsRequest, Kind>(
        bytes, "a request for events");
  else
    return blocks_from<Kind>(bytes);
}
template Result<SignableStatus> request_from(std::string_view);
template Result<SignableEvents> request_from(std::string_view);
template Result<SignableBlocks> request_from(std::string_view);
template Result<SignableFilteredBlocks> request_from(std::string_view);
template Result<SignableBlocksAndPrivateData> request_from(std::string_view);

}  // namespace tradelane::gateway
