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
Result<Changes> update(const Update& in, const Context& tx);
Result<Changes> rotate_key(const RotateKey& in, const Context& tx);
Result<Changes> suspend(const OnParty& in, const Context& tx);
Result<Changes> reinstate(const OnParty& in, const Context& tx);
Result<Changes> accept_terms(const AcceptTerms& in, const Context& tx);
Result<Changes> register_platform(const RegisterPlatform& in, const Context& tx);
Result<Changes> allow_identifier(const AllowIdentifier& in, const Context& tx);
Result<Changes> set_format(const SetFormat& in, const Context& tx);
Result<PartyView> get(const Get& in, const Context& tx);
Result<Found> find(const Find& in, const Context& tx);
std::vector<contract::Invariant> invariants();

/// At least one role, and `operator` only under an operator's MSP (P5).
bool roles_are_sound(const Set<Role>& roles, const MspId& msp, const Context& tx);
/// What SetFormat or Bootstrap has set, else 1.
std::int64_t channel_format(const Context& tx);

}  // namespace tradelane::party
