// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contract/invariant.hpp"
#include "chaincode/contracts/consent/transactions.hpp"

/// The transaction functions, for contract.cpp. Rules: README.md.
namespace tradelane::consent {

using contract::Context;
using ledger::Changes;

Result<Changes> request(const Request& in, const Context& tx);
Result<Changes> grant(const Grant& in, const Context& tx);
Result<Changes> acknowledge(const Acknowledge& in, const Context& tx);
Result<Changes> revoke(const Revoke& in, const Context& tx);
Result<Changes> decide(const Decide& in, const Context& tx);
Result<ConsentView> get(const Get& in, const Context& tx);
Result<JournalView> journal(const Get& in, const Context& tx);
std::vector<contract::Invariant> invariants();

}  // namespace tradelane::consent
