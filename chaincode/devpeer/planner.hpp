// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/store.hpp"
#include "chaincode/devpeer/validator.hpp"

namespace tradelane::devpeer {

/// What a gateway's choice of endorsers starts from.
struct PlanRequest {
  /// The gateway's own organisation: it is always among the endorsers.
  std::string own = {};
  const ReadWriteSet& set;
  /// With transient data only members of every written collection may see the proposal.
  bool has_transient = false;
};

/// The smallest set of organisations with `own` first that satisfies the chaincode policy, each
/// written collection's and each written key's own policy; absent when there is none, or more than
/// 16 organisations. Pure but for the look at the keys' policies.
std::optional<std::vector<std::string>> plan_endorsers(const PlanRequest& request,
                                                       const ChannelRules& rules,
                                                       const Store& store);

/// The private collections that the set writes, in order.
std::vector<std::string> written_collections(const ReadWriteSet& set);

}  // namespace tradelane::devpeer
