// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "chaincode/devpeer/endorser.hpp"

namespace tradelane::devpeer {

/// Where two runs of the same proposal part: the first byte that differs, and what stands around it
/// in either. Of private values only their place is told. Absent when the runs agree. For the
/// message that names a contract which does not give every peer the same bytes.
std::optional<std::string> describe_difference(const PeerResponse& a, const PeerResponse& b);

}  // namespace tradelane::devpeer
