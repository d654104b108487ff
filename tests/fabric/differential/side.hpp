// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/outcome.hpp"
#include "adapters/gateway/proposal.hpp"
#include "chaincode/base/bytes.hpp"
#include "proto/common/common.pb.h"
#include "proto/peer/events.pb.h"
#include "proto/peer/proposal.pb.h"

/// One of the two networks, as clients see it: the gateway's calls without anything of our client
/// around them. Safe from any thread.
namespace tradelane::differential {

using Endorsers = std::vector<std::string>;

/// A proposal, signed by a user. Both networks know the same users, so they are given the same.
struct SignedProposal {
  std::string txid = {};
  std::string channel = {};
  std::string msp = {};
  std::string user = {};
  protos::SignedProposal proposal = {};
};

/// An answer or a failure; each as it came.
struct Evaluated {
  std::optional<gateway::Failure> failure = {};
  protos::Response response = {};
};
struct Endorsed {
  std::optional<gateway::Failure> failure = {};
  common::Envelope envelope = {};
};
struct Ordered {
  std::optional<gateway::Failure> failure = {};
  std::string code = {};
  /// At the last peer that was asked.
  std::uint64_t block = 0;
};

class Users {
 public:
  /// `files` in the layout of tradelane-devpeer --out.
  explicit Users(std::string files) : files_(std::move(files)) {}
  SignedProposal propose(const std::string& msp, const std::string& user,
                         const gateway::Call& call);
  Bytes sign(const std::string& msp, const std::string& user, const Bytes& bytes);
  Bytes creator(const std::string& msp, const std::string& user);

 private:
  struct Known;
  const Known& known(const std::string& msp, const std::string& user);

  std::string files_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Known>> known_;
};

class Side {
 public:
  /// Reads the connection profiles below `files`.
  Side(std::string name, const std::string& files, const std::vector<std::string>& msps,
       Users& users);
  ~Side();
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  const std::string& name() const { return name_; }

  Evaluated evaluate(const SignedProposal& proposal, const Endorsers& asked) const;
  Endorsed endorse(const SignedProposal& proposal, const Endorsers& endorsers) const;
  /// `envelope` is signed.
  std::optional<gateway::Failure> submit(const SignedProposal& proposal,
                                         const common::Envelope& envelope) const;
  /// Waits until every organisation's peer has it.
  Ordered commit_status(const SignedProposal& proposal) const;
  /// Every block of the channel, as it is streamed whole and filtered.
  std::vector<common::Block> blocks(const std::string& channel) const;
  std::vector<protos::FilteredBlock> filtered_blocks(const std::string& channel) const;
  /// `text` without what only this network has: addresses.
  std::string without_addresses(std::string text) const;
  std::string without_address(const std::string& address) const;

 private:
  struct Peer;
  const Peer& peer(const std::string& msp) const;
  /// What a stream from the first block on gives, until it says that there are no more.
  template <class Open>
  std::vector<protos::DeliverResponse> stream(const std::string& channel, const Open& open) const;

  std::string name_;
  std::vector<std::string> msps_;
  Users& users_;
  std::map<std::string, std::unique_ptr<Peer>> peers_;
};

}  // namespace tradelane::differential
