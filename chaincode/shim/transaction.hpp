// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/shim/chaincode.hpp"
#include "chaincode/shim/counters.hpp"
#include "chaincode/shim/fiber.hpp"

namespace tradelane::shim {

class Watchdog;
class Workers;

/// What all streams and transactions of one package id share. What is referred to outlives it.
struct Environment {
  const Chaincode& chaincode;
  const Settings& settings;
  Counters& counters;
  Log& log;
  /// Null: the thread of the stream runs its transactions.
  Workers* workers = nullptr;
  /// Null: nobody looks whether threads are stuck.
  Watchdog* watchdog = nullptr;
  /// "": that of the settings.
  std::string package_id = {};
  crypto::IdentityCache identities = crypto::IdentityCache();
};

/// One transaction while it runs, in a fiber of its own: takes what the peer says to it, and gives
/// back what it has to say itself. Everything but `abandon` happens on one thread, the first one
/// that calls `take`.
class Transaction : private PeerPort {
 public:
  using Clock = std::chrono::steady_clock;

  /// `callers`: who waits for this call, as far as this process knows.
  Transaction(Environment& environment, PeerMessage message, PeerAbilities abilities,
              std::vector<ChaincodePlace> callers);
  ~Transaction() override;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// What happens to a transaction.
  struct Delivery {
    enum class Kind : std::uint8_t { begin, answer, unanswered, abandoned };
    Kind kind = Kind::begin;
    std::optional<PeerMessage> answer = {};
  };
  /// What a transaction wants next.
  struct Step {
    enum class Kind : std::uint8_t { nothing, ask, end };
    Kind kind = Kind::nothing;
    /// A request, or COMPLETED or ERROR; empty for an end without an answer.
    Bytes message = {};
    /// `name/channel` of a chaincode that the request calls.
    std::string callee = {};
    /// When it was made.
    Clock::time_point asked = {};
  };
  Step take(Delivery delivery);

  /// Nobody listens to it any more: it ends without an answer as soon as it asks or returns. From
  /// any thread.
  void abandon() { abandoned_ = true; }
  bool is_abandoned() const { return abandoned_; }

  std::string_view channel() const { return message_.channel(); }
  std::string_view txid() const { return message_.txid(); }
  Clock::time_point begun() const { return begun_; }

 private:
  PeerMessage ask(Bytes message, const std::string& callee) override;
  bool is_over(Clock::time_point now) const;
  void begin();
  void run();
  void end_with(Bytes reply);
  Bytes outcome();
  Bytes fault_reply(std::string_view fault);
  Bytes execute();
  Bytes answer(Stub& stub);
  Input read_call();
  bool is_outside_window(const Stub& stub) const;
  void count(const Bytes& reply, Clock::time_point end);

  Environment& environment_;
  PeerMessage message_;
  PeerAbilities abilities_;
  std::vector<ChaincodePlace> callers_;
  Clock::time_point begun_ = Clock::now();
  std::atomic<bool> abandoned_ = false;

  std::optional<Fiber> fiber_ = {};
  std::optional<Delivery> delivery_ = {};
  Clock::time_point delivered_ = {};
  Step step_ = {};
  bool ended_ = false;

  std::string function_ = {};  // for the log
  std::string code_ = {};
  int status_ = 0;  // 0: answered ERROR
};

}  // namespace tradelane::shim
