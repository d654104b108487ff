// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/base/log.hpp"
#include "chaincode/operations/port.hpp"

namespace tradelane::operations {

/// The page `/logspec`, used as that of Fabric's operations services: GET answers
/// `{"spec":"info"}`, PUT of the same changes the level at once. There is one logger, so a spec is
/// one level; anything else is 400 and changes nothing. `log` outlives the page.
Page log_level_page(Log& log);

}  // namespace tradelane::operations
