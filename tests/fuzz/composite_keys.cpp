// SPDX-License-Identifier: Apache-2.0
// Composite keys: what can be split is what was built, and the other way round.
#include <algorithm>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/ledger/key.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

void split_then_build(std::string_view key) {
  const auto split = ledger::split_key(key);
  if (!split) return;
  const auto& [type, parts] = *split;
  const bool fits =
      ledger::fits_a_key(type) &&
      std::all_of(parts.begin(), parts.end(), [](auto& p) { return ledger::fits_a_key(p); });
  // A key of a chaincode that is not ours may hold what we would not put there.
  if (fits) require(ledger::composite_key(type, parts) == key, "a split key builds itself again");
}

void build_then_split(Source source) {
  const std::string type(source.piece());
  std::vector<std::string> parts;
  while (!source.empty()) parts.emplace_back(source.piece());
  std::string key;
  try {
    key = ledger::composite_key(type, parts);
  } catch (const Fault&) {
    const bool fits = !type.empty() && ledger::fits_a_key(type) &&
                      std::all_of(parts.begin(), parts.end(),
                                  [](auto& part) { return ledger::fits_a_key(part); });
    require(!fits, "what fits a key can be built");
    return;
  }
  const auto split = ledger::split_key(key);
  require(split && split->first == type && split->second == parts, "what was built can be split");
}

}  // namespace

void composite_keys(std::string_view bytes) {
  split_then_build(bytes);
  build_then_split(Source(bytes));
}

}  // namespace tradelane::fuzz
