// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>

#include "adapters/gateway/block.hpp"
#include "chaincode/codec/json.hpp"

/// Blocks and transactions for people and programs to read. Pure functions.
namespace tradelane::cli {

/// A key as people read it: the parts of a composite key with slashes between.
std::string key_text(const std::string& key);

/// What a transaction wrote: {namespace, key, value} or {namespace, key, delete} in the public
/// state, and {namespace, collection, keyHash, …} in private collections, of which nobody but their
/// members knows more. A composite key is the list of its type and parts. {…, policy} where it set
/// who must endorse the next change: as `gateway::policy_text` has it, null for the chaincode's
/// own, {base64} for what nobody can meet; with {…, metadata} for entries that Fabric has no name
/// for.
Json writes_json(const gateway::BlockTransaction& transaction);
Json event_json(const gateway::BlockTransaction& transaction);
Json to_json(const gateway::BlockTransaction& transaction);
Json to_json(const gateway::Block& block);

/// A line for each write and for the event, `margin` blanks before it; what is long is cut.
void print_effects(std::ostream& out, const gateway::BlockTransaction& transaction,
                   std::size_t margin);
void print_block(std::ostream& out, const gateway::Block& block);

}  // namespace tradelane::cli
