// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/gateway.hpp"

#include <algorithm>

#include "chaincode/devpeer/block.hpp"
#include "chaincode/devpeer/difference.hpp"
#include "chaincode/devpeer/own_message.hpp"
#include "chaincode/devpeer/planner.hpp"
#include "chaincode/devpeer/transaction.hpp"
#include "proto/common/common.pb.h"

namespace tradelane::devpeer {
namespace {

using Kind = PeerResponse::Kind;

// gRPC's numbers, so that this file needs no gRPC.
enum Code {
  cancelled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  permission_denied = 7,
  failed_precondition = 9,
  aborted = 10,
  unavailable = 14,
};

constexpr const char* too_few =
    "failed to collect enough transaction endorsements, see attached details for more info";
const std::string no_combination =
    "no combination of peers can be derived which satisfy the endorsement policy: ";

template <class List>
std::string joined(const List& items, const char* separator) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : separator) + item;
  return out;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// Refused before it was run: another peer answers with the failure of the call itself.
bool is_call_failure(Kind kind) { return kind == Kind::unavailable || kind == Kind::refused; }

int code_of_kind(Kind kind) {
  switch (kind) {
    case Kind::ok:
      return 0;
    case Kind::unavailable:
      return unavailable;
    case Kind::refused:
      return failed_precondition;
    case Kind::peer_error:
      return aborted;
    case Kind::chaincode_error:
      return unknown;
  }
  return unknown;
}

std::string denied(const char* policy) {
  return std::string("failed evaluating policy on signed data during check policy [") + policy +
         "]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy "
         "requires 1 of the 'Readers' sub-policies to be satisfied]";
}

/// The events of one block's valid transactions, in order.
std::vector<protos::ChaincodeEvent> events_of(const Block& block) {
  std::vector<protos::ChaincodeEvent> out;
  for (std::size_t i = 0; i < block.envelopes.size(); ++i) {
    if (block.number == 0 || block.codes[i] != protos::VALID) continue;
    if (auto event = event_of(block.envelopes[i])) out.push_back(std::move(*event));
  }
  return out;
}

/// Which events a request asks for; it remembers whether its transaction has gone by.
class Matcher {
 public:
  explicit Matcher(const gateway::ChaincodeEventsRequest& request)
      : chaincode_(request.chaincode_id()),
        after_(request.after_transaction_id()),
        passed_(after_.empty()) {}

  bool operator()(const protos::ChaincodeEvent& event) {
    if (passed_) return event.chaincode_id() == chaincode_;
    passed_ = event.tx_id() == after_;
    return false;
  }

 private:
  const std::string chaincode_;
  const std::string after_;
  bool passed_;
};

}  // namespace

gateway::ErrorDetail Gateway::detail(const std::string& msp, const std::string& message) const {
  gateway::ErrorDetail out;
  if (const auto at = network_.addresses.find(msp); at != network_.addresses.end())
    out.set_address(at->second);
  out.set_msp_id(msp);
  out.set_message(message);
  return out;
}

std::string Gateway::told(const std::string& msp, const PeerResponse& response) const {
  const bool is_remote = msp != msp_ && is_call_failure(response.kind);
  return (is_remote ? "rpc error: code = Unknown desc = " : "") + response.message;
}

int Gateway::code_of(const std::string& msp, Kind kind) const {
  return msp != msp_ && is_call_failure(kind) ? int{unavailable} : code_of_kind(kind);
}

