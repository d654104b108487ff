// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "chaincode/base/log.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/ledger/chaincode.hpp"
#include "chaincode/shim/http2/stream.hpp"
#include "chaincode/shim/session.hpp"

namespace tradelane::shim {

/// How transactions are run. The same for all streams of a server.
struct Settings {
  std::string package_id = {};
  /// One message of one transaction, either way.
  std::size_t message_bytes = 16 * 1024 * 1024;
  /// At once on one stream; the next one is answered "busy".
  std::size_t transactions = 2500;
  /// A little under the peer's executetimeout: after it nobody listens any more.
  std::chrono::seconds deadline{29};
  /// A peer that has not registered us by then never will.
  std::chrono::seconds handshake{10};
  /// How far the client's time may be from ours; zero: not looked at.
  std::chrono::seconds time_window{600};
  /// The server's clock; never reaches a contract.
  std::function<Timestamp()> now = {};
};

/// What all streams of a server count together. Read by any thread.
struct Counters {
  std::atomic<std::uint64_t> completed = 0;  // answered below 400
  std::atomic<std::uint64_t> refused = 0;    // answered 400 and above
  std::atomic<std::uint64_t> failed = 0;     // answered ERROR
  std::atomic<std::uint64_t> abandoned = 0;  // not answered: deadline or lost stream
  std::atomic<std::size_t> in_flight = 0;
  std::atomic<std::size_t> ready_streams = 0;
  std::atomic<bool> draining = false;
};

/// The transactions of one stream: each runs in a fiber that is suspended while the peer works.
/// Everything happens on the thread of the stream.
class Runner : public http2::StreamUser, private Session::Port {
 public:
  Runner(http2::Outlet& outlet, const ledger::Chaincode& chaincode, const Settings& settings,
         Counters& counters, Log& log);
  ~Runner() override;

  void received(Bytes message) override;
  void half_closed() override;
  void closed() override;
  void tick() override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Transaction;

  void send(const Message& message) override;
  void begin(const TransactionId& id, const Message& message) override;
  void answer(const TransactionId& id, const Message& message) override;
  void finish(http2::Status status, const std::string& why) override;
  void ignored(const Message& message, const char* why) override;

  void execute(Transaction& transaction);
  std::optional<Message> outcome_of(Transaction& transaction);
  Message run(Transaction& transaction);
  Bytes ask(Transaction& transaction, const Message& message);
  void resume(Transaction& transaction);
  void abandon_all();
  bool is_outside_window(Timestamp time) const;
  void count(const std::optional<Message>& reply, const Transaction& transaction);

  http2::Outlet& outlet_;
  const ledger::Chaincode& chaincode_;
  const Settings& settings_;
  Counters& counters_;
  Log& log_;
  Session session_;
  std::map<TransactionId, std::unique_ptr<Transaction>> transactions_;
  Clock::time_point opened_ = Clock::now();
  bool counted_ready_ = false;
  bool gone_ = false;
};

}  // namespace tradelane::shim
