// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/load.hpp"

namespace tradelane::ebl {
std::optional<Load> load_of(const std::vector<BillFacts>& facts) {
  Load out;
  std::vector<std::string> containers;
  for (const BillFacts& one : facts) {
    if (one.packages > most_packages - out.packages) return std::nullopt;
    out.packages += one.packages;
    const auto grams = add(out.grams, one.gross_weight_g);
    if (!grams) return std::nullopt;
    out.grams = *grams;
    containers.insert(containers.end(), one.containers.begin(), one.containers.end());
  }
  out.containers = Set<std::string>::of(containers);
  return out;
}

}  // namespace tradelane::ebl
