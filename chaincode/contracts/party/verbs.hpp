// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contract/invariant.hpp"
#include "chaincode/contracts/party/transactions.hpp"

/// The transaction functions, for contract.cpp. Rules: README.md.
namespace tradelane::party {

using contract::Context;
using ledger::Changes;

Result<Changes> bootstrap(const Bootstrap& in, const Context& tx);
Result<Changes> register_party(const Register& in, const Context& tx);
Result<Changes> accept_terms(const AcceptTerms& in, const Context& tx);
Result<PartyView> get(const Get& in, const Context& tx);
std::vector<contract::Invariant> invariants();

}  // namespace tradelane::party
