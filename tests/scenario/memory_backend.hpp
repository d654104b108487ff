// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>

#include "chaincode/contract/router.hpp"
#include "tests/scenario/backend.hpp"

namespace tradelane::scenario {

/// All contracts on a ledger in memory. Plays the part of the peers too: each call runs twice and
/// must give the same bytes, and a commit needs the endorsers that Fabric would ask for, else
/// `Fault`.
class MemoryBackend : public Backend {
 public:
  explicit MemoryBackend(const Setting& setting);

  Receipt submit(const Call& call) override;
  Receipt query(const Call& call) override;
  std::string mark() override;

  /// Lets two peers endorse and commits nothing.
  Receipt probe(const Call& call);
  /// The same on a ledger on which `alias` is suspended; absent while it is no party.
  std::optional<Receipt> probe_without(const std::string& alias, const Call& call);

  const ledger::MemoryView& state() const { return state_; }
  /// Everything that is not private, call by call: arguments, public writes, collections and keys
  /// of private ones, events, answers and refusals. Answers to queries are left out.
  const std::vector<std::string>& published() const { return published_; }
  /// The organisations that were given a copy of an opening, by its commitment.
  std::map<std::string, std::set<std::string>> copies() const;

 private:
  ledger::Outcome run(const Call& call, std::string& txid);
  void require_endorsers(const Call& call, const ledger::Changes& changes) const;
  void publish(const Call& call, const ledger::Outcome& outcome);

  Setting setting_;
  contract::Router router_;
  test::World people_;
  ledger::MemoryView state_;
  std::vector<std::string> published_;
  std::int64_t calls_ = 0;
};

}  // namespace tradelane::scenario
