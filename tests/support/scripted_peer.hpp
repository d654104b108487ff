// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "proto/peer/shim.grpc.pb.h"
#include "tests/support/proposal.hpp"

/// A peer for tests: gRPC C++'s own client, an in-memory ledger, and every message by hand where a
/// test wants it. Used on one thread; each call waits at most 20 seconds.
namespace tradelane::test {

class ScriptedPeer {
 public:
  using Message = protos::ChaincodeMessage;

  explicit ScriptedPeer(const std::string& target,
                        const std::shared_ptr<grpc::ChannelCredentials>& credentials =
                            grpc::InsecureChannelCredentials());

  /// REGISTER in, REGISTERED and READY out; gives back the package id. `modern` announces batching.
  std::string handshake(bool modern = false);

  void send(const Message& message);
  /// The next message; type UNDEFINED when the stream has ended.
  Message receive();

  /// Sends the proposal and plays the ledger until COMPLETED or ERROR.
  Message invoke(const ProposalParts& parts);
  /// Answers one request of a transaction from `state`.
  Message answer_to(const Message& request);

  /// Ends the stream at once, or waits until the server ends it.
  void cut();
  grpc::Status finish();

  std::map<std::string, std::string> state = {};
  std::vector<std::string> requests = {};  // "GET_STATE key", in order

 private:
  std::unique_ptr<protos::Chaincode::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<Message, Message>> stream_;
};

/// The Response inside a COMPLETED.
protos::Response response_of(const protos::ChaincodeMessage& completed);

}  // namespace tradelane::test
