// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/base/bytes.hpp"

namespace tradelane::test {

/// The bytes of a file below fixtures/; throws when there is none.
Bytes fixture(const std::string& name);

}  // namespace tradelane::test
