// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/endorser.hpp"

#include <algorithm>
#include <future>
#include <shared_mutex>

#include "chaincode/devpeer/difference.hpp"
#include "chaincode/devpeer/own_message.hpp"
#include "chaincode/devpeer/transaction.hpp"
#include "proto/peer/chaincode.pb.h"
#include "proto/peer/proposal.pb.h"

namespace tradelane::devpeer {
namespace {

using Kind = PeerResponse::Kind;
using Message = protos::ChaincodeMessage;

PeerResponse failure(Kind kind, std::string message) {
  return {.kind = kind, .message = std::move(message)};
}

PeerResponse simulation_error(const std::string& why) {
  return failure(Kind::peer_error, "error in simulation: " + why);
}

/// "name[:version][/channel]"; the version counts for nothing.
std::pair<std::string, std::string> called(const std::string& target) {
  const auto slash = target.find('/');
  const std::string instance = target.substr(0, slash);
  return {instance.substr(0, instance.find(':')),
          slash == std::string::npos ? "" : target.substr(slash + 1)};
}

/// Why the private values do not reach as many other peers as their collections demand: each
/// organisation has one.
std::optional<std::string> undistributed(const PrivateSets& clear, const ChannelRules& rules,
                                         const std::string& own) {
  for (const auto& [chaincode, set] : clear)
    for (const auto& [name, writes] : set) {
      const auto collection = rules.collection(chaincode, name);
      if (!collection) continue;
      const std::size_t others = collection->members.size() - collection->members.count(own);
      if (others < collection->required_peers)
        return "could not build private data dissemination plan for chaincode " + chaincode +
               " and collection " + name + ": required to disseminate to at least " +
               std::to_string(collection->required_peers) + " peers, but know of only " +
               std::to_string(others) + " eligible peers";
    }
  return std::nullopt;
}

Message transaction_message(const Proposal& proposal, const protos::ChaincodeInput& input) {
  Message out;
  out.set_type(Message::TRANSACTION);
  out.set_channel_id(proposal.channel);
  out.set_txid(proposal.txid);
  out.set_payload(input.SerializeAsString());
  out.mutable_timestamp()->set_seconds(proposal.seconds);
  out.mutable_timestamp()->set_nanos(proposal.nanos);
  out.mutable_proposal()->set_proposal_bytes(proposal.bytes);
  out.mutable_proposal()->set_signature(proposal.signature);
  return out;
}

}  // namespace

bool Endorser::is_defined(const std::string& channel, const std::string& chaincode) const {
  return channel == channel_.rules().channel && links_.contains(chaincode);
}

std::optional<PeerResponse> Endorser::refuse(const Proposal& proposal) const {
  const auto time = settings_.now();
  const std::int64_t now = whole_seconds(time);
  const std::int64_t distance =
      proposal.seconds > now ? proposal.seconds - now : now - proposal.seconds;
  if (distance > settings_.time_window.count())
    return failure(Kind::unavailable, "request unauthorized due to incorrect timestamp " +
                                          Timestamp{proposal.seconds}.text() + ", peer time " +
                                          Timestamp{now}.text());
  const auto creator = channel_.membership().find(proposal.creator);
  if (creator && std::chrono::seconds(creator->not_after.seconds) < time)
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
                                         proposal.channel + " and try again: chaincode " +
                                         proposal.chaincode + " not found");
  return std::nullopt;
}

std::variant<Message, std::string> Endorser::execute(const Proposal& proposal, std::size_t link,
                                                     Simulator& simulator,
                                                     const protos::ChaincodeInput& input) {
  const std::string& name = simulator.scope().chaincode;
  if (input.is_init())
    return "invalid invocation: chaincode '" + name +
           "' does not require initialization but called as init";
  TransactionContext context(simulator,
                             [&](const protos::ChaincodeSpec& target, const Simulator& caller) {
                               return invoke(proposal, link, target, caller);
                             });
  return links_.at(name)[link]->execute(transaction_message(proposal, input), context);
}

Message Endorser::invoke(const Proposal& proposal, std::size_t link,
                         const protos::ChaincodeSpec& target, const Simulator& caller) {
  const auto [name, named_channel] = called(target.chaincode_id().name());
  const std::string channel = named_channel.empty() ? proposal.channel : named_channel;
  if (channel != channel_.rules().channel)
    throw LedgerError("Failed to get policy manager for channel [" + channel + "]");
  if (!links_.contains(name)) {
    // A peer looks among the chaincodes of before lifecycle, and has then read that it is not
    // there.
    Simulator(caller, "lscc").get("", name);
    throw LedgerError("execute failed: invalid invocation: [channel " + channel +
                      "] failed to get chaincode container info for " + name + ": chaincode " +
                      name + " not found");
  }
  Simulator callee(caller, name);
  protos::ChaincodeInput input = target.input();
  input.clear_decorations();
  auto answer = execute(proposal, link, callee, input);
  if (const auto* why = std::get_if<std::string>(&answer))
    throw LedgerError("execute failed: " + *why);
  return std::move(std::get<Message>(answer));
}

PeerResponse Endorser::run(const Proposal& proposal, const std::string& org, std::size_t link) {
  const auto creator = channel_.membership().find(proposal.creator);
  Simulator simulator(channel_.store(), {.rules = channel_.rules(),
                                         .txid = proposal.txid,
                                         .creator = creator ? creator->msp : "",
                                         .org = org,
                                         .chaincode = proposal.chaincode});
  const auto input = read_own<protos::ChaincodeInput>(proposal.input, "an input");
  const auto answer = execute(proposal, link, simulator, input);
  PeerResponse out = std::holds_alternative<Message>(answer)
                         ? completed(proposal, std::get<Message>(answer), simulator)
                         : simulation_error("failed to execute transaction " + proposal.txid +
                                            ": " + std::get<std::string>(answer));
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
      .response = message.payload(), .sets = simulator.sets(), .clear = simulator.private_sets()};
  if (response.status() < 200 || response.status() >= 400) {
    out.kind = Kind::chaincode_error;
    out.message =
        "chaincode response " + std::to_string(response.status()) + ", " + response.message();
    return out;
  }
  Simulation simulation{.results = encode_public(out.sets, out.clear),
                        .response = message.payload()};
  if (message.has_chaincode_event()) {
    protos::ChaincodeEvent event = message.chaincode_event();
    event.set_chaincode_id(proposal.chaincode);
    event.set_tx_id(proposal.txid);
    simulation.event = event.SerializeAsString();
  }
  if (const auto why = undistributed(out.clear, channel_.rules(), simulator.scope().org))
    return simulation_error("failed to distribute private collection, txID " + proposal.txid +
                            ", channel " + proposal.channel + ": " + *why);
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
