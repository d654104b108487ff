// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "adapters/gateway/gateway.hpp"
#include "chaincode/crypto/private_key.hpp"
#include "proto/gateway/gateway.grpc.pb.h"
#include "tests/adapters/gateway/recorded.hpp"
#include "tests/adapters/gateway/told.hpp"

/// A gateway peer that does what a test tells it, over real gRPC, and checks what every peer
/// checks: signatures, creator, transaction id. Nothing of it is a ledger.
namespace tradelane::test {

/// A client's identity with its key.
struct Person {
  crypto::PrivateKey key;
  gateway::Identity identity = {};
};
Person person(const std::string& msp, crypto::KeyKind kind = crypto::KeyKind::p256);

struct TlsFiles {
  std::string roots = {};
  std::string server_certificate = {};
  std::string server_key = {};
  std::string client_certificate = {};
  std::string client_key = {};
};
/// The server's certificate bears `host` and nothing else.
TlsFiles make_tls(const std::string& host);
/// Mutual TLS, or plaintext without `tls`.
std::shared_ptr<grpc::ServerCredentials> server_credentials(const TlsFiles* tls);

grpc::Status failing(grpc::StatusCode code, const std::string& message,
                     const std::vector<gateway::Detail>& details = {});

/// How a contract's refusal reaches the client.
grpc::Status refused_by_chaincode(const std::string& msp, const std::string& text);

class GatewayDouble final : public ::gateway::Gateway::Service {
 public:
  using EventsWriter = grpc::ServerWriter<::gateway::ChaincodeEventsResponse>;

  /// Plaintext on a free loopback port; with `tls`, mutual TLS.
  explicit GatewayDouble(const Person& client, const TlsFiles* tls = nullptr);
  ~GatewayDouble() override;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  /// A client of this peer.
  std::unique_ptr<gateway::Gateway> connect(gateway::Deadlines deadlines = {}) const;

  /// What to do instead of success; each call first passes the checks.
  Told<std::function<grpc::Status(const ::gateway::EvaluateRequest&)>> on_evaluate;
  Told<std::function<grpc::Status(common::Envelope&)>> on_endorse;
  Told<std::function<grpc::Status(const ::gateway::SubmitRequest&)>> on_submit;
  Told<std::function<grpc::Status(::gateway::CommitStatusResponse&)>> on_commit_status;
  Told<std::function<grpc::Status(grpc::ServerContext&, EventsWriter&)>> on_events;
  Told<std::string> result = std::string(R"({"id":"1"})");

  /// Recorded after their checks.
  Recorded<::gateway::EvaluateRequest> evaluated;
  Recorded<::gateway::EndorseRequest> endorsed;
  Recorded<::gateway::SubmitRequest> submitted;
  Recorded<::gateway::CommitStatusRequest> statuses;
  Recorded<::gateway::ChaincodeEventsRequest> event_requests;
  /// The arguments, function first, and the transient data of a proposal.
  static std::vector<std::string> args_of(const protos::SignedProposal& proposal);
  static std::map<std::string, std::string> transient_of(const protos::SignedProposal& proposal);

 private:
  grpc::Status Evaluate(grpc::ServerContext*, const ::gateway::EvaluateRequest*,
                        ::gateway::EvaluateResponse*) override;
  grpc::Status Endorse(grpc::ServerContext*, const ::gateway::EndorseRequest*,
                       ::gateway::EndorseResponse*) override;
  grpc::Status Submit(grpc::ServerContext*, const ::gateway::SubmitRequest*,
                      ::gateway::SubmitResponse*) override;
  grpc::Status CommitStatus(grpc::ServerContext*, const ::gateway::SignedCommitStatusRequest*,
                            ::gateway::CommitStatusResponse*) override;
  grpc::Status ChaincodeEvents(grpc::ServerContext*, const ::gateway::SignedChaincodeEventsRequest*,
                               EventsWriter*) override;

  grpc::Status check_signature(const std::string& message, const std::string& signature) const;
  grpc::Status check_proposal(const protos::SignedProposal& proposal, const std::string& id) const;
  common::Envelope assemble(const protos::SignedProposal& proposal) const;

  Person client_;
  /// One call at a time, so that what it is told to do needs no lock of its own.
  std::mutex calls_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tradelane::test
