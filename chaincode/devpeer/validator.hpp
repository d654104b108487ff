// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <set>
#include <vector>

#include "chaincode/devpeer/membership.hpp"
#include "chaincode/devpeer/rules.hpp"
#include "chaincode/devpeer/store.hpp"
#include "chaincode/devpeer/transaction.hpp"

namespace tradelane::devpeer {

/// The committer's rules. Safe from any thread while the store does not change.
class Validator {
 public:
  Validator(const Store& store, const Membership& membership, const ChannelRules& rules)
      : store_(store), membership_(membership), rules_(rules) {}

  /// Decides about each envelope in order, as every committer does: form, an id that the ledger
  /// has, endorsement policies against the state before the block, an id that a copy before it in
  /// the block has which came so far, then reads and ranges against the state as the transactions
  /// before it leave it. Returns the block and all that it changes; writes nothing.
  Commit validate(std::uint64_t number, const Bytes& previous_hash,
                  const std::vector<Bytes>& envelopes) const;

 private:
  int check_endorsements(const EndorsedTransaction& tx,
                         const std::set<Place>& changed_policies) const;

  const Store& store_;
  const Membership& membership_;
  const ChannelRules& rules_;
};

}  // namespace tradelane::devpeer
