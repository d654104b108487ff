// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/cli/finding.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane::cli {

/// What is wrong with an MSP folder, in Fabric's layout: certificate, key, authorities, node OUs.
/// Reads files only.
Findings check_msp_folder(const std::string& folder, Timestamp now);

}  // namespace tradelane::cli
