// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/result.hpp"
#include "proto/policy.hpp"

/// What the members of a channel have agreed on. Plain data.
namespace tradelane::devpeer {

/// A private collection. Only its members' peers keep the values.
struct Collection {
  std::string name = {};
  /// MSP ids.
  std::set<std::string> members = {};
  /// How many blocks a value lives after its own; 0: for ever.
  std::uint64_t block_to_live = 0;
  /// Whether a client of no member is refused.
  bool member_only_read = false;
  bool member_only_write = false;
  /// Decides about writes instead of the chaincode's policy.
  std::optional<Policy> endorsement = {};
  /// Peers besides the endorsing one that must have a value before it is endorsed.
  std::uint64_t required_peers = 0;

  bool has_member(const std::string& msp) const { return members.contains(msp); }
};

struct ChaincodeRules {
  Policy policy = {};
  /// By name; the implicit ones are not here.
  std::map<std::string, Collection> collections = {};
};

struct ChannelRules {
  std::string channel = {};
  std::vector<std::string> organisations = {};
  /// By name; a chaincode that is not here is not defined.
  std::map<std::string, ChaincodeRules> chaincodes = {};

  /// A defined collection, or the implicit one of an organisation of the channel.
  std::optional<Collection> collection(const std::string& chaincode, const std::string& name) const;
};

/// The organisation of an implicit collection (`_implicit_org_<MSP>`); empty for any other name.
std::string_view implicit_member(std::string_view collection);
/// The name is that of an implicit collection, whether there is such an organisation or not.
bool is_implicit(std::string_view collection);

/// Fabric's collections file: a JSON array of objects with `name`, `policy`, `requiredPeerCount`,
/// `maxPeerCount`, `blockToLive`, `memberOnlyRead`, `memberOnlyWrite` and `endorsementPolicy`
/// (`signaturePolicy`). ARG_MALFORMED names the collection and what is wrong with it. `all` are the
/// channel's organisations.
Result<std::map<std::string, Collection>> parse_collections(std::string_view json,
                                                            const std::vector<std::string>& all);

}  // namespace tradelane::devpeer