GatewayResult<gateway::EvaluateResponse> Gateway::evaluate(const gateway::EvaluateRequest& request,
                                                           const Stop& stop) {
  const auto unpacked = unpack(request.proposed_transaction());
  if (const auto* why = std::get_if<std::string>(&unpacked))
    return GatewayError{invalid_argument, "failed to unpack transaction proposal: " + *why};
  const Proposal& proposal = std::get<Proposal>(unpacked);
  std::vector<std::string> targets(request.target_organizations().begin(),
                                   request.target_organizations().end());
  const ChannelRules& rules = network_.endorser.channel().rules();
  if (proposal.channel != rules.channel)
    return GatewayError{unavailable, "failed to get config for channel [" + proposal.channel +
                                         "]: could not get last config for channel " +
                                         proposal.channel};
  const auto& all = rules.organisations;
  const char* protects =
      targets.empty() && proposal.has_transient
          ? "no endorsers found in the gateway's organization; retry specifying target "
            "organization(s) to protect transient data: "
          : "";
  if (targets.empty()) targets = proposal.has_transient ? std::vector{msp_} : all;
  std::erase_if(targets, [&](const std::string& msp) { return !contains(all, msp); });
  if (targets.empty() || !network_.endorser.is_defined(proposal.channel, proposal.chaincode))
    return GatewayError{failed_precondition,
                        std::string(protects) + "no peers available to evaluate chaincode " +
                            proposal.chaincode + " in channel " + proposal.channel};
  std::stable_partition(targets.begin(), targets.end(),
                        [&](const std::string& msp) { return msp == msp_; });
  GatewayError error;
  for (const std::string& msp : targets) {
    const PeerResponse response = network_.endorser.evaluate(proposal, msp);
    if (response.kind == Kind::ok) {
      gateway::EvaluateResponse out;
      *out.mutable_result() = read_own<protos::Response>(response.response, "a response");
      return out;
    }
    error.code = code_of(msp, response.kind);
    error.details.push_back(detail(msp, told(msp, response)));
    if (stop()) return GatewayError{deadline_exceeded, "evaluate timeout expired"};
    // Another peer may do better.
    if (error.code == unavailable || error.code == aborted) continue;
    error.message = "evaluate call to endorser returned error: " + told(msp, response);
    return error;
  }
  error.message = "failed to evaluate transaction, see attached details for more info";
  return error;
}

GatewayResult<Gateway::Collected> Gateway::run(const Proposal& proposal,
                                               const std::vector<std::string>& orgs,
                                               const char* failed) {
  const auto endorsed = network_.endorser.endorse(proposal, orgs);
  GatewayError error{aborted, failed};
  for (std::size_t i = 0; i < orgs.size(); ++i)
    if (endorsed.responses[i].kind != Kind::ok)
      error.details.push_back(detail(orgs[i], told(orgs[i], endorsed.responses[i])));
  if (endorsed.mismatch) {
    error.message = too_few;
    error.details.push_back(detail(orgs.back(), *endorsed.mismatch));
  }
  if (!error.details.empty()) return error;
  return Collected{.orgs = orgs, .response = endorsed.responses.front()};
}

GatewayResult<Gateway::Collected> Gateway::plan(const Proposal& proposal,
                                                const PeerResponse& first) {
  const Channel& channel = network_.endorser.channel();
  const auto request = [&](bool has_transient) {
    return PlanRequest{.own = msp_,
                       .chaincode = proposal.chaincode,
                       .sets = first.sets,
                       .private_reads = first.private_reads,
                       .has_transient = has_transient};
  };
  const auto planned = [&](bool has_transient) {
    return plan_endorsers(request(has_transient), channel.rules(), channel.store());
  };
  if (const auto orgs = planned(proposal.has_transient)) {
    if (!first.asked_private || *orgs == std::vector{msp_}) return Collected{*orgs, first};
    auto collected = run(proposal, *orgs, too_few);
    const auto* others = std::get_if<Collected>(&collected);
    if (others == nullptr) return collected;
    // The first answer counts, also where its endorsement is not asked for.
    const auto mismatch = describe_difference(first, others->response);
    if (mismatch) return GatewayError{aborted, too_few, {detail(orgs->front(), *mismatch)}};
    return collected;
  }
  const auto protected_ones = protected_collections(request(true), channel.store());
  if (proposal.has_transient && !protected_ones.empty() && planned(false))
    return GatewayError{failed_precondition,
                        "requires endorsement from organisation(s) that are not in the "
                        "distribution policy of the private data collection(s): [" +
                            joined(protected_ones, " ") +
                            "]; retry specifying trusted endorsing organizations to protect "
                            "transient data"};
  return GatewayError{failed_precondition,
                      no_combination + why_no_plan(request(false), channel.store())};
}

