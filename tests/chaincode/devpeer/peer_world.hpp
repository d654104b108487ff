// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/devpeer/deliver.hpp"
#include "chaincode/devpeer/endorser.hpp"
#include "chaincode/devpeer/gateway.hpp"
#include "tests/chaincode/devpeer/network.hpp"
#include "tests/chaincode/devpeer/scripted_chaincode.hpp"

namespace tradelane::test {

/// A whole peer in one process: organisations A, B and O, policy AND(O, OR(A, B)), the chaincode
/// "toy" as `toy_behaviour` has it and beside it "side" with the policy OR(A, B, O), and a gateway
/// for each organisation, without transport to the clients.
class PeerWorld {
 public:
  explicit PeerWorld(ScriptedChaincode::Behaviour behaviour = toy_behaviour,
                     const std::string& path = ":memory:");

  const Network& network() const { return network_; }
  ScriptedChaincode& chaincode() { return *chaincode_; }
  devpeer::Faults& faults() { return faults_; }
  devpeer::Channel& channel() { return *channel_; }
  devpeer::Endorser& endorser() { return *endorser_; }
  devpeer::Gateway& gateway(const std::string& msp) { return *gateways_.at(msp); }
  devpeer::Deliver& deliver(const std::string& msp) { return *delivers_.at(msp); }

  /// By A's client, now, each with an id of its own.
  protos::SignedProposal signed_proposal(const std::vector<std::string>& args,
                                         const std::map<std::string, std::string>& transient = {});
  devpeer::Proposal proposal(const std::vector<std::string>& args);

  /// Endorses by A's gateway, signs: the envelope.
  ::gateway::EndorseRequest endorse_request(const protos::SignedProposal& proposal,
                                            const std::vector<std::string>& orgs) const;
  common::Envelope endorsed(const protos::SignedProposal& proposal,
                            const std::vector<std::string>& orgs);
  /// Submits and waits: the validation code.
  int submit(const protos::SignedProposal& proposal, const std::vector<std::string>& orgs);
  int submit(const std::vector<std::string>& args, const std::vector<std::string>& orgs);
  int commit(const common::Envelope& envelope, const protos::SignedProposal& proposal);

 private:
  Network network_{{"A", "B", "O"}};
  Log log_{2, LogLevel::error};
  devpeer::Faults faults_;
  std::unique_ptr<ScriptedChaincode> chaincode_;
  ScriptedChaincode side_{toy_behaviour, "side_1:abc"};
  devpeer::Store store_;
  std::vector<std::unique_ptr<devpeer::ChaincodeLink>> links_;
  std::unique_ptr<devpeer::Channel> channel_;
  std::unique_ptr<devpeer::Endorser> endorser_;
  std::vector<devpeer::Peer> peers_;
  std::map<std::string, std::string> addresses_;
  std::map<std::string, std::unique_ptr<devpeer::Gateway>> gateways_;
  std::map<std::string, std::unique_ptr<devpeer::Deliver>> delivers_;
  int calls_ = 0;
};

}  // namespace tradelane::test
