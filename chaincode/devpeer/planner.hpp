// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chaincode/devpeer/rules.hpp"
#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/simulator.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::devpeer {

/// A channel has no more: the choice of endorsers looks at every set of them.
inline constexpr std::size_t most_organisations = 16;

/// What a gateway's choice of endorsers starts from.
struct PlanRequest {
  /// The gateway's own organisation.
  std::string own = {};
  /// The chaincode that was called: its policy counts where nothing was read or written.
  std::string chaincode = {};
  const ReadWriteSets& sets;
  /// Only members of every collection that was read can come to the same answer.
  std::set<CollectionName> private_reads = {};
  /// With transient data only members of every written collection may see the proposal, too.
  bool has_transient = false;
};

/// Organisations whose endorsements are enough, and none of them needless: a set with `own`, which
/// is first then, before one without it, the smallest before a larger one. Absent when there is
/// none, or with more than `most_organisations`. What is asked for, as by a peer's discovery: the
/// policy of each written key that has one; of a collection, or else of its chaincode, for its
/// other writes and for reads; and the chaincode's, for other public writes and where it only read.
/// Pure but for the look at the keys' policies.
std::optional<std::vector<std::string>> plan_endorsers(const PlanRequest& request,
                                                       const ChannelRules& rules,
                                                       const Store& store);

/// Why there is no plan, as a peer's discovery says it.
std::string why_no_plan(const PlanRequest& request, const Store& store);

/// The names of the collections, in order, of which something is written and nothing read: it is
/// for transient data alone that only their members may see the proposal.
std::vector<std::string> protected_collections(const PlanRequest& request, const Store& store);

}  // namespace tradelane::devpeer
