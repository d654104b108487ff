// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "adapters/gateway/outcome.hpp"
#include "chaincode/base/codes.hpp"

/// What a failure means and what to do about it. Pure functions.
namespace tradelane::gateway {

/// A contract's own answer. Fabric passes only its text on to clients, hence the leading token.
struct Refusal {
  /// 400, 403, 404, 409, or 500 for a fault.
  int status = 0;
  /// `EBL_NOT_HOLDER`; "" when the text does not start with a token.
  std::string token = {};
  /// The text that the contract gave, the token included.
  std::string message = {};

  /// Absent for a token of another chaincode and for faults (`INVARIANT_…`).
  std::optional<Code> code() const { return find_code(token); }
};

/// Absent when the failure was not the chaincode's.
std::optional<Refusal> refusal(const Failure& failure);

enum class NextStep : std::uint8_t {
  /// The contract said no: another attempt gets the same answer.
  give_up,
  /// Nothing has happened: wait, then make a new proposal.
  propose_again,
  /// The outcome is unknown: `resolve` the same envelope, never a new proposal.
  resolve,
  /// Settings, rights, policy or an alarm: a person must look.
  ask_a_person,
};
std::string_view text_of(NextStep step);

/// Source: reliability.md 4.2.
NextStep next_step(const Failure& failure);

}  // namespace tradelane::gateway
