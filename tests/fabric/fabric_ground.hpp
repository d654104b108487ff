// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "tests/fabric/network/binaries.hpp"
#include "tests/scenario/ground.hpp"

namespace tradelane::fabric {

/// Fabric's own orderer and six peers with a chaincode server each, for a stage to stand on. The
/// line's programs must be here; everything is written below `folder`, which is empty or not there,
/// and is gone with the object. A `Fault` says what does not start, and why.
std::unique_ptr<scenario::Ground> fabric_ground(Line line, const std::string& folder,
                                                const scenario::Setting& setting);

}  // namespace tradelane::fabric
