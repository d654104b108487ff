// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chaincode/shim/counters.hpp"
#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/message.hpp"

namespace tradelane::shim {

class Transaction;

/// A transaction that the peer has begun on a stream and that has not ended.
struct Active {
  /// INIT or TRANSACTION.
  PeerMessage call;
  /// It has a request under way.
  bool is_asking = false;
  /// When that request was sent.
  std::chrono::steady_clock::time_point asked = {};
  /// The chaincode, `name/channel`, that the request under way calls; "" for any other request.
  std::string callee = {};
  /// What runs it, and on which worker; the session does not look at them.
  std::shared_ptr<Transaction> transaction = {};
  std::size_t worker = 0;

  codec::TransactionRef id() const { return call.transaction(); }
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
    virtual void send(Bytes message) = 0;
    /// A new transaction.
    virtual void begin(Active& active) = 0;
    /// The peer's answer to the one request of `active` that is under way: RESPONSE or ERROR.
    virtual void answer(Active& active, PeerMessage message) = 0;
    /// Ends the stream.
    virtual void finish(http2::Status status, const std::string& why) = 0;
    /// Something that a peer should not have sent, and that does no harm.
    virtual void ignored(const PeerMessage& message, Ignored why) = 0;
    /// A transaction that was answered ERROR at once: it is running on this stream already.
    virtual void duplicate(const codec::TransactionRef& id) = 0;
  };

  Session(std::string package_id, Port& port) : package_id_(std::move(package_id)), port_(port) {}

  /// The stream is open: the chaincode speaks first.
  void open();
  void receive(PeerMessage message);
  /// Bytes that are no message at all.
  void receive_garbage();

  /// A transaction asks the ledger. False, and nothing is sent, when it has a request under way:
  /// the peer would drop the second one and never answer.
  [[nodiscard]] bool ask(Active& active, Bytes message);
  /// A transaction has ended: with `message`, COMPLETED or ERROR, or without an answer when it is
  /// empty. `active` is gone afterwards.
  void end(Active& active, Bytes message);

  /// Null when there is no such transaction.
  Active* find(std::string_view channel, std::string_view txid);
  /// Every other transaction with the same txid, on other channels.
  std::vector<Active*> others_of(const Active& active);
  void for_each(const std::function<void(Active&)>& visit);

  const std::string& package_id() const { return package_id_; }
  bool is_ready() const { return state_ == State::ready; }
  bool is_waiting_for_peer() const {
    return state_ == State::created || state_ == State::established;
  }
  const PeerAbilities& abilities() const { return abilities_; }
  std::size_t transactions() const { return active_.size(); }

 private:
  enum class State : std::uint8_t { created, established, ready, over };

  /// A txid is a digest itself: the last digits of it are as good as a hash of all.
  struct TxidHash {
    std::size_t operator()(std::string_view txid) const {
      std::size_t out = 0;
      const std::size_t size = std::min(txid.size(), sizeof out);
      std::memcpy(&out, txid.data() + txid.size() - size, size);
      return out;
    }
  };
  // By txid, which is a view into the call: a chaincode that is called again on another channel has
  // the same.
  using ByTxid = std::unordered_multimap<std::string_view, Active, TxidHash>;

  void receive_created(const PeerMessage& message);
  void receive_established(const PeerMessage& message);
  void receive_ready(PeerMessage message);
  void begin(PeerMessage message);
  void answer(PeerMessage message);
  void break_off(const char* why);
  ByTxid::iterator place_of(std::string_view channel, std::string_view txid);

  std::string package_id_;
  Port& port_;
  State state_ = State::created;
  PeerAbilities abilities_;
  ByTxid active_;
};

}  // namespace tradelane::shim
