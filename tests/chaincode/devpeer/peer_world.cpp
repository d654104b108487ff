// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/devpeer/peer_world.hpp"

#include <chrono>
#include <stdexcept>

namespace tradelane::test {
namespace {

const std::vector<std::string> all = {"A", "B", "O"};

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

PeerWorld::PeerWorld(ScriptedChaincode::Behaviour behaviour, const std::string& path)
    : chaincode_(std::make_unique<ScriptedChaincode>(std::move(behaviour))), store_(path) {
  for (const auto& [address, package] :
       {std::pair{chaincode_->address(), "toy_1:abc"}, {side_.address(), "side_1:abc"}})
    for (int i = 0; i < 2; ++i)
      links_.push_back(std::make_unique<devpeer::ChaincodeLink>(
          devpeer::LinkSettings{.address = address, .package_id = package}, log_, faults_));
  channel_ = std::make_unique<devpeer::Channel>(
      store_, network_.membership(),
      devpeer::ChannelRules{
          .channel = "trade",
          .organisations = all,
          .chaincodes =
              {{"toy",
                {.policy = *Policy::parse("AND(O,OR(others))", all),
                 .collections =
                     {{"pair", {.name = "pair", .members = {"A", "B"}, .required_peers = 1}},
                      {"wide", {.name = "wide", .members = {"A", "B"}, .required_peers = 2}}}}},
               {"side", {.policy = *Policy::parse("OR(A,B,O)", all)}}}},
      devpeer::BatchSettings{.time = std::chrono::milliseconds(5)}, log_, faults_);
  endorser_ = std::make_unique<devpeer::Endorser>(
      *channel_,
      std::map<std::string, devpeer::Endorser::Links>{{"toy", {links_[0].get(), links_[1].get()}},
                                                      {"side", {links_[2].get(), links_[3].get()}}},
      devpeer::Endorser::Settings{});
  for (const std::string& msp : all) {
    peers_.push_back({msp, network_.peer(msp).identity, network_.peer(msp).key});
    addresses_[msp] = "localhost:" + msp;
  }
  for (const std::string& msp : all) {
    gateways_[msp] = std::make_unique<devpeer::Gateway>(
        msp, devpeer::Gateway::Network{*endorser_, peers_, addresses_});
    delivers_[msp] =
        std::make_unique<devpeer::Deliver>(msp, *channel_, devpeer::Deliver::Settings{});
  }
}

protos::SignedProposal PeerWorld::signed_proposal(
    const std::vector<std::string>& args, const std::map<std::string, std::string>& transient) {
  return Network::propose(network_.client("A"), {.args = args,
                                                 .transient = transient,
                                                 .nonce = "n" + std::to_string(++calls_),
                                                 .seconds = now()});
}

devpeer::Proposal PeerWorld::proposal(const std::vector<std::string>& args) {
  return std::get<devpeer::Proposal>(devpeer::unpack(signed_proposal(args)));
}

::gateway::EndorseRequest PeerWorld::endorse_request(const protos::SignedProposal& proposal,
                                                     const std::vector<std::string>& orgs) const {
  ::gateway::EndorseRequest request;
  *request.mutable_proposed_transaction() = proposal;
  for (const std::string& msp : orgs) request.add_endorsing_organizations(msp);
  return request;
}

common::Envelope PeerWorld::endorsed(const protos::SignedProposal& proposal,
                                     const std::vector<std::string>& orgs) {
  auto result = gateway("A").endorse(endorse_request(proposal, orgs));
  if (const auto* error = std::get_if<devpeer::GatewayError>(&result)) {
    std::string text = "not endorsed: " + error->message;
    for (const auto& detail : error->details) text += "\n" + detail.message();
    throw std::runtime_error(text);
  }
  common::Envelope out = std::get<::gateway::EndorseResponse>(result).prepared_transaction();
  out.set_signature(network_.client("A").sign(out.payload()));
  return out;
}

int PeerWorld::commit(const common::Envelope& envelope, const protos::SignedProposal& proposal) {
  ::gateway::SubmitRequest request;
  *request.mutable_prepared_transaction() = envelope;
  const auto result = gateway("A").submit(request);
  if (const auto* error = std::get_if<devpeer::GatewayError>(&result))
    throw std::runtime_error("not submitted: " + error->message);
  const auto txid = std::get<devpeer::Proposal>(devpeer::unpack(proposal)).txid;
  return channel_->wait_for(txid, [] { return false; })->code;
}

int PeerWorld::submit(const protos::SignedProposal& proposal,
                      const std::vector<std::string>& orgs) {
  return commit(endorsed(proposal, orgs), proposal);
}

int PeerWorld::submit(const std::vector<std::string>& args, const std::vector<std::string>& orgs) {
  return submit(signed_proposal(args), orgs);
}

}  // namespace tradelane::test
