// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "chaincode/base/log.hpp"
#include "chaincode/devpeer/faults.hpp"
#include "chaincode/devpeer/membership.hpp"
#include "chaincode/devpeer/store.hpp"
#include "chaincode/devpeer/validator.hpp"
#include "chaincode/devpeer/wall_clock.hpp"

namespace tradelane::devpeer {

/// Simulations share the state, a commit has it alone; a waiting commit lets no new simulation in,
/// as on a peer.
class CommitLock {
 public:
  void lock_shared();
  /// False also while a commit waits.
  bool try_lock_shared();
  void unlock_shared();
  void lock();
  void unlock();

 private:
  bool is_open() const { return !writing_ && waiting_writers_ == 0; }

  std::mutex mutex_;
  std::condition_variable changed_;
  int readers_ = 0;
  int waiting_writers_ = 0;
  bool writing_ = false;
};

/// When the orderer closes a block: whichever comes first.
struct BatchSettings {
  std::size_t count = 10;
  std::size_t bytes = 2 * 1024 * 1024;
  std::chrono::milliseconds time{20};
  /// One envelope's payload and signature may be no larger together.
  std::size_t largest_envelope = 10 * 1024 * 1024;
  /// Envelopes that wait; more are refused.
  std::size_t largest_queue = 10'000;
  /// By which a client's certificate ends.
  WallClock now = system_time;
};

/// One channel: orderer and committer. Envelopes go in, blocks come out in order. Safe from any
/// thread. A commit that fails ends the process: a ledger that cannot be written must not go on.
class Channel {
 public:
  /// All references outlive the channel. Writes block 0 into an empty store.
  Channel(Store& store, const Membership& membership, ChannelRules rules, BatchSettings batch,
          Log& log, Faults& faults);
  /// Commits what waits, then ends.
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// An orderer's answer: a common.Status name and its text.
  struct Refused {
    int status = 0;
    std::string name = {};
    std::string info = {};
  };
  /// Absent when the envelope was accepted, which says nothing about its commit.
  std::optional<Refused> broadcast(const Bytes& envelope);

  /// Returns true to give up waiting; asked several times a second.
  using Stop = std::function<bool()>;
  /// Where `txid` was committed; waits until it is. Absent when `stop` said so.
  std::optional<TransactionStatus> wait_for(const std::string& txid, const Stop& stop);
  /// True once the ledger has more than `height` blocks.
  bool wait_above(std::uint64_t height, const Stop& stop);

  CommitLock& commit_lock() { return commit_lock_; }
  const Store& store() const { return store_; }
  Store& store() { return store_; }
  const ChannelRules& rules() const { return rules_; }
  const Membership& membership() const { return membership_; }
  Faults& faults() { return faults_; }

 private:
  void run();
  std::vector<Bytes> next_batch(std::unique_lock<std::mutex>& lock);
  void commit(const std::vector<Bytes>& envelopes);

  Store& store_;
  const Membership& membership_;
  const ChannelRules rules_;
  const BatchSettings batch_;
  Log& log_;
  Faults& faults_;
  CommitLock commit_lock_;
  std::mutex queue_mutex_;
  std::condition_variable arrived_;
  std::deque<Bytes> queue_;
  bool ending_ = false;
  std::mutex height_mutex_;
  std::condition_variable committed_;
  std::uint64_t height_ = 0;
  Bytes last_hash_;
  std::thread committer_;
};

}  // namespace tradelane::devpeer
