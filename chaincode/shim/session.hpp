// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <set>
#include <string>

#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/message.hpp"

namespace tradelane::shim {

/// What a peer of v3.1 says in READY; all off for a peer of v2.5, which says nothing.
struct PeerAbilities {
  std::uint32_t write_batch = 0;   // records in one batch, 0: not at all
  std::uint32_t get_multiple = 0;  // keys in one request, 0: not at all
  bool operator==(const PeerAbilities&) const = default;
};

/// One stream's side of the chaincode protocol, as a state machine without transport, threads or
/// clock: a message comes in, the port is told what to do. Used on one thread.
///
/// Source: fabric-shim.md 1.2 to 1.5. Whatever the peer sends, nothing here throws.
class Session {
 public:
  /// What a session wants done.
  class Port {
   public:
    virtual ~Port() = default;
    virtual void send(const Message& message) = 0;
    /// A new transaction; `message` is INIT or TRANSACTION.
    virtual void begin(const TransactionId& id, const Message& message) = 0;
    /// The peer's answer to the one request of `id` that is under way: RESPONSE or ERROR.
    virtual void answer(const TransactionId& id, const Message& message) = 0;
    /// Ends the stream.
    virtual void finish(http2::Status status, const std::string& why) = 0;
    /// Something that a peer should not have sent, and that does no harm.
    virtual void ignored(const Message& message, const char* why) = 0;
  };

  Session(std::string package_id, Port& port) : package_id_(std::move(package_id)), port_(port) {}

  /// The stream is open: the chaincode speaks first.
  void open();
  void receive(const Message& message);
  /// Bytes that are no message at all.
  void receive_garbage();

  /// A transaction asks the ledger. False, and nothing is sent, when it has a request under way:
  /// the peer would drop the second one and never answer.
  [[nodiscard]] bool ask(const TransactionId& id, const Message& message);
  /// A transaction has ended, with COMPLETED or ERROR, or without an answer when `message` is null.
  void end(const TransactionId& id, const Message* message);

  bool is_ready() const { return state_ == State::ready; }
  bool is_waiting_for_peer() const {
    return state_ == State::created || state_ == State::established;
  }
  const PeerAbilities& abilities() const { return abilities_; }
  std::size_t transactions() const { return active_.size(); }

 private:
  enum class State : std::uint8_t { created, established, ready, over };

  void receive_created(const Message& message);
  void receive_established(const Message& message);
  void receive_ready(const Message& message);
  void begin(const Message& message);
  void answer(const Message& message);
  void break_off(const char* why);

  std::string package_id_;
  Port& port_;
  State state_ = State::created;
  PeerAbilities abilities_;
  std::set<TransactionId> active_;
  std::set<TransactionId> asking_;
};

}  // namespace tradelane::shim
