// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "chaincode/devpeer/rules.hpp"
#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::devpeer {

/// Every key that the set writes, or whose metadata it writes; collections by hash.
std::vector<Place> places_of(const ReadWriteSet& set);

/// Whether the endorsements of one transaction are enough for what it did with one chaincode: each
/// key's own policy, else its collection's, else the chaincode's; that one too where nothing is
/// written. Used for one set.
class EndorsementCheck {
 public:
  /// `endorsers` are the MSP ids of valid endorsements. All references outlive it.
  EndorsementCheck(const Store& store, const ChannelRules& rules, std::string chaincode,
                   const std::vector<std::string>& endorsers)
      : store_(store),
        rules_(rules),
        chaincode_(std::move(chaincode)),
        policy_(rules.chaincodes.at(chaincode_).policy),
        endorsers_(endorsers) {}

  /// `changed_policies`: keys whose policy changes earlier in the block.
  bool holds(const ReadWriteSet& set, const std::set<Place>& changed_policies);

 private:
  bool key_holds(const Place& place, const std::set<Place>& changed_policies);
  bool collection_holds(const std::string& collection);
  bool checked(const std::string& what, const Policy& policy);

  const Store& store_;
  const ChannelRules& rules_;
  const std::string chaincode_;
  const Policy& policy_;
  const std::vector<std::string>& endorsers_;
  bool checked_something_ = false;
  std::map<std::string, bool> results_ = {};
};

}  // namespace tradelane::devpeer
