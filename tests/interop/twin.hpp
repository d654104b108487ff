// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/scripted_peer.hpp"

/// The same peer before two chaincodes that run the same programs: ours and one on Fabric's shim
/// for Node. What they answer and what they ask the ledger for is made comparable here.
namespace tradelane::interop {

/// One call: the arguments of a ProgramChaincode, and what the client says besides.
struct Program {
  std::vector<std::string> args = {};
  std::map<std::string, std::string> transient = {};
  bool is_init = false;
};

/// What a peer says in READY: v2.5 says nothing.
struct PeerLine {
  std::string name;
  std::optional<protos::ChaincodeAdditionalParams> announced = {};
};
std::vector<PeerLine> peer_lines();

/// What one call came to.
struct Seen {
  /// Everything that an endorser signs, byte for byte, or why there is nothing to sign: equal on
  /// both sides but for what `twin_test.cpp` lists.
  std::string endorsed = {};
  /// The payload, "STATUS message" of a refusal, or "ERROR text"; then how many writes the peer
  /// got.
  std::string summary = {};
};

/// A server in this process, or a process of Node.
class Servant {
 public:
  virtual ~Servant() = default;
  virtual std::string target() const = 0;
};
std::unique_ptr<Servant> serve_ours();
std::unique_ptr<Servant> serve_node();

/// One peer and its stream to one of them, with a ledger that is furnished always alike.
class Side {
 public:
  Side(const Servant& servant, const PeerLine& line);

  Seen call(const Program& program);
  /// All channels, with versions, metadata, history and private data.
  std::string ledger();
  const std::vector<std::string>& violations() const { return peer_.violations(); }

 private:
  test::ScriptedPeer peer_;
  int calls_ = 0;
};

}  // namespace tradelane::interop
