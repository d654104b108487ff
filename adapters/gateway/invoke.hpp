// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "adapters/gateway/gateway.hpp"

/// Whole transactions that end in a known outcome wherever that is possible, also across a crash.
/// Source: reliability.md 4.1 and 4.2. Thread rule: that of the gateway that is passed.
namespace tradelane::gateway {

/// How long to fight for an answer.
struct ResolvePolicy {
  /// How often the same envelope is sent at most.
  int attempts = 3;
  /// How long one question for the commit status may take: after the envelope was taken, and while
  /// it may not have arrived, when to send it again is better than to wait.
  Duration status_within = std::chrono::seconds(20);
  Duration ask_within = std::chrono::seconds(3);
  /// Called before attempt number 2, 3 … Waits, as a rule.
  std::function<void(int)> pause = {};
};

/// Sends `transaction` and asks for its status, again and again as `policy` allows: the same bytes
/// can take effect once at most. Fails at `commit` when it is on the ledger and invalid, at
/// `commit_status` when its outcome is still unknown: call `resolve` later.
Outcome<Commit> submit_until_known(Gateway& gateway, const SignedTransaction& transaction,
                                   const ResolvePolicy& policy = {});

/// The same for a transaction that may have been sent already, before a crash or a lost connection:
/// asks first, sends after.
Outcome<Commit> resolve(Gateway& gateway, const SignedTransaction& transaction,
                        const ResolvePolicy& policy = {});

struct Committed {
  Commit commit = {};
  /// What the contract answered.
  Bytes result = {};
};

/// Proposes, endorses, submits and waits. `keep`, when set, is given the signed transaction before
/// it is sent: who stores it durably there can `resolve` it after a crash. A call that cannot be
/// proposed fails at `proposal` with INVALID_ARGUMENT.
Outcome<Committed> invoke(Gateway& gateway, const Call& call, const ResolvePolicy& policy = {},
                          const std::function<void(const SignedTransaction&)>& keep = {});

/// Asks a contract. Changes nothing on the ledger.
Outcome<Bytes> query(Gateway& gateway, const Call& call);

}  // namespace tradelane::gateway
