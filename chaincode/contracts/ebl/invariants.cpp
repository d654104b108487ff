// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/changed_bills.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// I8: a surrender reference belongs to one bill and is answered once.
bool reference_answers_once(const std::optional<SurrenderRef>& before,
                            const std::optional<SurrenderRef>& after) {
  if (!after) return false;
  if (!before) return !after->answer;
  return before->bill == after->bill && !before->answer && after->answer;
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  std::vector<contract::Invariant> all{
      contract::on_each<SurrenderRef>("I8", "SURREF", reference_answers_once)};
  for (const auto& part :
       {invariants_title(), invariants_surrender(), invariants_shape(), invariants_chain()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace tradelane::ebl
