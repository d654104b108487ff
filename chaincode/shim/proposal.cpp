// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/proposal.hpp"

#include <string>
#include <utility>

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

bool is_hex_of(std::string_view hex, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (hex.size() != 2 * bytes.size()) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (hex[2 * i] != digits[byte >> 4U] || hex[2 * i + 1] != digits[byte & 15U]) return false;
  }
  return true;
}

Bytes little_endian(std::uint64_t number) {
  Bytes out;
  for (unsigned shift = 0; shift < 64; shift += 8)
    out.push_back(static_cast<char>((number >> shift) & 0xffU));
  return out;
}

}  // namespace

const Proposal::Parts& Proposal::parts() const {
  if (parts_) return *parts_;
  if (message_.proposal().empty()) throw Fault("there is no proposal");
  const auto proposal = read<codec::Proposal>(message_.proposal(), "its parts");
  const auto header = read<codec::Header>(proposal.header, "its header");
  return parts_.emplace(Parts{.channel_header = header.channel_header,
                              .signature_header = header.signature_header,
                              .payload = proposal.payload});
}

const Proposal::ChannelPart& Proposal::channel_part() const {
  if (channel_part_) return *channel_part_;
  const auto header = read<codec::ChannelHeader>(parts().channel_header, "its channel header");
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
      read<codec::SignatureHeader>(parts().signature_header, "its signature header");
  if (!is_hex_of(message_.txid(), crypto::sha256({header.nonce, header.creator})))
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
  const auto payload = read<codec::ChaincodeProposalPayload>(parts().payload, "its payload");
  PayloadPart part;
  for (const auto& [name, value] : payload.transient) part.transient.insert_or_assign(name, value);
  if (!payload.input.empty()) {
    const auto invocation = read<codec::ChaincodeInvocationSpec>(payload.input, "its input");
    auto& args = part.args.emplace();
    args.reserve(2);  // a function and an object, mostly
    if (invocation.spec && invocation.spec->input)
      for (const std::string_view arg : invocation.spec->input->args) args.push_back(arg);
  }
  return payload_part_.emplace(std::move(part));
}

Bytes Proposal::binding() const {
  const SignaturePart& signed_by = signature_part();
  return crypto::sha256(
      {signed_by.nonce, signed_by.creator.bytes, little_endian(channel_part().epoch)});
}

}  // namespace tradelane::shim
