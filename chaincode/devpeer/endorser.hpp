// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chaincode/devpeer/chaincode_link.hpp"
#include "chaincode/devpeer/channel.hpp"
#include "chaincode/devpeer/proposal.hpp"
#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/wall_clock.hpp"

namespace protos {
class SignedProposal;
}

namespace tradelane::devpeer {

/// What one organisation's peer answers to a proposal, as a gateway sees it.
struct PeerResponse {
  enum class Kind : std::uint8_t {
    ok,
    unavailable,  // refused before it was looked at: time or expired certificate
    refused,      // signature, membership, duplicate id
    peer_error,   // the peer failed, or the chaincode answered ERROR: another peer may do better
    chaincode_error,  // the chaincode answered with a status from 400
  };
  Kind kind = Kind::ok;
  std::string message = {};
  /// A serialised protos.Response, with its payload.
  Bytes response = {};
  /// What endorsers sign; there when `kind` is ok.
  Bytes payload = {};
  ReadWriteSets sets = {};
  PrivateSets clear = {};
  /// A private value was asked for: another organisation's peer may answer otherwise.
  bool asked_private = false;
  /// Collections whose values it has read.
  std::set<CollectionName> private_reads = {};
};

/// The endorsing side of every organisation's peer at once. One server runs the chaincode for all,
/// over two streams: each proposal is executed at least twice, and organisations whose peers could
/// see different private values are executed one by one. Safe from any thread.
class Endorser {
 public:
  struct Settings {
    std::string chaincode_version = "1.0";
    /// How far a proposal's time may be from the clock, as on a peer of v3.1.
    std::chrono::seconds time_window{900};
    WallClock now = system_time;
  };
  using Links = std::array<ChaincodeLink*, 2>;

  /// `links` by chaincode name. All references outlive the endorser.
  Endorser(Channel& channel, std::map<std::string, Links> links, Settings settings)
      : channel_(channel), links_(std::move(links)), settings_(std::move(settings)) {}

  /// Runs the proposal on the peer of `org`.
  PeerResponse evaluate(const Proposal& proposal, const std::string& org);

  struct Endorsed {
    /// One per organisation asked, in order.
    std::vector<PeerResponse> responses = {};
    /// All runs were ok and did not agree: where their bytes part.
    std::optional<std::string> mismatch = {};
  };
  /// Runs the proposal for `orgs` (at least one) at one height, at least twice.
  Endorsed endorse(const Proposal& proposal, const std::vector<std::string>& orgs);

  bool is_defined(const std::string& channel, const std::string& chaincode) const;
  Channel& channel() { return channel_; }

 private:
  /// Absent when the proposal may be run.
  std::optional<PeerResponse> refuse(const Proposal& proposal) const;
  PeerResponse run(const Proposal& proposal, const std::string& org, std::size_t link);
  /// One run of one chaincode: COMPLETED or ERROR, or why there is neither.
  std::variant<protos::ChaincodeMessage, std::string> execute(const Proposal& proposal,
                                                              std::size_t link,
                                                              Simulator& simulator,
                                                              const protos::ChaincodeInput& input);
  /// What a chaincode asks for with INVOKE_CHAINCODE, on the same peer.
  protos::ChaincodeMessage invoke(const Proposal& proposal, std::size_t link,
                                  const protos::ChaincodeSpec& target, const Simulator& caller);
  PeerResponse completed(const Proposal& proposal, const protos::ChaincodeMessage& message,
                         Simulator& simulator) const;

  Channel& channel_;
  const std::map<std::string, Links> links_;
  const Settings settings_;
};

}  // namespace tradelane::devpeer
