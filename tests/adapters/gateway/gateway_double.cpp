// SPDX-License-Identifier: Apache-2.0
#include "tests/adapters/gateway/gateway_double.hpp"

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/crypto/certificate_check.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"
#include "proto/rpc/status.pb.h"
#include "tests/support/parse.hpp"

namespace tradelane::test {

namespace {

const Timestamp from = *Timestamp::parse("2020-01-01T00:00:00Z");
const Timestamp until = *Timestamp::parse("2120-01-01T00:00:00Z");

crypto::CertificateAuthority authority() {
  return crypto::CertificateAuthority::create(
      {.common_name = "test root", .organization = "test", .not_before = from, .not_after = until});
}

protos::ChaincodeProposalPayload payload_of(const protos::SignedProposal& proposal) {
  return parse<protos::ChaincodeProposalPayload>(
      parse<protos::Proposal>(proposal.proposal_bytes()).payload());
}

grpc::Status bad(const std::string& what) {
  return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, what);
}

}  // namespace

Person person(const std::string& msp, crypto::KeyKind kind) {
  auto key = crypto::PrivateKey::generate(kind);
  auto certificate = authority().issue({.common_name = "client",
                                        .organization = msp,
                                        .units = {"client"},
                                        .attributes = {{"tradelane.party", "PARTY"}},
                                        .not_before = from,
                                        .not_after = until},
                                       key.public_key());
  return {.key = key, .identity = {.msp = msp, .certificate = certificate}};
}

TlsFiles make_tls(const std::string& host) {
  const auto root = authority();
  const auto server = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto client = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto leaf = [&](const std::string& name, const crypto::PrivateKey& key) {
    return root.issue({.common_name = name,
                       .organization = "test",
                       .dns_names = {name},
                       .for_tls = true,
                       .not_before = from,
                       .not_after = until},
                      key.public_key());
  };
  return {.roots = root.certificate_pem(),
          .server_certificate = leaf(host, server),
          .server_key = server.pem(),
          .client_certificate = leaf("client", client),
          .client_key = client.pem()};
}

std::shared_ptr<grpc::ServerCredentials> server_credentials(const TlsFiles* tls) {
  if (tls == nullptr) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = tls->roots;
  options.pem_key_cert_pairs.push_back({tls->server_key, tls->server_certificate});
  return grpc::SslServerCredentials(options);
}

grpc::Status failing(grpc::StatusCode code, const std::string& message,
                     const std::vector<gateway::Detail>& details) {
  google::rpc::Status rich;
  rich.set_code(code);
  rich.set_message(message);
  for (const auto& detail : details) {
    ::gateway::ErrorDetail one;
    one.set_address(detail.address);
    one.set_msp_id(detail.msp);
    one.set_message(detail.message);
    rich.add_details()->PackFrom(one);
  }
  return grpc::Status(code, message, rich.SerializeAsString());
}

grpc::Status refused_by_chaincode(const std::string& msp, const std::string& text) {
  return failing(grpc::StatusCode::ABORTED,
                 "failed to endorse transaction, see attached details for more info",
                 {{"peer0:7051", msp, "chaincode response " + text}});
}

GatewayDouble::GatewayDouble(const Person& client, const TlsFiles* tls) : client_(client) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", server_credentials(tls), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  if (!server_ || port_ == 0) throw std::runtime_error("the double cannot listen");
}

