// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/gateway_submitter.hpp"

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/invoke.hpp"

namespace tradelane::service {
namespace {

using Next = feed::Failure::Next;

Next next_of(gateway::NextStep step) {
  switch (step) {
    case gateway::NextStep::give_up:
      return Next::give_up;
    case gateway::NextStep::propose_again:
      return Next::again;
    case gateway::NextStep::resolve:
      return Next::unknown;
    case gateway::NextStep::ask_a_person:
      return Next::ask_person;
  }
  return Next::ask_person;
}

std::string code_of(const gateway::Failure& failure) {
  const auto refused = gateway::refusal(failure);
  if (refused && !refused->token.empty()) return refused->token;
  if (!failure.validation_name.empty()) return failure.validation_name;
  return std::string(gateway::text_of(failure.code));
}

gateway::SignedTransaction transaction_of(const feed::Envelope& envelope) {
  return {.transaction_id = envelope.transaction_id,
          .channel = envelope.channel,
          .envelope = envelope.bytes,
          .result = envelope.result};
}

}  // namespace

feed::Failure failure_of(const gateway::Failure& failure) {
  return {.next = next_of(gateway::next_step(failure)),
          .code = code_of(failure),
          .reason = failure.text()};
}

feed::Failure failure_of(const Error& error) {
  return {.next = Next::give_up,
          .code = std::string(info(error.code).token),
          .reason = error.message()};
}

std::variant<feed::Envelope, feed::Failure> GatewaySubmitter::prepare(const feed::Item& item) {
  const auto call = make_call_(item);
  if (const auto* failure = std::get_if<feed::Failure>(&call)) return *failure;
  const auto proposal = gateway_.propose(std::get<gateway::Call>(call));
  if (!proposal) {
    // Settings, not the item, are to blame.
    feed::Failure failure = failure_of(proposal.error());
    failure.next = Next::ask_person;
    return failure;
  }
  auto endorsed = gateway_.endorse(*proposal);
  if (!endorsed) return failure_of(endorsed.failure());
  return feed::Envelope{.transaction_id = endorsed->transaction_id,
                        .channel = endorsed->channel,
                        .bytes = endorsed->envelope,
                        .result = endorsed->result};
}

std::optional<std::string> GatewaySubmitter::send(const feed::Envelope& envelope) {
  const auto sent = gateway_.submit(transaction_of(envelope));
  if (sent) return std::nullopt;
  return sent.failure().text();
}

std::variant<feed::Committed, feed::Failure> GatewaySubmitter::status(
    const feed::Envelope& envelope, feed::Milliseconds within) {
  const auto commit = gateway_.commit_status(
      {.transaction_id = envelope.transaction_id, .channel = envelope.channel, .within = within});
  if (!commit) return failure_of(commit.failure());
  if (const auto verdict = gateway::judged(*commit); !verdict) return failure_of(verdict.failure());
  return feed::Committed{commit->block};
}

}  // namespace tradelane::service