GatewayResult<Gateway::Collected> Gateway::collect(const Proposal& proposal,
                                                   const std::vector<std::string>& named) {
  const auto& all = network_.endorser.channel().rules().organisations;
  const bool defined = network_.endorser.is_defined(proposal.channel, proposal.chaincode);
  if (named.empty()) {
    if (!defined && proposal.has_transient)
      return GatewayError{failed_precondition,
                          "no endorsers found in the gateway's organization; retry specifying "
                          "endorsing organization(s) to protect transient data"};
    if (!defined)
      return GatewayError{failed_precondition,
                          no_combination + "No metadata was found for chaincode " +
                              proposal.chaincode + " in channel " + proposal.channel};
    auto first =
        run(proposal, {msp_}, "failed to endorse transaction, see attached details for more info");
    if (!std::holds_alternative<Collected>(first)) return first;
    return plan(proposal, std::get<Collected>(first).response);
  }
  std::vector<std::string> orgs, missing;
  for (const std::string& msp : named) {
    if (!defined || !contains(all, msp)) {
      missing.push_back(msp);
    } else if (!contains(orgs, msp)) {
      orgs.push_back(msp);
    }
  }
  if (!missing.empty())
    return GatewayError{unavailable,
                        "failed to find any endorsing peers for org(s): " + joined(missing, ", ")};
  return run(proposal, orgs, too_few);
}

Endorsement Gateway::endorsement_by(const Peer& peer, const Bytes& payload) const {
  const Bytes message = payload + peer.identity;
  Bytes signature = peer.key.sign(crypto::Algorithm::es256, message, crypto::Encoding::der);
  if (const auto member = network_.endorser.channel().membership().find(peer.identity))
    member->good->add(message, signature);
  return {peer.identity, std::move(signature)};
}

GatewayResult<gateway::EndorseResponse> Gateway::endorse(const gateway::EndorseRequest& request) {
  if (request.proposed_transaction().proposal_bytes().empty())
    return GatewayError{invalid_argument,
                        "the proposed transaction must contain a signed proposal"};
  const auto unpacked = unpack(request.proposed_transaction());
  if (const auto* why = std::get_if<std::string>(&unpacked))
    return GatewayError{invalid_argument, *why};
  const Proposal& proposal = std::get<Proposal>(unpacked);
  const auto collected = collect(proposal, {request.endorsing_organizations().begin(),
                                            request.endorsing_organizations().end()});
  if (const auto* error = std::get_if<GatewayError>(&collected)) return *error;
  const auto& [orgs, response] = std::get<Collected>(collected);
  std::vector<Endorsement> endorsements;
  for (const Peer& peer : network_.peers)
    if (contains(orgs, peer.msp)) endorsements.push_back(endorsement_by(peer, response.payload));
  // Durable before the client can submit: after a crash its envelope must still find the values.
  if (!response.clear.empty())
    network_.endorser.channel().store().keep_private(proposal.txid, encode_private(response.clear));
  Faults::kill_at(network_.endorser.channel().faults().kill_endorsed);
  gateway::EndorseResponse out;
  out.mutable_prepared_transaction()->set_payload(
      envelope_payload(proposal, response.payload, endorsements));
  return out;
}

