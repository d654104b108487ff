// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/evidence/verbs.hpp"

namespace tradelane::evidence {
namespace {

bool head_moves_by_one(const std::optional<FeedHead>& before,
                       const std::optional<FeedHead>& after) {
  if (!after) return false;
  return before ? after->seq == before->seq + 1 && after->digest : after->seq == 0;
}

bool frozen_stays_frozen(const std::optional<Feed>& before, const std::optional<Feed>& after) {
  if (!after) return false;
  if (!before) return after->state == FeedState::active;
  return before->state == FeedState::active && after->source_node == before->source_node &&
         after->keys == before->keys;
}

bool versions_count_up(const std::optional<Evidence>& before,
                       const std::optional<Evidence>& after) {
  if (!after) return false;
  if (!before) return after->latest_version == 1;
  return after->latest_version == before->latest_version + 1 && after->owner == before->owner &&
         before->published_at <= after->published_at;
}

bool version_is_final(const std::optional<EvidenceVersion>& before,
                      const std::optional<EvidenceVersion>& after) {
  return !before && after;
}

/// Each newest version is written together with the envelope that it speaks of.
bool evidence_has_its_envelope(const contract::ChangeSet& set) {
  for (const auto& change : set.of<Evidence>("EVD")) {
    if (!change.after) return false;
    const auto version = set.after(key::version(change.after->id, change.after->latest_version));
    if (!version || version->envelope.evidence_id() != change.after->id) return false;
  }
  return true;
}

bool match_is_final(const std::optional<Match>& before, const std::optional<Match>& after) {
  return !before && after;
}

/// Nobody can make a match look better than its rules found it.
bool match_says_the_worst(const std::optional<Match>&, const std::optional<Match>& after) {
  if (!after) return true;
  Level worst_level = Level::ok;
  for (const Verdict& verdict : after->verdicts) worst_level = std::max(worst_level, verdict.level);
  return after->overall == worst_level && !after->verdicts.empty() && !after->evidence.empty();
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  using contract::on_each;
  return {on_each<FeedHead>("EI1", "FEEDHEAD", head_moves_by_one),
          on_each<Feed>("EI2", "FEED", frozen_stays_frozen),
          on_each<Evidence>("EI3", "EVD", versions_count_up),
          on_each<EvidenceVersion>("EI4", "EVDV", version_is_final),
          {.id = "EI5", .holds = evidence_has_its_envelope},
          on_each<Match>("EI6", "MATCH", match_is_final),
          on_each<Match>("EI7", "MATCH", match_says_the_worst)};
}

}  // namespace tradelane::evidence
