// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/endorser.hpp"

#include <algorithm>
#include <future>
#include <shared_mutex>

#include "chaincode/devpeer/transaction.hpp"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/proposal.pb.h"

namespace tradelane::devpeer {
namespace {

using Kind = PeerResponse::Kind;
using Message = protos::ChaincodeMessage;

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

PeerResponse failure(Kind kind, std::string message) {
  return {.kind = kind, .message = std::move(message)};
}

PeerResponse simulation_error(const std::string& why) {
  return failure(Kind::peer_error, "error in simulation: " + why);
}

Message transaction_message(const Proposal& proposal) {
  Message out;
  out.set_type(Message::TRANSACTION);
  out.set_channel_id(proposal.channel);
  out.set_txid(proposal.txid);
  out.set_payload(proposal.input);
  out.mutable_timestamp()->set_seconds(proposal.seconds);
  out.mutable_timestamp()->set_nanos(proposal.nanos);
  out.mutable_proposal()->set_proposal_bytes(proposal.bytes);
  out.mutable_proposal()->set_signature(proposal.signature);
  return out;
}

std::string first_difference(std::string_view what, const Bytes& a, const Bytes& b) {
  const auto [at, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return std::string(what) + " from byte " + std::to_string(at - a.begin());
}

std::optional<std::string> write_difference(const ReadWriteSet& a, const ReadWriteSet& b) {
  for (const auto& [key, write] : a.writes) {
    const auto at = b.writes.find(key);
    if (at == b.writes.end()) return "the writes: key " + to_hex(key) + " is written once only";
    if (at->second != write)
      return first_difference("the value of key " + to_hex(key), write.value, at->second.value);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> describe_difference(const PeerResponse& a, const PeerResponse& b) {
  if (a.payload == b.payload && a.clear == b.clear) return std::nullopt;
  std::string where;
  if (a.response != b.response) {
    where = first_difference("the response", a.response, b.response);
  } else if (auto writes = write_difference(a.set, b.set)) {
    where = *writes;
  } else {
    where = "the set of reads and writes, or the event";
  }
  return "ProposalResponsePayloads do not match: two runs of the same proposal differ, " +
         first_difference("in the payload", a.payload, b.payload) + "; " + where;
}

bool Endorser::is_defined(const std::string& channel, const std::string& chaincode) const {
  return channel == channel_.rules().channel && links_.contains(chaincode);
}

std::optional<PeerResponse> Endorser::refuse(const Proposal& proposal) const {
  const std::int64_t now = now_seconds();
  const std::int64_t distance =
      proposal.seconds > now ? proposal.seconds - now : now - proposal.seconds;
  if (distance > settings_.time_window.count())
    return failure(Kind::unavailable, "request unauthorized due to incorrect timestamp " +
                                          Timestamp{proposal.seconds}.text() + ", peer time " +
                                          Timestamp{now}.text());
  const auto creator = channel_.membership().find(proposal.creator);
  if (creator && creator->not_after.seconds < now)
    return failure(Kind::unavailable, "proposal client identity expired");
  if (proposal.channel != channel_.rules().channel)
    return failure(Kind::peer_error, "channel '" + proposal.channel + "' not found");
  if (auto wrong = check(proposal, channel_.membership()))
    return failure(Kind::refused, "error validating proposal: " + *wrong);
  if (channel_.store().transaction(proposal.txid))
    return failure(Kind::refused, "duplicate transaction found [" + proposal.txid + "]. Creator [" +
                                      to_hex(proposal.creator) + "]");
  if (!links_.contains(proposal.chaincode))
    return failure(Kind::peer_error, "make sure the chaincode " + proposal.chaincode +
                                         " has been successfully defined on channel " +
                                         proposal.channel + " and try again");
  return std::nullopt;
}

PeerResponse Endorser::run(const Proposal& proposal, const std::string& org, std::size_t link) {
  const auto& all = channel_.rules().organisations;
  Simulator simulator(channel_.store(), {.channel = proposal.channel,
                                         .txid = proposal.txid,
                                         .chaincode = proposal.chaincode,
                                         .org = org,
                                         .organisations = {all.begin(), all.end()}});
  TransactionContext context(simulator);
  const auto answer =
      links_.at(proposal.chaincode)[link]->execute(transaction_message(proposal), context);
  if (const auto* why = std::get_if<std::string>(&answer)) {
    PeerResponse out =
        simulation_error("failed to execute transaction " + proposal.txid + ": " + *why);
    out.asked_private = simulator.asked_private();
    return out;
  }
  PeerResponse out = completed(proposal, std::get<Message>(answer), simulator);
  out.asked_private = simulator.asked_private();
  out.private_reads = simulator.private_reads();
  return out;
}

PeerResponse Endorser::completed(const Proposal& proposal, const Message& message,
                                 Simulator& simulator) const {
  if (message.type() == Message::ERROR)
    return simulation_error("transaction returned with failure: " + message.payload());
  protos::Response response;
  if (!response.ParseFromString(message.payload()))
    return simulation_error("failed to unmarshal response for transaction " + proposal.txid);
  PeerResponse out{
      .response = message.payload(), .set = simulator.set(), .clear = simulator.private_set()};
  if (response.status() < 200 || response.status() >= 400) {
    out.kind = Kind::chaincode_error;
    out.message =
        "chaincode response " + std::to_string(response.status()) + ", " + response.message();
    return out;
  }
  Simulation simulation{.results = encode_public(out.set, out.clear),
                        .response = message.payload()};
  if (message.has_chaincode_event()) {
    protos::ChaincodeEvent event = message.chaincode_event();
    event.set_chaincode_id(proposal.chaincode);
    event.set_tx_id(proposal.txid);
    simulation.event = event.SerializeAsString();
  }
  out.payload = response_payload(proposal, simulation, settings_.chaincode_version);
  return out;
}

PeerResponse Endorser::evaluate(const Proposal& proposal, const std::string& org) {
  const std::shared_lock snapshot(channel_.commit_lock());
  if (auto refused = refuse(proposal)) return *refused;
  return run(proposal, org, 0);
}

Endorser::Endorsed Endorser::endorse(const Proposal& proposal,
                                     const std::vector<std::string>& orgs) {
  const std::shared_lock snapshot(channel_.commit_lock());
  if (auto refused = refuse(proposal)) return {.responses = {orgs.size(), *refused}};
  std::vector<PeerResponse> runs(std::max<std::size_t>(orgs.size(), 2));
  const auto run_pair = [&](std::size_t first) {
    const auto org = [&](std::size_t index) { return orgs[std::min(index, orgs.size() - 1)]; };
    std::future<PeerResponse> second;
    if (first + 1 < runs.size())
      second = std::async(std::launch::async, [&] { return run(proposal, org(first + 1), 1); });
    runs[first] = run(proposal, org(first), 0);
    if (second.valid()) runs[first + 1] = second.get();
  };
  run_pair(0);
  // Without private reads every peer sees the same, and two runs speak for all.
  if (runs[0].asked_private || runs[1].asked_private) {
    for (std::size_t next = 2; next < runs.size(); next += 2) run_pair(next);
  } else {
    std::fill(runs.begin() + 2, runs.end(), runs[0]);
  }
  Endorsed out;
  const bool all_ok = std::all_of(runs.begin(), runs.end(),
                                  [](const PeerResponse& r) { return r.kind == Kind::ok; });
  for (std::size_t i = 1; all_ok && i < runs.size() && !out.mismatch; ++i)
    out.mismatch = describe_difference(runs[0], runs[i]);
  // The second run of a single organisation must not be hidden behind the first.
  if (orgs.size() == 1 && runs[0].kind == Kind::ok && runs[1].kind != Kind::ok)
    std::swap(runs[0], runs[1]);
  runs.resize(orgs.size());
  out.responses = std::move(runs);
  return out;
}

}  // namespace tradelane::devpeer
