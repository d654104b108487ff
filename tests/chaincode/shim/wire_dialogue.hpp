// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/shim/runner.hpp"
#include "tests/support/peer/model.hpp"
#include "tests/support/peer/wire_text.hpp"
#include "tests/support/proposal.hpp"
#include "tests/support/toy_chaincode_program.hpp"

/// Both ways to have a dialogue without transport: recorded from the model of a peer, and played
/// again from its text. The chaincode is always the one that does what its arguments say.
namespace tradelane::test {

/// The chaincode's side.
class WireChaincode {
 public:
  explicit WireChaincode(const std::map<std::string, int>& settings);

  void hear(const protos::ChaincodeMessage& message);
  /// What it has said since the last time.
  std::vector<WireLine> take() { return std::exchange(outlet_.lines, {}); }
  /// The same as bytes, in the same order; empty for an end.
  std::vector<Bytes> take_bytes() { return std::exchange(outlet_.bytes, {}); }
  std::size_t in_flight() const { return counters_.in_flight; }

 private:
  struct Outlet : shim::http2::Outlet {
    std::vector<WireLine> lines = {};
    std::vector<Bytes> bytes = {};
    void send(Bytes message) override;
    void finish(shim::http2::Status status, std::string why) override;
    std::size_t queued_bytes() const override { return 0; }
  };

  ProgramChaincode program_;
  shim::Settings settings_;
  shim::Counters counters_;
  Log log_{2, LogLevel::error};
  shim::Environment environment_;
  Outlet outlet_;
  std::unique_ptr<shim::Runner> runner_;
};

/// Has a dialogue with the model and writes it down.
class WireRecorder {
 public:
  WireRecorder(std::string comment, bool modern, const std::map<std::string, int>& settings = {});

  /// Proposes a program, together with what has been proposed before and not settled yet.
  void propose(const std::vector<std::string>& args,
               protos::ChaincodeMessage::Type type = protos::ChaincodeMessage::TRANSACTION);
  /// Lets both speak until neither has anything to say.
  void settle();
  void call(const std::vector<std::string>& args) {
    propose(args);
    settle();
  }
  /// Says something that no peer should say, without the model.
  void say(const protos::ChaincodeMessage& message);
  /// The last proposal.
  const protos::ChaincodeMessage& proposal() const { return proposal_; }

  PeerNamespace& space() { return peer_.ledger.of("trade", "tradelane"); }
  const std::vector<std::string>& violations() const { return model_.violations(); }
  std::string text() const { return text_of(dialogue_); }

 private:
  void listen();

  WireDialogue dialogue_;
  Peer peer_;
  std::deque<protos::ChaincodeMessage> to_chaincode_;
  std::deque<protos::ChaincodeMessage> to_peer_;
  PeerModel model_{
      peer_, [this](const protos::ChaincodeMessage& message) { to_chaincode_.push_back(message); }};
  WireChaincode chaincode_;
  protos::ChaincodeMessage proposal_;
  int proposals_ = 0;
  int duplicates_ = 0;  // proposals that the model knows nothing of: their ERROR ends nothing
};

/// Plays the peer's lines; gives back the first line that the chaincode does not say byte for byte,
/// beside what it says instead. "" when it says them all, and nothing else.
std::string replay(const WireDialogue& dialogue);

}  // namespace tradelane::test
