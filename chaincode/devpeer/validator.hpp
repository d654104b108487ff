// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "chaincode/devpeer/membership.hpp"
#include "chaincode/devpeer/policy.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::devpeer {

/// What the channel's members agreed upon.
struct ChannelRules {
  std::string channel = {};
  std::vector<std::string> organisations = {};
  /// Endorsement policy by chaincode name; a chaincode that is not here is not defined.
  std::map<std::string, Policy> policies = {};
};

/// The organisations whose endorsement a transaction's writes ask for beyond the chaincode policy:
/// one policy per implicit collection and per key with its own.
class Validator {
 public:
  Validator(const Store& store, const Membership& membership, const ChannelRules& rules)
      : store_(store), membership_(membership), rules_(rules) {}

  /// Decides about each envelope in order, as every committer does: form, duplicate id, endorsement
  /// policies against the state before the block, then reads and ranges against the state as the
  /// transactions before it leave it. Returns the block and all that it changes; writes nothing.
  Commit validate(std::uint64_t number, const Bytes& previous_hash,
                  const std::vector<Bytes>& envelopes) const;

 private:
  const Store& store_;
  const Membership& membership_;
  const ChannelRules& rules_;
};

}  // namespace tradelane::devpeer
