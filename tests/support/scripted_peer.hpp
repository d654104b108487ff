// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "proto/peer/shim.grpc.pb.h"
#include "tests/support/peer/model.hpp"
#include "tests/support/proposal.hpp"

namespace tradelane::test {

/// A peer that dials a chaincode server with gRPC C++'s own client: `PeerModel` over one stream,
/// and every message by hand where a test wants it. What completes is committed at once. Used on
/// one thread; no call waits longer than `lifetime`.
class ScriptedPeer {
 public:
  using Message = protos::ChaincodeMessage;
  static constexpr std::chrono::seconds patience{20};

  /// The stream is cut when `lifetime` is over.
  explicit ScriptedPeer(const std::string& target,
                        const std::shared_ptr<grpc::ChannelCredentials>& credentials =
                            grpc::InsecureChannelCredentials(),
                        std::chrono::seconds lifetime = patience);

  /// REGISTER in, REGISTERED and READY out; gives back the package id. `modern` announces batching.
  std::string handshake(bool modern = false);

  /// Says `message` as it is, whatever the model thinks of it.
  void send(const Message& message);
  /// The next message; type UNDEFINED when the stream has ended.
  Message receive();

  /// Sends the proposal and plays the ledger until COMPLETED or ERROR.
  Message invoke(const ProposalParts& parts);
  Message invoke(const Message& proposal);
  /// The model's answer to one request of a transaction; type UNDEFINED when a peer gives none.
  Message answer_to(const Message& request);

  /// Calls to these chaincodes come back on this stream, as transactions of their own.
  void also_serves(const std::string& chaincode) { model_.also_serves(chaincode); }

  /// Ends the stream at once, or waits until the server ends it.
  void cut();
  grpc::Status finish();

  /// Of the transaction that ended last.
  const PeerOutcome& outcome() const { return outcome_; }
  const std::vector<std::string>& violations() const { return model_.violations(); }

  Peer peer = {};
  /// What the chaincode `tradelane` has on the channel `trade`.
  std::map<std::string, std::string>& state = peer.ledger.of("trade", "tradelane").values;
  std::vector<std::string> requests = {};  // "GET_STATE key", in order

 private:
  void say_all();

  std::unique_ptr<protos::Chaincode::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<Message, Message>> stream_;
  std::vector<Message> to_say_;
  PeerModel model_{peer, [this](const Message& message) { to_say_.push_back(message); }};
  /// Proposals that were sent once too often: their ERROR ends nothing.
  std::multiset<PeerTransactionId> duplicates_;
  PeerOutcome outcome_;
};

/// The Response inside a COMPLETED.
protos::Response response_of(const protos::ChaincodeMessage& completed);

}  // namespace tradelane::test
