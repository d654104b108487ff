// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>

#include "adapters/cli/commands.hpp"

namespace tradelane::cli {

/// Prints every identity in the MSP folders at or below the folder named: where it is, whom its
/// certificate names, the party it selects, until when it is valid.
void run(const IdentityList& command, std::ostream& out);

}  // namespace tradelane::cli
