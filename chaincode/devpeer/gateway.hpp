// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "chaincode/crypto/private_key.hpp"
#include "chaincode/devpeer/endorser.hpp"
#include "proto/gateway/gateway.pb.h"

namespace tradelane::devpeer {

/// An organisation's peer as others see it.
struct Peer {
  std::string msp = {};
  /// A serialised msp.SerializedIdentity.
  Bytes identity = {};
  crypto::PrivateKey key;
};

/// A gRPC status with the details that a gateway attaches. `code` is gRPC's number.
struct GatewayError {
  int code = 0;
  std::string message = {};
  std::vector<::gateway::ErrorDetail> details = {};
};
template <class T>
using GatewayResult = std::variant<T, GatewayError>;

/// The gateway of one organisation's peer, without transport: Fabric's checks, codes and texts.
/// Safe from any thread.
class Gateway {
 public:
  /// Who endorses, in the order of the channel's organisations, and where (`host:port` by MSP id).
  /// What it refers to outlives it, and is complete before the first call.
  struct Network {
    Endorser& endorser;
    const std::vector<Peer>& peers;
    const std::map<std::string, std::string>& addresses;
  };
  Gateway(std::string msp, Network network) : msp_(std::move(msp)), network_(network) {}

  using Stop = Channel::Stop;

  GatewayResult<::gateway::EvaluateResponse> evaluate(const ::gateway::EvaluateRequest& request,
                                                      const Stop& stop);
  GatewayResult<::gateway::EndorseResponse> endorse(const ::gateway::EndorseRequest& request);
  GatewayResult<::gateway::SubmitResponse> submit(const ::gateway::SubmitRequest& request);
  GatewayResult<::gateway::CommitStatusResponse> commit_status(
      const ::gateway::SignedCommitStatusRequest& request, const Stop& stop);
  /// Sends each block's events until `send` or `stop` ends it; returns why it ended.
  GatewayError chaincode_events(
      const ::gateway::SignedChaincodeEventsRequest& request, const Stop& stop,
      const std::function<bool(const ::gateway::ChaincodeEventsResponse&)>& send);

 private:
  struct Collected {
    std::vector<std::string> orgs = {};
    PeerResponse response = {};
  };
  GatewayResult<Collected> collect(const Proposal& proposal, const std::vector<std::string>& named);
  GatewayResult<Collected> plan(const Proposal& proposal, const PeerResponse& first);
  GatewayResult<Collected> run(const Proposal& proposal, const std::vector<std::string>& orgs,
                               const char* failed);
  Endorsement endorsement_by(const Peer& peer, const Bytes& payload) const;
  ::gateway::ErrorDetail detail(const std::string& msp, const std::string& message) const;
  /// What a gateway is told by its own peer, or by another one over gRPC.
  std::string told(const std::string& msp, const PeerResponse& response) const;
  int code_of(const std::string& msp, PeerResponse::Kind kind) const;
  bool may_read(const std::string& channel, const Bytes& identity, const Bytes& message,
                const Bytes& signature) const;

  const std::string msp_;
  const Network network_;
};

}  // namespace tradelane::devpeer
