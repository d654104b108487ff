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

/// The gateway does not know yet who runs the chaincode, or not enough of them. Right after a
/// deployment or a restart this passes by itself; for a chaincode that nobody has deployed it
/// stays.
bool waits_for_discovery(const Failure& failure);

/// Peers answered one proposal with different bytes: one of them is behind, or the chaincode is not
/// deterministic.
bool has_mismatch(const Failure& failure);

/// A peer and its chaincode server do not come to an understanding in time: of a TLS handshake that
/// fails Fabric says no more, so the reason stands in the server's log only.
bool lacks_chaincode_link(const Failure& failure);

/// A peer reaches a chaincode server that does not register with it, most often for a wrong package
/// id. Fabric 3.1 passes on what our server says of it, 2.5 only that the connection has ended.
bool lacks_registration(const Failure& failure);

/// A peer, or our chaincode server, takes nothing of this client: its clock is wrong, its
/// certificate has expired, or the channel does not know it as what it says it is. Fabric says so
/// with codes that otherwise mean that a peer is down.
bool refuses_client(const Failure& failure);

/// Sources: reliability.md 4.2; fabric-network.md 4.3 for what passes after a deployment.
NextStep next_step(const Failure& failure);

}  // namespace tradelane::gateway
