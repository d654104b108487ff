// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/proposal.hpp"

#include <string>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/shim/codec/decode.hpp"
#include "chaincode/shim/codec/proposal.hpp"

namespace tradelane::shim {
namespace {

template <class Part>
Part read(std::string_view bytes, const char* what) {
  auto out = codec::decode<Part>(bytes);
  if (!out) throw Fault(std::string("the proposal cannot be read: ") + what);
  return *out;
}

codec::Proposal parts_of(const PeerMessage& message) {
  return read<codec::Proposal>(message.proposal(), "its parts");
}

codec::Header header_of(const PeerMessage& message) {
  if (message.proposal().empty()) throw Fault("there is no proposal");
  return read<codec::Header>(parts_of(message).header, "its header");
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
      read<codec::ChannelHeader>(header_of(message_).channel_header, "its channel header");
  if (header.type != codec::endorser_header && header.type != codec::config_header)
    throw Fault("the proposal is of a type that calls no chaincode");
  if (header.txid != message_.txid()) throw Fault("the txid does not belong to the proposal");
  const auto extension =
      read<codec::ChaincodeHeaderExtension>(header.extension, "its header extension");
  const auto chaincode = extension.chaincode.value_or(codec::ChaincodeID{});
  const auto time = header.timestamp.value_or(codec::WireTime{});
  return channel_part_.emplace(ChannelPart{.channel = header.channel,
                                           .chaincode = chaincode.name,
                                           .time = {{time.seconds}, time.nanos},
                                           .epoch = header.epoch});
}

const Proposal::SignaturePart& Proposal::signature_part() const {
  if (signature_part_) return *signature_part_;
  const auto header =
      read<codec::SignatureHeader>(header_of(message_).signature_header, "its signature header");
  const Bytes hashed = Bytes(header.nonce).append(header.creator);
  if (to_hex(crypto::sha256(hashed)) != message_.txid())
    throw Fault("the txid does not belong to the proposal");
  const auto identity = read<codec::SerializedIdentity>(header.creator, "its creator");
  return signature_part_.emplace(SignaturePart{.creator = {.msp = identity.msp,
                                                           .certificate = identity.certificate,
                                                           .bytes = header.creator},
                                               .nonce = header.nonce});
}

const Proposal::PayloadPart& Proposal::payload_part() const {
  if (payload_part_) return *payload_part_;
  (void)signature_part();  // what is private is not shown to whoever invents a txid
  const auto payload =
      read<codec::ChaincodeProposalPayload>(parts_of(message_).payload, "its payload");
  PayloadPart part;
  for (const auto& [name, value] : payload.transient) part.transient.insert_or_assign(name, value);
  if (!payload.input.empty()) {
    const auto invocation = read<codec::ChaincodeInvocationSpec>(payload.input, "its input");
    auto& args = part.args.emplace();
    if (invocation.spec && invocation.spec->input)
      for (const std::string_view arg : invocation.spec->input->args) args.push_back(arg);
  }
  return payload_part_.emplace(std::move(part));
}

Bytes Proposal::binding() const {
  const SignaturePart& signed_by = signature_part();
  return crypto::sha256(Bytes(signed_by.nonce)
                            .append(signed_by.creator.bytes)
                            .append(little_endian(channel_part().epoch)));
}

}  // namespace tradelane::shim
