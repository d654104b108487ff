// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "chaincode/contracts/ebl/records.hpp"

/// What bills cover, for those that are split and put together. Pure functions.
namespace tradelane::ebl {

/// JSON's integers go no further.
constexpr std::int64_t most_packages = (std::int64_t{1} << 53) - 1;

struct Load {
  std::int64_t packages = 0;
  Decimal grams = {};
  /// One that several bills share counts once.
  Set<std::string> containers = {};
  bool operator==(const Load&) const = default;
};

/// What all of them cover together; absent when that is more than can be counted.
std::optional<Load> load_of(const std::vector<BillFacts>& facts);

}  // namespace tradelane::ebl
