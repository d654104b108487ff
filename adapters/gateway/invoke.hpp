// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "adapters/gateway/gateway.hpp"
#include "chaincode/crypto/random.hpp"

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

/// What `propose` refused, as the failure of a call: nothing has left this machine.
Failure not_proposed(const Error& error);

/// A failure at `commit` when the transaction is on the ledger without effect.
Outcome<Commit> judged(const Commit& commit);

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

/// How often to try anew, and what. Only what certainly had no effect is tried again (advice.hpp):
/// a refusal, a wrong setting and an unknown outcome end it at once.
struct RetryPolicy {
  /// Proposals at most, the first included.
  int attempts = 5;
  /// Of these, how many may fail because peers answered with different bytes. One at another height
  /// catches up; a chaincode that is not deterministic never does, and somebody must know.
  int mismatches = 3;
  /// The wait before another proposal doubles from `first` to `longest`.
  Duration first = std::chrono::milliseconds(200);
  Duration longest = std::chrono::seconds(10);
  /// From 0 to 999: how much of the second half of a wait is waited, in thousandths.
  std::function<int()> jitter = crypto::random_thousandths;
  /// Waits; absent: the thread sleeps.
  std::function<void(Duration)> wait = {};
  /// Asked before each new proposal: false leaves it at this failure. After a conflict with another
  /// transaction whoever calls may look first whether the effect is still wanted.
  std::function<bool(const Failure&)> again = {};
};

/// `invoke`, with a new proposal after each failure that certainly had no effect. `keep` is called
/// for each transaction that is about to be sent; the one before it is dead then.
Outcome<Committed> invoke_with_retries(
    Gateway& gateway, const Call& call, const RetryPolicy& retry = {},
    const ResolvePolicy& policy = {},
    const std::function<void(const SignedTransaction&)>& keep = {});

Outcome<Bytes> query_with_retries(Gateway& gateway, const Call& call,
                                  const RetryPolicy& retry = {});

}  // namespace tradelane::gateway
