// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "adapters/gateway/proof_parts.hpp"
#include "adapters/gateway/proposal.hpp"
#include "chaincode/crypto/certificate.hpp"
#include "chaincode/crypto/certificate_chain.hpp"
#include "chaincode/crypto/certificate_check.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/common/block_signatures.pb.h"
#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"

namespace tradelane::gateway {

namespace {

/// Whose signature is looked at, and what it is called when it is bad.
struct Signer {
  ProofFault fault;
  std::string where;
  std::string who;
};

[[noreturn]] void bad(const Signer& signer, const std::string& why) {
  refuse_proof(signer.fault, signer.where, why);
}

template <class Message>
Message parse(std::string_view bytes, const Signer& signer, const char* what) {
  Message out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    bad(signer, std::string(what) + " cannot be read");
  return out;
}

/// A certificate that had run out then, or was not yet valid, signed nothing that counts.
void check_time(const std::string& pem, std::int64_t seconds, const Signer& signer) {
  const auto facts = crypto::facts_of(pem);
  if (!facts) bad(signer, "the certificate of " + signer.who + " cannot be read");
  if (seconds < facts->not_before.seconds || seconds > facts->not_after.seconds)
    bad(signer,
        "the certificate of " + signer.who + " was not valid at " + Timestamp{seconds}.text());
}

/// The certificate leads to a root of the organisation that it is shown for.
crypto::ClientIdentity check_certificate(const msp::SerializedIdentity& identity,
                                         const Trust& trust, std::int64_t seconds,
                                         const Signer& signer) {
  const auto known = trust.organisations.find(identity.mspid());
  if (known == trust.organisations.end())
    bad(signer,
        "there are no roots of " + identity.mspid() + ", the organisation of " + signer.who);
  const auto parsed = crypto::parse_identity(identity.mspid(), identity.id_bytes());
  if (!parsed) bad(signer, "the certificate of " + signer.who + " cannot be read");
  const auto problem =
      crypto::chain_problem(identity.id_bytes() + "\n" + known->second.intermediates,
                            known->second.roots, crypto::Purpose::any);
  if (!problem.empty())
    bad(signer, "the certificate of " + signer.who + " does not lead to a root of " +
                    identity.mspid() + ": " + problem);
  check_time(identity.id_bytes(), seconds, signer);
  return *parsed;
}

crypto::ClientIdentity check_signature(std::string_view creator, std::string_view message,
                                       std::string_view signature, const Trust& trust,
                                       std::int64_t seconds, const Signer& signer) {
  const auto identity = parse<msp::SerializedIdentity>(creator, signer, "who signed");
  auto parsed = check_certificate(identity, trust, seconds, signer);
  const auto key = crypto::key_of_certificate(identity.id_bytes());
  if (!key || !crypto::verify_fabric_signature(*key, message, signature))
    bad(signer, "the signature of " + signer.who + " is not good");
  return parsed;
}

struct Opened {
  common::Envelope envelope;
  common::Payload payload;
  common::ChannelHeader channel;
  common::SignatureHeader author;
};

Opened open(const Bytes& bytes, const Signer& signer) {
  Opened out;
  out.envelope = parse<common::Envelope>(bytes, signer, "the envelope");
  out.payload = parse<common::Payload>(out.envelope.payload(), signer, "the payload");
  const auto& header = out.payload.header();
  out.channel = parse<common::ChannelHeader>(header.channel_header(), signer, "the header");
  out.author = parse<common::SignatureHeader>(header.signature_header(), signer, "the header");
  return out;
}

void check_header(const Proof& proof, const Opened& in, const Signer& signer) {
  if (in.channel.type() != common::ENDORSER_TRANSACTION)
    bad(signer, "it is no transaction of a chaincode");
  if (in.channel.channel_id() != proof.channel) bad(signer, "it is of another channel");
  if (in.channel.tx_id() != transaction_id(in.author.nonce(), in.author.creator()))
    bad(signer, "its id is not the digest of its nonce and its creator");
}

/// What the endorsers signed answers what the creator proposed. Returns its payload.
protos::ChaincodeActionPayload check_action(const Proof& proof, const Opened& in,
                                            const Signer& signer) {
  const auto transaction = parse<protos::Transaction>(in.payload.data(), signer, "its data");
  const auto& header = in.payload.header();
  if (transaction.actions_size() != 1 ||
      transaction.actions(0).header() != header.signature_header())
    bad(signer, "it has not the one action of its creator");
  auto payload =
      parse<protos::ChaincodeActionPayload>(transaction.actions(0).payload(), signer, "its action");
  const auto response = parse<protos::ProposalResponsePayload>(
      payload.action().proposal_response_payload(), signer, "its result");
  if (response.proposal_hash() !=
      crypto::sha256({header.channel_header(), header.signature_header(),
                      payload.chaincode_proposal_payload()}))
    bad(signer, "what was endorsed is not what was proposed");
  const auto action = parse<protos::ChaincodeAction>(response.extension(), signer, "its result");
  if (action.chaincode_id().name() != proof.chaincode) bad(signer, "it is of another chaincode");
  return payload;
}

/// The peers among those who endorsed, each once: as often as one counts for a policy.
std::vector<std::string> check_endorsements(const protos::ChaincodeActionPayload& payload,
                                            const Trust& trust, std::int64_t seconds,
                                            const std::string& where) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  const Bytes& result = payload.action().proposal_response_payload();
  const int count = payload.action().endorsements_size();
  if (count == 0) refuse_proof(ProofFault::endorser, where, "nobody endorsed it");
  for (int i = 0; i < count; ++i) {
    const auto& one = payload.action().endorsements(i);
    const Signer signer{ProofFault::endorser, where + ", endorsement " + std::to_string(i),
                        "the endorser"};
    const auto identity = check_signature(one.endorser(), result + one.endorser(), one.signature(),
                                          trust, seconds, signer);
    if (identity.has_unit("client") || identity.has_unit("admin"))
      bad(signer, "the certificate of the endorser is none of a peer");
    if (identity.has_unit("peer") && seen.insert(one.endorser()).second)
      out.push_back(identity.msp);
  }
  return out;
}

void add_once(std::vector<std::string>& all, const std::string& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

bool may_order(const crypto::ClientIdentity& identity, const Trust& trust) {
  if (trust.orderers.empty()) return identity.has_unit("orderer");
  return std::find(trust.orderers.begin(), trust.orderers.end(), identity.msp) !=
         trust.orderers.end();
}

}  // namespace

BlockTransaction check_envelope(const Proof& proof, const Bytes& bytes, const Trust& trust,
                                const std::string& where) {
  const Signer about{ProofFault::transaction, where, ""};
  const Opened in = open(bytes, about);
  check_header(proof, in, about);
  const std::int64_t seconds = in.channel.timestamp().seconds();
  check_signature(in.author.creator(), in.envelope.payload(), in.envelope.signature(), trust,
                  seconds, {ProofFault::creator, where, "the creator"});
  const auto payload = check_action(proof, in, about);
  auto endorsers = check_endorsements(payload, trust, seconds, where);
  BlockTransaction out = read_transaction(bytes);
  out.endorsers = std::move(endorsers);
  return out;
}

void check_orderers(const ProofBlock& block, const Trust& trust, std::int64_t seconds,
                    const std::string& where, ProofReport& report) {
  const std::string name = "block " + std::to_string(block.number);
  if (block.signatures.empty()) {
    if (!block.signed_value.empty())
      refuse_proof(ProofFault::orderer, where, "there is something signed and no signature");
    report.unchecked.push_back(name + " bears no signature of an orderer");
  }
  for (std::size_t i = 0; i < block.signatures.size(); ++i) {
    const auto& one = block.signatures[i];
    const Signer signer{ProofFault::orderer, where + ", signature " + std::to_string(i),
                        "the orderer"};
    if (one.header.empty()) {
      report.unchecked.push_back(name + ", signature " + std::to_string(i) +
                                 ": its signer is a number in the channel's configuration");
      continue;
    }
    if (!one.identifier.empty()) bad(signer, "it names its signer twice");
    const auto header = parse<common::SignatureHeader>(one.header, signer, "its header");
    const auto identity =
        check_signature(header.creator(), block.signed_value + one.header + header_der(block),
                        one.signature, trust, seconds, signer);
    if (!may_order(identity, trust)) bad(signer, identity.msp + " is no orderer");
    add_once(report.orderers, identity.msp);
  }
}

}  // namespace tradelane::gateway
