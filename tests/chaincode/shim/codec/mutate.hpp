// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "tests/chaincode/shim/codec/random_message.hpp"

namespace tradelane::test {

/// `bytes` with something done to them that a parser may take amiss: bits turned, pieces cut out,
/// doubled or swapped, fields that nobody knows put in, lengths and varints spelt otherwise.
std::string mutate(std::string bytes, Random& random);

}  // namespace tradelane::test
