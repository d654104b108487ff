// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/devpeer/network.hpp"

#include "chaincode/devpeer/proposal.hpp"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/chaincode.pb.h"

namespace tradelane::test {
namespace {

const Timestamp from = *Timestamp::parse("2026-01-01T00:00:00Z");
const Timestamp to = *Timestamp::parse("2046-01-01T00:00:00Z");

std::map<std::string, crypto::CertificateAuthority> authorities(
    const std::vector<std::string>& organisations) {
  std::map<std::string, crypto::CertificateAuthority> out;
  for (const std::string& msp : organisations)
    out.emplace(msp, crypto::CertificateAuthority::create({.common_name = "ca." + msp,
                                                           .organization = msp,
                                                           .not_before = from,
                                                           .not_after = to}));
  return out;
}

std::map<std::string, std::string> roots(
    const std::map<std::string, crypto::CertificateAuthority>& all) {
  std::map<std::string, std::string> out;
  for (const auto& [msp, authority] : all) out.emplace(msp, authority.certificate_pem());
  return out;
}

std::string header(const Signer& client, const Network::Call& call) {
  common::SignatureHeader signature;
  signature.set_creator(client.identity);
  signature.set_nonce(call.nonce);
  protos::ChaincodeHeaderExtension extension;
  extension.mutable_chaincode_id()->set_name(call.chaincode);
  common::ChannelHeader channel;
  channel.set_type(common::ENDORSER_TRANSACTION);
  channel.set_channel_id(call.channel);
  channel.set_tx_id(devpeer::transaction_id(call.nonce, client.identity));
  channel.mutable_timestamp()->set_seconds(call.seconds);
  channel.set_extension(extension.SerializeAsString());
  common::Header out;
  out.set_channel_header(channel.SerializeAsString());
  out.set_signature_header(signature.SerializeAsString());
  return out.SerializeAsString();
}

}  // namespace

Bytes Signer::sign(std::string_view message) const {
  return key.sign(crypto::Algorithm::es256, message, crypto::Encoding::der);
}

Network::Network(const std::vector<std::string>& organisations)
    : authorities_(authorities(organisations)), membership_(roots(authorities_)) {
  for (const auto& [msp, authority] : authorities_) {
    peers_.emplace(msp, issue(authority, msp, "peer"));
    clients_.emplace(msp, issue(authority, msp, "client"));
  }
}

Signer Network::issue(const crypto::CertificateAuthority& authority, const std::string& msp,
                      const std::string& unit) const {
  crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  msp::SerializedIdentity identity;
  identity.set_mspid(msp);
  identity.set_id_bytes(authority.issue({.common_name = unit + "0",
                                         .organization = msp,
                                         .units = {unit},
                                         .not_before = from,
                                         .not_after = to},
                                        key.public_key()));
  return {.identity = identity.SerializeAsString(), .key = std::move(key)};
}

Signer Network::impostor(const std::string& issuer, const std::string& claimed) const {
  return issue(authorities_.at(issuer), claimed, "client");
}

protos::SignedProposal Network::propose(const Signer& client, const Call& call) {
  protos::ChaincodeInvocationSpec spec;
  spec.mutable_chaincode_spec()->mutable_chaincode_id()->set_name(call.chaincode);
  for (const std::string& arg : call.args)
    spec.mutable_chaincode_spec()->mutable_input()->add_args(arg);
  protos::ChaincodeProposalPayload payload;
  payload.set_input(spec.SerializeAsString());
  for (const auto& [name, value] : call.transient) (*payload.mutable_transientmap())[name] = value;
  protos::Proposal proposal;
  proposal.set_header(header(client, call));
  proposal.set_payload(payload.SerializeAsString());
  protos::SignedProposal out;
  out.set_proposal_bytes(proposal.SerializeAsString());
  out.set_signature(client.sign(out.proposal_bytes()));
  return out;
}

Bytes Network::envelope(const Call& call, const devpeer::ReadWriteSets& sets,
                        const std::vector<std::string>& endorsers,
                        const devpeer::PrivateSets& clear, const Bytes& event) const {
  const Signer& client = clients_.begin()->second;
  const auto proposal = std::get<devpeer::Proposal>(devpeer::unpack(propose(client, call)));
  protos::Response response;
  response.set_status(200);
  const Bytes payload = devpeer::response_payload(proposal,
                                                  {.results = devpeer::encode_public(sets, clear),
                                                   .event = event,
                                                   .response = response.SerializeAsString()},
                                                  "1");
  std::vector<devpeer::Endorsement> endorsements;
  for (const std::string& msp : endorsers)
    endorsements.push_back({peer(msp).identity, peer(msp).sign(payload + peer(msp).identity)});
  return sign_envelope(client, devpeer::envelope_payload(proposal, payload, endorsements));
}

Bytes sign_envelope(const Signer& signer, const Bytes& payload) {
  common::Envelope out;
  out.set_payload(payload);
  out.set_signature(signer.sign(payload));
  return out.SerializeAsString();
}

}  // namespace tradelane::test
