// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/finding.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane::cli {

/// What the kernel says of this machine's clock; `state` and `error_us` as `adjtimex` has them.
Finding check_clock(bool is_kept, std::int64_t error_us);

/// Looks at whatever the command names, prints what it found with how to mend it, and returns
/// whether nothing is wrong. `Problem` when nothing is named.
bool run(const Doctor& command, Timestamp now, const Screen& screen);

}  // namespace tradelane::cli
