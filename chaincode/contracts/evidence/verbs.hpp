// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contract/invariant.hpp"
#include "chaincode/contracts/evidence/transactions.hpp"

/// The transaction functions, for contract.cpp. Rules: README.md.
namespace tradelane::evidence {

using contract::Context;
using ledger::Changes;

Result<Changes> register_feed(const RegisterFeed& in, const Context& tx);
Result<Changes> submit(const Submit& in, const Context& tx);
Result<Changes> run_match(const RunMatch& in, const Context& tx);
Result<EvidenceView> get(const Get& in, const Context& tx);
Result<MatchView> match_report(const MatchReport& in, const Context& tx);
std::vector<contract::Invariant> invariants();

}  // namespace tradelane::evidence
