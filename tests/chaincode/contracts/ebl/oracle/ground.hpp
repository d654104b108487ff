// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <string>

#include "chaincode/contract/router.hpp"
#include "tests/chaincode/contracts/ebl/oracle/oracle.hpp"
#include "tests/support/bills.hpp"

/// The contract as the oracle's acts meet it: calls with real certificates, signatures, documents
/// and openings on a ledger in memory, and what stands on that ledger afterwards.
namespace tradelane::oracle {

class Ground {
 public:
  Ground();

  /// The companies of the cast as the oracle knows them.
  std::map<std::string, Company> companies() const;

  /// A ledger with everybody admitted and no bill.
  void restart() {
    world_.state = admitted_;
    goods_.clear();
  }

  /// The company as it is after a suspension, a reinstatement or new terms.
  void set(const std::string& name, const Company& company);

  test::Answer play(const Act& act);

  /// A seeded bug, for tests of whoever compares: may change the ledger and the answer after an
  /// act.
  std::function<void(const Act&, ledger::MemoryView&, test::Answer&)> bug = {};

  /// As `oracle::view` shows a bill, from the record on the ledger; empty without one.
  std::map<std::string, std::string> view(const std::string& bill) const;
  /// Step `seq` of a bill: code, actor, recipient, time.
  Link link(const std::string& bill, std::int64_t seq) const;
  /// What is wrong with the hashes that link a bill's steps, from the bytes on the ledger.
  std::string broken_chain(const std::string& bill) const;

  /// The ids for which there is a document.
  static const std::vector<std::string>& bill_ids();

 private:
  Json arguments(const Act& act) const;
  Json proven(const Act& act, Json args) const;
  test::Opening changes_of(const Act& act) const;
  test::Transient openings(const Act& act) const;
  std::int64_t seq_of(const std::string& bill) const;
  /// What the act is about: `bill/<id>`, or the recovery of a bill.
  std::pair<std::string, std::int64_t> subject(const Act& act) const;

  contract::Router router_;
  test::World world_;
  ledger::MemoryView admitted_;
  /// The document of each bill that there is.
  std::map<std::string, std::string> goods_ = {};
};

}  // namespace tradelane::oracle
