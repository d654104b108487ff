// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/invoke.hpp"

#include <thread>

#include "adapters/gateway/advice.hpp"
#include "chaincode/base/backoff.hpp"

namespace tradelane::gateway {

namespace {

/// A copy that came later says nothing of the first, which decides: the index answers with that
/// one.
Outcome<Commit> judge(Gateway& gateway, const SignedTransaction& transaction,
                      const Commit& commit) {
  constexpr int duplicate_txid = 9;
  if (commit.code != duplicate_txid) return judged(commit);
  const auto first = gateway.commit_status(
      {.transaction_id = transaction.transaction_id, .channel = transaction.channel});
  return judged(first ? *first : commit);
}

/// How far one call has come with its attempts.
class Attempts {
 public:
  explicit Attempts(const RetryPolicy& policy) : policy_(policy) {}

  /// True, after a wait, when another proposal may mend `failure`.
  bool another_after(const Failure& failure) {
    ++failed_;
    if (has_mismatch(failure)) ++mismatched_;
    if (failed_ >= policy_.attempts || mismatched_ >= policy_.mismatches ||
        next_step(failure) != NextStep::propose_again || (policy_.again && !policy_.again(failure)))
      return false;
    const Duration pause = backoff(policy_.first, policy_.longest, failed_, policy_.jitter());
    if (policy_.wait)
      policy_.wait(pause);
    else
      std::this_thread::sleep_for(pause);
    return true;
  }

 private:
  const RetryPolicy& policy_;
  int failed_ = 0;
  int mismatched_ = 0;
};

template <class T, class Try>
Outcome<T> with_retries(const RetryPolicy& policy, const Try& attempt) {
  Attempts attempts(policy);
  for (;;) {
    auto done = attempt();
    if (done || !attempts.another_after(done.failure())) return done;
  }
}

// To ask again would not help: these say that the asker may not know, not that nobody knows.
bool is_final(GrpcCode code) {
  return code == GrpcCode::permission_denied || code == GrpcCode::unauthenticated ||
         code == GrpcCode::unimplemented || code == GrpcCode::invalid_argument;
}

}  // namespace

Failure not_proposed(const Error& error) {
  return Failure{
      .stage = Stage::proposal, .code = GrpcCode::invalid_argument, .message = error.message()};
}

Outcome<Commit> judged(const Commit& commit) {
  if (commit.valid()) return commit;
  Failure failure{.stage = Stage::commit,
                  .code = GrpcCode::aborted,
                  .message = "in block " + std::to_string(commit.block),
                  .transaction_id = commit.transaction_id};
  failure.validation = commit.code;
  failure.validation_name = commit.name;
  return failure;
}

Outcome<Commit> submit_until_known(Gateway& gateway, const SignedTransaction& transaction,
                                   const ResolvePolicy& policy) {
  for (int attempt = 1;; ++attempt) {
    if (attempt > 1 && policy.pause) policy.pause(attempt);
    const auto sent = gateway.submit(transaction);
    // Whatever the answer was: only the ledger knows what became of it.
    const bool wait = sent || attempt >= policy.attempts;
    auto status =
        gateway.commit_status({.transaction_id = transaction.transaction_id,
                               .channel = transaction.channel,
                               .within = wait ? policy.status_within : policy.ask_within});
    if (status) return judge(gateway, transaction, *status);
    if (attempt < policy.attempts && !is_final(status.failure().code)) continue;
    Failure unknown = status.failure();
    if (!sent) unknown.message += " (before: " + sent.failure().text() + ")";
    return unknown;
  }
}

Outcome<Commit> resolve(Gateway& gateway, const SignedTransaction& transaction,
                        const ResolvePolicy& policy) {
  const auto status = gateway.commit_status({.transaction_id = transaction.transaction_id,
                                             .channel = transaction.channel,
                                             .within = policy.ask_within});
  if (status) return judge(gateway, transaction, *status);
  if (is_final(status.failure().code)) return Failure(status.failure());
  return submit_until_known(gateway, transaction, policy);
}

Outcome<Committed> invoke(Gateway& gateway, const Call& call, const ResolvePolicy& policy,
                          const std::function<void(const SignedTransaction&)>& keep) {
  const auto proposal = gateway.propose(call);
  if (!proposal) return not_proposed(proposal.error());
  const auto endorsed = gateway.endorse(*proposal);
  if (!endorsed) return Failure(endorsed.failure());
  if (keep) keep(*endorsed);
  const auto commit = submit_until_known(gateway, *endorsed, policy);
  if (!commit) return commit.failure();
  return Committed{.commit = *commit, .result = endorsed->result};
}

Outcome<Bytes> query(Gateway& gateway, const Call& call) {
  const auto proposal = gateway.propose(call);
  if (!proposal) return not_proposed(proposal.error());
  const auto answer = gateway.evaluate(*proposal);
  if (!answer) return Failure(answer.failure());
  return *answer;
}

Outcome<Committed> invoke_with_retries(Gateway& gateway, const Call& call, const RetryPolicy& retry,
                                       const ResolvePolicy& policy,
                                       const std::function<void(const SignedTransaction&)>& keep) {
  return with_retries<Committed>(retry, [&] { return invoke(gateway, call, policy, keep); });
}

Outcome<Bytes> query_with_retries(Gateway& gateway, const Call& call, const RetryPolicy& retry) {
  return with_retries<Bytes>(retry, [&] { return query(gateway, call); });
}

}  // namespace tradelane::gateway
