// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <random>

#include <google/protobuf/message.h>

namespace tradelane::test {

using Random = std::mt19937_64;

/// Below `bound`, which is not 0.
inline std::size_t below(Random& random, std::size_t bound) { return random() % bound; }

/// Fills every field that `message` knows, or leaves it out: edge values of numbers, texts of all
/// lengths of UTF-8, lists and maps.
void fill(google::protobuf::Message& message, Random& random);

}  // namespace tradelane::test
