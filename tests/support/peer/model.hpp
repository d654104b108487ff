// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/peer/requests.hpp"

/// A peer for tests, without transport, threads or clock: messages of a chaincode come in, messages
/// to it go out, and everything that a peer would not forgive is written down. It follows
/// fabric-shim.md 1.3 to 1.15 to the letter, with the peer's own words, and looks at each message
/// more strictly than a peer does.
namespace tradelane::test {

/// Channel and txid: a call from another channel carries the same txid.
using PeerTransactionId = std::pair<std::string, std::string>;

struct PeerOutcome {
  enum class End : std::uint8_t { completed, failed, timed_out, lost };
  PeerTransactionId id = {};
  std::string chaincode = {};
  Timestamp time = {};
  End end = End::completed;
  protos::Response response = {};                    // of completed
  std::string error = {};                            // of failed
  std::optional<protos::ChaincodeEvent> event = {};  // with the peer's own chaincode and txid
  std::vector<PeerRead> reads = {};
  std::vector<PeerRange> ranges = {};
  std::vector<PeerWrite> writes = {};  // in the order in which they came
  std::size_t requests = 0;            // messages that asked for something
};

/// INVOKE_CHAINCODE for a chaincode that is on another stream.
struct PeerCall {
  PeerTransactionId caller = {};
  std::string channel = {};  // of the callee
  std::string chaincode = {};
  protos::ChaincodeInput input = {};
};

class PeerModel;

/// What all streams of one peer share.
struct Peer {
  /// The callee's COMPLETED or ERROR; absent: `PeerModel::answer_call` will bring it. Throws
  /// `PeerRefusal` when the call comes to nothing.
  using Callee = std::function<std::optional<protos::ChaincodeMessage>(const PeerCall&)>;

  PeerRules rules = {};
  PeerLedger ledger = {};
  Callee callee = {};
  std::map<std::string, PeerModel*> streams = {};  // by package id
};

/// One stream of a peer.
class PeerModel {
 public:
  using Message = protos::ChaincodeMessage;
  using Send = std::function<void(const Message&)>;
  enum class State : std::uint8_t { created, ready, over };

  /// `peer` outlives it. `send` gets what the peer says, in order, also from inside the calls
  /// below.
  PeerModel(Peer& peer, Send send);
  ~PeerModel();
  PeerModel(const PeerModel&) = delete;
  PeerModel& operator=(const PeerModel&) = delete;

  /// What the chaincode says.
  void receive(const Message& message);
  void receive_bytes(std::string_view bytes);

  /// Proposes what `message`, an INIT or TRANSACTION with its proposal, says. Gives back the text
  /// of a peer that does not even ask the chaincode, such as "txid: t(channel) exists".
  std::optional<std::string> begin(const Message& message);
  /// The executetimeout of a transaction is over: the chaincode is not told.
  void expire(const PeerTransactionId& id);
  /// A call that `Peer::callee` has left open has come to its end.
  void answer_call(const PeerTransactionId& caller, const Message& reply);
  /// The stream ends; everything on it fails.
  void lose();

  /// Calls to these chaincodes come back on this stream, as transactions of their own.
  void also_serves(const std::string& chaincode) { served_.insert(chaincode); }
  bool is_running(const PeerTransactionId& id) const { return contexts_.contains(id); }
  std::size_t running() const { return contexts_.size(); }
  State state() const { return state_; }
  /// "" before the registration has succeeded.
  std::string package_id() const { return state_ == State::created ? "" : package_id_; }

  /// Transactions that have come to their end since the last time.
  std::vector<PeerOutcome> take_outcomes() { return std::exchange(outcomes_, {}); }
  /// Writes a completed one below 400 to the ledger.
  PeerVerdict commit(const PeerOutcome& outcome);

  /// What a chaincode must never do, one sentence each. Empty is what tests want to see.
  const std::vector<std::string>& violations() const { return violations_; }
  /// What a peer only tells its own log, such as why it does not answer a REGISTER.
  const std::vector<std::string>& log() const { return log_; }

 private:
  struct Running;

  void receive_created(const Message& message);
  void receive_ready(const Message& message);
  void register_chaincode(const Message& message);
  std::string refuse_registration(const std::string& package_id) const;
  void answer(const Message& request);
  void reply(const PeerTransactionId& id, Message::Type type, const std::string& payload);
  void fail(const Message& request, const std::string& why);
  std::optional<std::string> call(PeerContext& caller, const Message& request);
  void call_on_this_stream(PeerContext& caller, const PeerCall& call);
  void end(const Message& message);
  void close(const PeerTransactionId& id, PeerOutcome outcome, const Message* message);
  void violate(const Message& message, const std::string& what);

  Peer& peer_;
  Send send_;
  PeerRequests requests_;
  State state_ = State::created;
  std::string package_id_;
  std::set<std::string> served_;
  std::map<PeerTransactionId, std::unique_ptr<Running>> contexts_;
  std::map<PeerTransactionId, Message::Type> pending_;
  std::vector<PeerOutcome> outcomes_;
  std::vector<std::string> violations_;
  std::vector<std::string> log_;
};

}  // namespace tradelane::test
