// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

bool boot_is_final(const std::optional<Boot>& before, const std::optional<Boot>& after) {
  return after && (!before || *before == *after);
}

bool party_keeps_itself(const std::optional<Party>& before, const std::optional<Party>& after) {
  if (!after) return false;
  if (!before) return after->seq == 1;
  return after->id == before->id && after->msp == before->msp &&
         after->identity == before->identity && after->seq == before->seq + 1;
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  return {contract::on_each<Boot>("PI1", "BOOT", boot_is_final),
          contract::on_each<Party>("PI2", "PARTY", party_keeps_itself)};
}

}  // namespace tradelane::party
