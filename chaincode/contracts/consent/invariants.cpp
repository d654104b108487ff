// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/effects.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {
namespace {

bool revoked_stays_revoked(const std::optional<Consent>& before,
                           const std::optional<Consent>& after) {
  if (!after) return false;
  return !before || before->state != State::revoked || *before == *after;
}

bool never_wider(const std::optional<Consent>&, const std::optional<Consent>& after) {
  return !after || !after->grant || widened_field(after->request, *after->grant).empty();
}

bool request_is_fixed(const std::optional<Consent>& before, const std::optional<Consent>& after) {
  if (!before) return after && after->seq == 1;
  return after && after->id == before->id && after->owner == before->owner &&
         after->provider == before->provider && after->request == before->request &&
         after->seq == before->seq + 1;
}

bool counts_up(const std::optional<ConsentUse>& before, const std::optional<ConsentUse>& after) {
  if (!after) return false;
  return after->used == (before ? before->used + 1 : 0);
}

bool journal_is_final(const std::optional<Access>& before, const std::optional<Access>& after) {
  return !before && after && (after->decision == Decision::deny) == after->reason.has_value();
}

/// A use is counted only together with a row of the journal that allows it.
bool every_use_is_journalled(const contract::ChangeSet& set) {
  for (const auto& use : set.of<ConsentUse>("CNSUSE")) {
    if (!use.before) continue;
    const auto rows = set.of<Access>("ACC");
    if (rows.size() != 1 || !rows.front().after || rows.front().after->decision != Decision::allow)
      return false;
  }
  return true;
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  using contract::on_each;
  return {on_each<Consent>("CI1", "CNS", revoked_stays_revoked),
          on_each<Consent>("CI2", "CNS", never_wider),
          on_each<Consent>("CI3", "CNS", request_is_fixed),
          on_each<ConsentUse>("CI4", "CNSUSE", counts_up),
          on_each<Access>("CI5", "ACC", journal_is_final),
          {.id = "CI6", .holds = every_use_is_journalled}};
}

}  // namespace tradelane::consent
