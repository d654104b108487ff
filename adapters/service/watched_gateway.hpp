// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>

#include "adapters/gateway/gateway.hpp"

namespace tradelane::service {

/// Passes every call on and remembers whether the last one found a gateway that works. Safe from
/// any thread.
class WatchedGateway : public gateway::Gateway {
 public:
  enum class Health : std::uint8_t { untried, good, bad };

  explicit WatchedGateway(std::unique_ptr<gateway::Gateway> inner) : inner_(std::move(inner)) {}

  Health health() const { return health_; }

  const gateway::Identity& identity() const override { return inner_->identity(); }
  Result<gateway::Proposal> propose(const gateway::Call& call) override;
  gateway::Outcome<Bytes, gateway::EvaluateFailure> evaluate(
      const gateway::Proposal& proposal) override;
  gateway::Outcome<gateway::SignedTransaction, gateway::EndorseFailure> endorse(
      const gateway::Proposal& proposal) override;
  gateway::Outcome<Done, gateway::SubmitFailure> submit(
      const gateway::SignedTransaction& transaction) override;
  gateway::Outcome<gateway::Commit, gateway::CommitStatusFailure> commit_status(
      const gateway::StatusRequest& request) override;
  std::unique_ptr<gateway::EventStream> events(const gateway::EventsRequest& request) override;

 private:
  template <class Outcome>
  Outcome note(Outcome outcome);

  std::unique_ptr<gateway::Gateway> inner_;
  std::atomic<Health> health_ = Health::untried;
};

/// "untried" "good" "bad"
std::string_view text_of(WatchedGateway::Health health);

}  // namespace tradelane::service