GatewayDouble::~GatewayDouble() {
  // Calls still under way end as cancelled.
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

std::unique_ptr<gateway::Gateway> GatewayDouble::connect(gateway::Deadlines deadlines) const {
  auto connection = gateway::Connection::open({.address = address(), .plaintext = true});
  auto signer = gateway::signer_from_pem(client_.key.pem());
  return gateway::make_client(
      *connection, {.identity = client_.identity, .signer = *signer, .deadlines = deadlines});
}

std::vector<std::string> GatewayDouble::args_of(const protos::SignedProposal& proposal) {
  const auto spec = parse<protos::ChaincodeInvocationSpec>(payload_of(proposal).input());
  const auto& args = spec.chaincode_spec().input().args();
  return {args.begin(), args.end()};
}

std::map<std::string, std::string> GatewayDouble::transient_of(
    const protos::SignedProposal& proposal) {
  const auto payload = payload_of(proposal);
  return {payload.transientmap().begin(), payload.transientmap().end()};
}

grpc::Status GatewayDouble::check_signature(const std::string& message,
                                            const std::string& signature) const {
  return crypto::verify_fabric_signature(client_.key.public_key(), message, signature)
             ? grpc::Status::OK
             : bad("signature");
}

grpc::Status GatewayDouble::check_proposal(const protos::SignedProposal& signed_proposal,
                                           const std::string& id) const {
  const auto fine = check_signature(signed_proposal.proposal_bytes(), signed_proposal.signature());
  if (!fine.ok()) return fine;
  const auto header =
      parse<common::Header>(parse<protos::Proposal>(signed_proposal.proposal_bytes()).header());
  const auto channel = parse<common::ChannelHeader>(header.channel_header());
  const auto author = parse<common::SignatureHeader>(header.signature_header());
  const auto extension = parse<protos::ChaincodeHeaderExtension>(channel.extension());
  if (author.creator() != client_.identity.creator()) return bad("creator");
  if (author.nonce().size() != 24) return bad("nonce");
  if (to_hex(crypto::sha256(author.nonce() + author.creator())) != id || channel.tx_id() != id)
    return bad("transaction id");
  if (channel.type() != common::ENDORSER_TRANSACTION || channel.epoch() != 0) return bad("header");
  if (channel.channel_id() != "trade") return bad("channel");
  if (extension.chaincode_id().name() != "tradelane") return bad("chaincode");
  if (channel.timestamp().seconds() < from.seconds) return bad("timestamp");
  return grpc::Status::OK;
}

common::Envelope GatewayDouble::assemble(const protos::SignedProposal& signed_proposal) const {
  const auto proposal = parse<protos::Proposal>(signed_proposal.proposal_bytes());
  protos::ChaincodeAction chaincode_action;
  chaincode_action.mutable_response()->set_status(200);
  chaincode_action.mutable_response()->set_payload(result.get());
  protos::ProposalResponsePayload response;
  response.set_extension(chaincode_action.SerializeAsString());
  protos::ChaincodeProposalPayload input;
  input.set_input(payload_of(signed_proposal).input());
  protos::ChaincodeActionPayload action;
  action.set_chaincode_proposal_payload(input.SerializeAsString());
  action.mutable_action()->set_proposal_response_payload(response.SerializeAsString());
  protos::Transaction transaction;
  transaction.add_actions()->set_payload(action.SerializeAsString());
  common::Payload payload;
  payload.mutable_header()->ParseFromString(proposal.header());
  payload.set_data(transaction.SerializeAsString());
  common::Envelope envelope;
  envelope.set_payload(payload.SerializeAsString());
  return envelope;
}

grpc::Status GatewayDouble::Evaluate(grpc::ServerContext*,
                                     const ::gateway::EvaluateRequest* request,
                                     ::gateway::EvaluateResponse* response) {
  const std::scoped_lock lock(calls_);
  const auto fine = check_proposal(request->proposed_transaction(), request->transaction_id());
  if (!fine.ok()) return fine;
  evaluated.push_back(*request);
  response->mutable_result()->set_status(200);
  response->mutable_result()->set_payload(result.get());
  const auto told = on_evaluate.get();
  return told ? told(*request) : grpc::Status::OK;
}

grpc::Status GatewayDouble::Endorse(grpc::ServerContext*, const ::gateway::EndorseRequest* request,
                                    ::gateway::EndorseResponse* response) {
  const std::scoped_lock lock(calls_);
  const auto fine = check_proposal(request->proposed_transaction(), request->transaction_id());
  if (!fine.ok()) return fine;
  endorsed.push_back(*request);
  *response->mutable_prepared_transaction() = assemble(request->proposed_transaction());
  const auto told = on_endorse.get();
  return told ? told(*response->mutable_prepared_transaction()) : grpc::Status::OK;
}

grpc::Status GatewayDouble::Submit(grpc::ServerContext*, const ::gateway::SubmitRequest* request,
                                   ::gateway::SubmitResponse*) {
  const std::scoped_lock lock(calls_);
  const auto& envelope = request->prepared_transaction();
  const auto fine = check_signature(envelope.payload(), envelope.signature());
  if (!fine.ok()) return fine;
  submitted.push_back(*request);
  const auto told = on_submit.get();
  return told ? told(*request) : grpc::Status::OK;
}

grpc::Status GatewayDouble::CommitStatus(grpc::ServerContext*,
                                         const ::gateway::SignedCommitStatusRequest* request,
                                         ::gateway::CommitStatusResponse* response) {
  const std::scoped_lock lock(calls_);
  const auto fine = check_signature(request->request(), request->signature());
  if (!fine.ok()) return fine;
  const auto asked = parse<::gateway::CommitStatusRequest>(request->request());
  if (asked.identity() != client_.identity.creator()) return bad("identity");
  statuses.push_back(asked);
  response->set_result(protos::VALID);
  response->set_block_number(7);
  const auto told = on_commit_status.get();
  return told ? told(*response) : grpc::Status::OK;
}

grpc::Status GatewayDouble::ChaincodeEvents(grpc::ServerContext* context,
                                            const ::gateway::SignedChaincodeEventsRequest* request,
                                            EventsWriter* writer) {
  const auto fine = check_signature(request->request(), request->signature());
  if (!fine.ok()) return fine;
  const auto asked = parse<::gateway::ChaincodeEventsRequest>(request->request());
  if (asked.identity() != client_.identity.creator()) return bad("identity");
  event_requests.push_back(asked);
  const auto told = on_events.get();
  return told ? told(*context, *writer) : grpc::Status::OK;
}

}  // namespace tradelane::test
