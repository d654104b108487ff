// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/proposal.hpp"

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/proposal.pb.h"

namespace tradelane::shim {
namespace {

template <class T>
T parse(std::string_view bytes, const char* what) {
  T out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    throw Fault(std::string("the proposal cannot be read: ") + what);
  return out;
}

common::Header header_of(const PeerMessage& message) {
  if (message.proposal().empty()) throw Fault("there is no proposal");
  const auto proposal = parse<protos::Proposal>(message.proposal(), "its parts");
  return parse<common::Header>(proposal.header(), "its header");
}

Bytes little_endian(std::uint64_t number) {
  Bytes out;
  for (unsigned shift = 0; shift < 64; shift += 8)
    out.push_back(static_cast<char>((number >> shift) & 0xffU));
  return out;
}

}  // namespace

const Proposal::ChannelPart& Proposal::channel_part() const {
  if (channel_part_) return *channel_part_;
  const auto header =
      parse<common::ChannelHeader>(header_of(message_).channel_header(), "its channel header");
  if (header.type() != common::ENDORSER_TRANSACTION && header.type() != common::CONFIG)
    throw Fault("the proposal is of a type that calls no chaincode");
  if (header.tx_id() != message_.txid()) throw Fault("the txid does not belong to the proposal");
  const auto extension =
      parse<protos::ChaincodeHeaderExtension>(header.extension(), "its header extension");
  return channel_part_.emplace(
      ChannelPart{.channel = header.channel_id(),
                  .chaincode = extension.chaincode_id().name(),
                  .time = {{header.timestamp().seconds()}, header.timestamp().nanos()},
                  .epoch = header.epoch()});
}

const Proposal::SignaturePart& Proposal::signature_part() const {
  if (signature_part_) return *signature_part_;
  const auto header = parse<common::SignatureHeader>(header_of(message_).signature_header(),
                                                     "its signature header");
  if (crypto::sha256_hex(header.nonce() + header.creator()).text() != message_.txid())
    throw Fault("the txid does not belong to the proposal");
  const auto identity = parse<msp::SerializedIdentity>(header.creator(), "its creator");
  return signature_part_.emplace(SignaturePart{.creator = {.msp = identity.mspid(),
                                                           .certificate = identity.id_bytes(),
                                                           .bytes = header.creator()},
                                               .nonce = header.nonce()});
}

const Proposal::PayloadPart& Proposal::payload_part() const {
  if (payload_part_) return *payload_part_;
  (void)signature_part();  // what is private is not shown to whoever invents a txid
  const auto proposal = parse<protos::Proposal>(message_.proposal(), "its parts");
  const auto payload = parse<protos::ChaincodeProposalPayload>(proposal.payload(), "its payload");
  PayloadPart part;
  for (const auto& [name, value] : payload.transientmap()) part.transient.emplace(name, value);
  if (!payload.input().empty()) {
    const auto spec = parse<protos::ChaincodeInvocationSpec>(payload.input(), "its input");
    const auto& args = spec.chaincode_spec().input().args();
    part.args.emplace(args.begin(), args.end());
  }
  return payload_part_.emplace(std::move(part));
}

Bytes Proposal::binding() const {
  const SignaturePart& signed_by = signature_part();
  return crypto::sha256(signed_by.nonce + signed_by.creator.bytes +
                        little_endian(channel_part().epoch));
}

}  // namespace tradelane::shim
