// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/metadata.hpp"
#include "adapters/cli/screen.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/codec/json.hpp"

/// Who may call what, as the chaincode itself says in its metadata: the table that its router goes
/// by, of the version that the peers run. A copy in this command could only be of another version.
namespace tradelane::cli {

/// One object for each transaction, by contract and then in the contract's order: {transaction,
/// call, caller, roles, signatures}. `call` is `submit` or `evaluate`; the others are those of
/// `x-access`. Absent: what the metadata does not state, as in chaincodes of others. ARG_MALFORMED,
/// with the place, for an `x-access` that is not ours.
Result<Json::Array> access_rows(const Metadata& metadata);

/// Asks the chaincode, or reads the file that the command names, and prints the table.
void run(const Acl& command, const Screen& screen);

}  // namespace tradelane::cli
