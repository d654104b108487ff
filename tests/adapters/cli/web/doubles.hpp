// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/gateway/blocks.hpp"
#include "adapters/gateway/gateway.hpp"

/// A peer of the explorer, in memory: what its tests say, and nothing of a network.
namespace tradelane::test {

inline gateway::EventsFailure event_failure(gateway::GrpcCode code, const std::string& message) {
  return gateway::EventsFailure(gateway::Failure{.code = code, .message = message});
}

/// Blocks 0, 1, 2 … as they are added. Safe from any thread; outlives its streams.
class LedgerDouble : public gateway::Blocks {
 public:
  void add(std::vector<gateway::BlockTransaction> transactions) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t number = blocks_.size();
    blocks_.push_back({.number = number,
                       .transactions = std::move(transactions),
                       .bytes = Bytes(bytes_each, 'x')});
    changed_.notify_all();
  }
  /// The next stream fails at once, and so on for each that is set.
  void fail_next(const gateway::EventsFailure& failure) {
    const std::lock_guard lock(mutex_);
    failures_.push_back(failure);
    changed_.notify_all();
  }
  /// Streams opened so far, by the block that they begin with.
  std::vector<std::uint64_t> opened() const {
    const std::lock_guard lock(mutex_);
    return opened_;
  }

  std::unique_ptr<gateway::BlockStream> blocks(const gateway::BlocksRequest& request) override {
    const std::lock_guard lock(mutex_);
    opened_.push_back(request.from.value_or(0));
    return std::make_unique<Reader>(*this, request);
  }
  std::unique_ptr<gateway::FilteredBlockStream> filtered_blocks(
      const gateway::BlocksRequest&) override {
    return nullptr;
  }
  std::unique_ptr<gateway::BlockAndPrivateDataStream> blocks_and_private_data(
      const gateway::BlocksRequest&) override {
    return nullptr;
  }

  /// What each block weighs. Set before adding.
  std::size_t bytes_each = 10;

 private:
  class Reader : public gateway::BlockStream {
   public:
    Reader(LedgerDouble& ledger, const gateway::BlocksRequest& request)
        : ledger_(ledger), at_(request.from.value_or(0)), until_(request.until) {}

    gateway::Outcome<gateway::Block, gateway::EventsFailure> next() override {
      std::unique_lock lock(ledger_.mutex_);
      ledger_.changed_.wait(lock, [&] {
        return cancelled_ || !ledger_.failures_.empty() || (until_ && at_ > *until_) ||
               at_ < ledger_.blocks_.size();
      });
      if (cancelled_) return event_failure(gateway::GrpcCode::cancelled, "cancelled");
      if (!ledger_.failures_.empty()) {
        const auto failure = ledger_.failures_.front();
        ledger_.failures_.erase(ledger_.failures_.begin());
        return failure;
      }
      if (until_ && at_ > *until_) return event_failure(gateway::GrpcCode::out_of_range, "no more");
      return ledger_.blocks_.at(at_++);
    }
    void cancel() override {
      const std::lock_guard lock(ledger_.mutex_);
      cancelled_ = true;
      ledger_.changed_.notify_all();
    }

   private:
    LedgerDouble& ledger_;
    std::uint64_t at_;
    std::optional<std::uint64_t> until_;
    bool cancelled_ = false;
  };

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<gateway::Block> blocks_;
  std::vector<gateway::EventsFailure> failures_;
  std::vector<std::uint64_t> opened_;
};

/// Answers questions by the name of the function. Set everything before asking.
class AnswersDouble : public gateway::Gateway {
 public:
  const gateway::Identity& identity() const override { return who; }
  Result<gateway::Proposal> propose(const gateway::Call& call) override {
    Bytes bytes = call.function;
    for (const Bytes& arg : call.args) bytes += " " + arg;
    return gateway::Proposal{.transaction_id = "p", .channel = call.channel, .bytes = bytes};
  }
  gateway::Outcome<Bytes, gateway::EvaluateFailure> evaluate(
      const gateway::Proposal& proposal) override {
    const std::lock_guard lock(mutex_);
    asked.push_back(proposal.bytes);
    const std::string function = proposal.bytes.substr(0, proposal.bytes.find(' '));
    if (const auto failure = failures.find(function); failure != failures.end())
      return gateway::EvaluateFailure(failure->second);
    return answers[function];
  }
  gateway::Outcome<gateway::SignedTransaction, gateway::EndorseFailure> endorse(
      const gateway::Proposal&) override {
    return gateway::EndorseFailure({.message = "nobody endorses here"});
  }
  gateway::Outcome<Done, gateway::SubmitFailure> submit(
      const gateway::SignedTransaction&) override {
    return gateway::SubmitFailure({.message = "nobody submits here"});
  }
  gateway::Outcome<gateway::Commit, gateway::CommitStatusFailure> commit_status(
      const gateway::StatusRequest& request) override {
    const auto known = commits.find(request.transaction_id);
    if (known != commits.end()) return known->second;
    return gateway::CommitStatusFailure(
        gateway::Failure{.code = unknown_transaction, .message = "nobody knows it"});
  }
  std::unique_ptr<gateway::EventStream> events(const gateway::EventsRequest&) override {
    return nullptr;
  }

  gateway::Identity who = {.msp = "BankHMSP"};
  std::map<std::string, Bytes> answers = {};
  std::map<std::string, gateway::Failure> failures = {};
  std::map<std::string, gateway::Commit> commits = {};
  gateway::GrpcCode unknown_transaction = gateway::GrpcCode::deadline_exceeded;
  /// What was evaluated: function and arguments with blanks between.
  std::vector<Bytes> asked = {};

 private:
  std::mutex mutex_;
};

/// A transaction of "tradelane" with these arguments, the function first.
inline gateway::BlockTransaction called(const std::string& id, std::vector<Bytes> args) {
  return {.id = id,
          .channel = "trade",
          .type = 3,
          .type_name = "ENDORSER_TRANSACTION",
          .code_name = "VALID",
          .creator_msp = "BankHMSP",
          .chaincode = "tradelane",
          .args = std::move(args),
          .response_status = 200};
}

}  // namespace tradelane::test
