// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "tests/fabric/differential/seen.hpp"

namespace tradelane::differential {

/// One call of a chaincode by a user.
struct Act {
  std::string msp = {};
  std::string user = "User1";
  gateway::Call call = {};
  bool is_probe = true;
  /// For people, when something differs: the key space and its place there.
  std::string where = {};
};

/// How a call ended on the first network.
struct Ended {
  std::optional<gateway::Failure> failure = {};
  common::Envelope envelope = {};
  /// "VALID" …; empty when it never came to the orderer.
  std::string code = {};
  protos::Response response = {};
  std::string txid = {};
  std::uint64_t block = 0;
};

/// The same calls on a network of Fabric's and on the embedded peer, and what differed. Safe from
/// any thread; calls that touch one key must not overlap.
class Twin {
 public:
  /// `real` first. All outlive the twin.
  Twin(const Side& real, const Side& embedded, Users& users)
      : sides_{&real, &embedded}, users_(users) {}

  Ended evaluate(const Act& act);
  /// Endorses, submits `copies` times, waits for the commit on every peer.
  Ended submit(const Act& act, int copies = 1);
  /// Endorses both at one height and submits them in this order.
  void submit_together(const Act& first, const Act& second);
  /// Proposes again what has been committed: a duplicate.
  void submit_and_propose_again(const Act& act);

  /// Compares everything that needs to know where the transactions stand.
  void compare_ledgers(const Ledger& real, const Ledger& embedded);

  std::size_t evaluates() const { return evaluates_; }
  std::size_t submits() const { return submits_; }
  /// One text for each call that differed, the first of them in full.
  std::vector<std::string> differences() const;

 private:
  struct Sent {
    Act act = {};
    SignedProposal proposal = {};
    Endorsed endorsed[2] = {};
    std::string code = {};
    std::uint64_t block = 0;
  };
  Sent endorse(const Act& act);
  void order(Sent& sent, int copies);
  void wait(Sent& sent);
  void keep(const Sent& sent);
  void compare(const Act& act, const std::string& what, const std::string& real,
               const std::string& embedded);

  const Side* sides_[2];
  Users& users_;
  std::atomic<std::size_t> evaluates_ = 0;
  std::atomic<std::size_t> submits_ = 0;
  mutable std::mutex mutex_;
  std::deque<Sent> kept_;
  std::vector<std::string> differences_;
};

}  // namespace tradelane::differential
