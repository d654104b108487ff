// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/contract/router.hpp"
#include "tests/support/bills.hpp"

/// A bill that has gone from hand to hand many times, and what the next action on it costs.
namespace tradelane::bench {

/// What one call asks of the ledger and does to it; keys and values both count as bytes.
struct Cost {
  std::size_t reads = 0;
  std::size_t read_bytes = 0;
  std::size_t writes = 0;
  std::size_t written_bytes = 0;
  bool operator==(const Cost&) const = default;
};

/// What a call is made of; the call itself is views.
struct Proposal {
  std::string txid = {};
  test::Actor creator = {};
  std::string function = {};
  Bytes args = {};
  test::Transient transient = {};
};

/// The bill as it stands before one action, with that action as a proposal that is ready.
struct Prepared {
  std::string name = {};
  ledger::MemoryView state = {};
  Proposal proposal = {};
};

/// A bill of BKH's, held and owned, after `hops` transfers between BKH and BKS (an even number).
class LongBill {
 public:
  explicit LongBill(std::int64_t hops);

  /// Each action that a bill at rest may meet, by companies that act by certificate.
  const std::vector<Prepared>& actions() const { return actions_; }

  Cost cost(const Prepared& action) const;
  /// Runs it and commits nothing. A refusal is a `Fault`.
  ledger::Outcome run(const Prepared& action, ledger::ReadView& view) const;

 private:
  struct Wish {
    std::string by = {};
    std::string transaction = {};
    Json args = {};
  };
  Proposal proposal_of(const Wish& wish, const test::Transient& transient = {}) const;
  ledger::Outcome invoke(const Proposal& proposal, ledger::ReadView& view) const;
  void commit(ledger::MemoryView& state, const Wish& wish,
              const test::Transient& transient = {}) const;
  void prepare(const std::string& name, const std::vector<Wish>& before, const Wish& action);
  void prepare_all();

  contract::Router router_;
  test::World world_;
  std::vector<Prepared> actions_ = {};
};

}  // namespace tradelane::bench