GatewayResult<gateway::SubmitResponse> Gateway::submit(const gateway::SubmitRequest& request) {
  if (!request.has_prepared_transaction())
    return GatewayError{invalid_argument, "a prepared transaction is required"};
  if (request.prepared_transaction().signature().empty())
    return GatewayError{invalid_argument, "prepared transaction must be signed"};
  const auto refused =
      network_.endorser.channel().broadcast(request.prepared_transaction().SerializeAsString());
  Faults::kill_at(network_.endorser.channel().faults().kill_ordered);
  if (!refused) return gateway::SubmitResponse{};
  const std::string text = "received unsuccessful response from orderer: status=" + refused->name +
                           ", info=" + refused->info;
  if (refused->status < 500) return GatewayError{aborted, text};
  return GatewayError{
      unavailable, "no orderers could successfully process transaction", {detail("", text)}};
}

bool Gateway::may_read(const std::string& channel, const Bytes& identity, const Bytes& message,
                       const Bytes& signature) const {
  const Channel& here = network_.endorser.channel();
  const auto reader = here.membership().find(identity);
  return channel == here.rules().channel && reader && reader->valid &&
         reader->signed_this(message, signature);
}

GatewayResult<gateway::CommitStatusResponse> Gateway::commit_status(
    const gateway::SignedCommitStatusRequest& signed_request, const Stop& stop) {
  if (signed_request.request().empty())
    return GatewayError{invalid_argument, "a commit status request is required"};
  gateway::CommitStatusRequest request;
  if (!request.ParseFromString(signed_request.request()))
    return GatewayError{invalid_argument, "invalid status request"};
  if (request.identity().empty()) return GatewayError{invalid_argument, "no identity provided"};
  if (request.channel_id().empty()) return GatewayError{invalid_argument, "no channel ID provided"};
  if (request.transaction_id().empty())
    return GatewayError{invalid_argument, "transaction ID should not be empty"};
  if (!may_read(request.channel_id(), request.identity(), signed_request.request(),
                signed_request.signature()))
    return GatewayError{permission_denied, denied("/Channel/Application/Readers")};
  const auto status = network_.endorser.channel().wait_for(request.transaction_id(), stop);
  if (!status) return GatewayError{deadline_exceeded, "context deadline exceeded"};
  gateway::CommitStatusResponse out;
  out.set_result(static_cast<protos::TxValidationCode>(status->code));
  out.set_block_number(status->block);
  return out;
}

GatewayError Gateway::chaincode_events(
    const gateway::SignedChaincodeEventsRequest& signed_request, const Stop& stop,
    const std::function<bool(const gateway::ChaincodeEventsResponse&)>& send) {
  gateway::ChaincodeEventsRequest request;
  if (signed_request.request().empty())
    return {invalid_argument, "a chaincode events request is required"};
  if (!request.ParseFromString(signed_request.request()))
    return {invalid_argument, "invalid chaincode events request"};
  if (!may_read(request.channel_id(), request.identity(), signed_request.request(),
                signed_request.signature()))
    return {permission_denied, denied("/Channel/Application/Readers")};
  Channel& channel = network_.endorser.channel();
  using Start = orderer::SeekPosition;
  std::uint64_t next = channel.store().height();
  const auto after = channel.store().transaction(request.after_transaction_id());
  if (after) {
    next = after->block;
  } else if (request.start_position().Type_case() == Start::kSpecified) {
    next = request.start_position().specified().number();
  } else if (request.start_position().Type_case() != Start::kNextCommit &&
             request.start_position().Type_case() != Start::TYPE_NOT_SET) {
    return {invalid_argument, "invalid start position type"};
  }
  Matcher matches(request);
  for (; channel.wait_above(next, stop); ++next) {
    gateway::ChaincodeEventsResponse out;
    out.set_block_number(next);
    const Block block = Block::decode(*channel.store().block(next));
    for (auto& event : events_of(block))
      if (matches(event)) *out.add_events() = std::move(event);
    if (out.events_size() > 0 && !send(out)) break;
  }
  return {cancelled, "context canceled"};
}

}  // namespace tradelane::devpeer
