// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/invariant.hpp"
#include "chaincode/contracts/ebl/keys.hpp"

/// For the invariants: what happened to one bill in a transaction.
namespace tradelane::ebl {

struct ChangedBill {
  /// Absent when the bill begins.
  const std::optional<Bill>& before;
  const Bill& after;
  const Step& step;
};

/// Whether `holds` of every bill that has changed and left a step. A bill without a step is I10's
/// matter, an erased one I1's.
template <class Holds>
bool each_bill(const contract::ChangeSet& set, const Holds& holds) {
  return set.each<Bill>("EBL", [&](const contract::Change<Bill>& change) {
    if (!change.after) return true;
    const auto& step = set.after(key::step(change.after->id, change.after->seq));
    return !step || holds(ChangedBill{change.before, *change.after, *step});
  });
}

/// Parts of `invariants()`: who has which right in a bill; the chain and what goes with it.
std::vector<contract::Invariant> invariants_title();
std::vector<contract::Invariant> invariants_chain();

}  // namespace tradelane::ebl
