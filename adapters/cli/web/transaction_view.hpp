// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "adapters/cli/metadata.hpp"
#include "adapters/cli/web/block_feed.hpp"
#include "chaincode/codec/json.hpp"

/// One transaction as the page shows it: what `tradelane blocks --output json` prints, and more.
/// Pure functions but for what `find` does.
namespace tradelane::cli::web {

/// A block by its number; null when it cannot be had.
using FindBlock = std::function<BlockPointer(std::uint64_t)>;

/// With `block` and `place`, and without reads, writes and answer: for lists.
Json summary(const gateway::BlockTransaction& transaction, const Place& place);

/// With `block` and `place`; with `arguments`, a list of {name, value} and, where `metadata` knows,
/// `what` it is: the members of our one object, the parameters of other chaincodes; and with
/// `before` in each write of a key that was read: its value until then, null when it had none.
/// `metadata`: null pointer when nothing is known.
Json detail(const gateway::BlockTransaction& transaction, const Place& place,
            const Metadata* metadata, const FindBlock& find);

}  // namespace tradelane::cli::web
