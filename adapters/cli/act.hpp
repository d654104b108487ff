// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>

#include "adapters/cli/commands.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane::cli {

/// Prints the detached signature of an act as the JSON that goes into `signatures`, or the bytes to
/// be signed elsewhere. `now` only serves a signature that names no end. Source: story.md 2.
void run(const ActSign& command, Timestamp now, std::ostream& out);

}  // namespace tradelane::cli
