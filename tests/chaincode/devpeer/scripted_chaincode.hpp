// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/base/bytes.hpp"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/shim.pb.h"

namespace tradelane::test {

/// A chaincode server over the gRPC library that does what a test tells it: the counterpart of the
/// embedded peer that shares no code with our own server. Plaintext on a free port.
class ScriptedChaincode {
 public:
  using Message = protos::ChaincodeMessage;

  /// One call that is being executed.
  class Call {
   public:
    virtual ~Call() = default;
    virtual const std::vector<std::string>& args() const = 0;
    virtual const Message& message() const = 0;
    /// Asks the peer and waits: RESPONSE or ERROR.
    virtual Message ask(Message::Type type, const std::string& payload) = 0;
    virtual void send(const Message& message) = 0;
    virtual Message receive() = 0;

    /// Shorthands of `ask`; an ERROR of the peer is returned as its text.
    std::string get(const std::string& key, const std::string& collection = "");
    std::string put(const std::string& key, const std::string& value,
                    const std::string& collection = "");
    protos::QueryResponse range(const std::string& start, const std::string& end);
    /// "COMPLETED 200 payload", "ERROR text" of the callee, or the peer's own text.
    std::string invoke(const std::string& target, const std::vector<std::string>& args);
  };
  /// The COMPLETED or ERROR to answer with; called on the stream's thread.
  using Behaviour = std::function<Message(Call&)>;

  explicit ScriptedChaincode(Behaviour behaviour, std::string package_id = "toy_1:abc",
                             const std::string& address = "127.0.0.1:0");
  ~ScriptedChaincode();
  ScriptedChaincode(const ScriptedChaincode&) = delete;
  ScriptedChaincode& operator=(const ScriptedChaincode&) = delete;

  std::string address() const;
  /// Payloads of READY, in the order in which streams came.
  std::vector<std::string> ready_payloads() const;

  static Message completed(int status, const std::string& payload, const std::string& message = "");
  static Message error(const std::string& text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What most tests need: "put k v", "get k", "get_private c k", "put_private c k v" (the value from
/// transient data is not needed here), "list a b", "copy a b" (b := a), "refuse", "fail",
/// "differ" (other bytes on every run), "event name payload", "call target ..." (another chaincode
/// with the rest; answers with what its caller was told).
ScriptedChaincode::Message toy_behaviour(ScriptedChaincode::Call& call);

}  // namespace tradelane::test
