// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/watched_gateway.hpp"

#include "adapters/gateway/advice.hpp"

namespace tradelane::service {
namespace {

/// A contract's refusal comes through a gateway that works; that a status is not known yet, too.
bool blames_gateway(const gateway::Failure& failure) {
  using Code = gateway::GrpcCode;
  if (gateway::refusal(failure)) return false;
  switch (failure.code) {
    case Code::deadline_exceeded:
      return failure.stage != gateway::Stage::commit_status;
    case Code::unavailable:
    case Code::unauthenticated:
    case Code::permission_denied:
    case Code::unimplemented:
    case Code::internal:
      return true;
    default:
      return false;
  }
}

}  // namespace

template <class Outcome>
Outcome WatchedGateway::note(Outcome outcome) {
  const bool bad = !outcome.ok() && blames_gateway(outcome.failure());
  health_ = bad ? Health::bad : Health::good;
  return outcome;
}

Result<gateway::Proposal> WatchedGateway::propose(const gateway::Call& call) {
  return inner_->propose(call);
}

gateway::Outcome<Bytes, gateway::EvaluateFailure> WatchedGateway::evaluate(
    const gateway::Proposal& proposal) {
  return note(inner_->evaluate(proposal));
}

gateway::Outcome<gateway::SignedTransaction, gateway::EndorseFailure> WatchedGateway::endorse(
    const gateway::Proposal& proposal) {
  return note(inner_->endorse(proposal));
}

gateway::Outcome<Done, gateway::SubmitFailure> WatchedGateway::submit(
    const gateway::SignedTransaction& transaction) {
  return note(inner_->submit(transaction));
}

gateway::Outcome<gateway::Commit, gateway::CommitStatusFailure> WatchedGateway::commit_status(
    const gateway::StatusRequest& request) {
  return note(inner_->commit_status(request));
}

std::unique_ptr<gateway::EventStream> WatchedGateway::events(
    const gateway::EventsRequest& request) {
  return inner_->events(request);
}

std::string_view text_of(WatchedGateway::Health health) {
  switch (health) {
    case WatchedGateway::Health::untried:
      return "untried";
    case WatchedGateway::Health::good:
      return "good";
    case WatchedGateway::Health::bad:
      return "bad";
  }
  return "";
}

}  // namespace tradelane::service
