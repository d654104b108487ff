// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

#include "chaincode/devpeer/rules.hpp"
#include "chaincode/devpeer/store.hpp"
#include "chaincode/devpeer/transaction.hpp"

namespace tradelane::devpeer {

/// Adds what one valid transaction changes to the block under construction. `index` is its place in
/// the block, `kept` the private writes that were kept at its endorsements.
void apply(const EndorsedTransaction& transaction, std::uint64_t index,
           const std::vector<Bytes>& kept, const ChannelRules& rules, const Store& store,
           Commit& commit);

/// Adds what expires with the block, once all its transactions are applied.
void expire(const Store& store, Commit& commit);

}  // namespace tradelane::devpeer
