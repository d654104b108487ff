// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "adapters/gateway/gateway.hpp"

namespace tradelane::test {

/// A gateway that succeeds unless a failure is put in, and remembers what it was given.
class FakeGateway : public gateway::Gateway {
 public:
  const gateway::Identity& identity() const override { return identity_; }
  Result<gateway::Proposal> propose(const gateway::Call& call) override {
    calls.push_back(call);
    if (refused) return *refused;
    return gateway::Proposal{.transaction_id = "t1", .channel = call.channel, .bytes = "proposal"};
  }
  gateway::Outcome<Bytes, gateway::EvaluateFailure> evaluate(const gateway::Proposal&) override {
    if (failure) return gateway::EvaluateFailure(*failure);
    return Bytes("answer");
  }
  gateway::Outcome<gateway::SignedTransaction, gateway::EndorseFailure> endorse(
      const gateway::Proposal& proposal) override {
    if (failure) return gateway::EndorseFailure(*failure);
    return gateway::SignedTransaction{.transaction_id = proposal.transaction_id,
                                      .channel = proposal.channel,
                                      .envelope = "signed",
                                      .result = "answer"};
  }
  gateway::Outcome<Done, gateway::SubmitFailure> submit(
      const gateway::SignedTransaction& transaction) override {
    sent.push_back(transaction);
    if (failure) return gateway::SubmitFailure(*failure);
    return Done{};
  }
  gateway::Outcome<gateway::Commit, gateway::CommitStatusFailure> commit_status(
      const gateway::StatusRequest& request) override {
    asked.push_back(request);
    if (failure) return gateway::CommitStatusFailure(*failure);
    return commit;
  }
  std::unique_ptr<gateway::EventStream> events(const gateway::EventsRequest&) override {
    return nullptr;
  }

  std::optional<Error> refused = {};
  std::optional<gateway::Failure> failure = {};
  gateway::Commit commit = {.transaction_id = "t1", .block = 7};
  std::vector<gateway::Call> calls = {};
  std::vector<gateway::SignedTransaction> sent = {};
  std::vector<gateway::StatusRequest> asked = {};

 private:
  gateway::Identity identity_ = {.msp = "AMSP"};
};

/// How a contract's refusal reaches a client.
inline gateway::Failure refused_by_contract(int status, const std::string& text) {
  return {.code = gateway::GrpcCode::aborted,
          .message = "failed to endorse",
          .details = {{.address = "peer",
                       .msp = "AMSP",
                       .message = "chaincode response " + std::to_string(status) + ", " + text}}};
}

}  // namespace tradelane::test
