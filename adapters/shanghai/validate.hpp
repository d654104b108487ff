// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/shanghai/wire.hpp"
#include "chaincode/base/result.hpp"

/// The source's own rules. Refusals: FEED_SCHEMA, and ID_CHECK_DIGIT for an identifier whose check
/// digit is wrong; `detail` names the element. Pure functions. What has passed can be mapped.
namespace tradelane::shanghai {

Result<> validate(const DecMessage& message);

/// Only what has happened (`ACT`) is evidence, never a plan or an estimate; of the kinds of events
/// those of equipment and transport.
Result<> validate(const Event& event);

}  // namespace tradelane::shanghai
