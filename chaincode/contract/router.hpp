// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "chaincode/contract/invariant.hpp"
#include "chaincode/contract/transaction.hpp"
#include "chaincode/crypto/identity_cache.hpp"
#include "chaincode/ledger/chaincode.hpp"

namespace tradelane::contract {

/// A contract: its transactions and what must hold after each of them.
struct Contract {
  std::string name = {};
  std::vector<Transaction> transactions = {};
  std::vector<Invariant> invariants = {};
};

/// The chaincode: takes a call apart, asks who it is, runs the transaction, checks the invariants.
/// Keeps nothing between calls but the certificates that it has read, and may be shared by any
/// number of threads.
///
/// A refusal answers 400, 403, 404 or 409 with a message that starts with its token and the payload
/// {code, message, at, rule, data?}. A broken invariant answers 500 INVARIANT_<id>. The event of a
/// transaction is `tradelane.v1` with the list of its entries.
class Router : public ledger::Chaincode {
 public:
  explicit Router(std::vector<Contract> contracts)
      : contracts_(std::move(contracts)), identities_(std::make_unique<crypto::IdentityCache>()) {}

  ledger::Outcome invoke(const ledger::Invocation& call, ledger::ReadView& view) const override;

  const std::vector<Contract>& contracts() const { return contracts_; }

 private:
  const Transaction* find(std::string_view function) const;
  Result<Reply> run(const ledger::Invocation& call, const ledger::Reader& ledger) const;
  std::string broken_invariant(const ledger::Changes& changes, const ledger::Reader& ledger) const;

  std::vector<Contract> contracts_;
  std::unique_ptr<crypto::IdentityCache> identities_;
};

}  // namespace tradelane::contract
