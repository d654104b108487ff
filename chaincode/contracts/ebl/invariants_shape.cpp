// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contract/openings.hpp"
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/load.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

using contract::ChangeSet;

Links links_of(const Bill& bill) { return bill.links.value_or(Links{}); }

bool is_born(const contract::Change<Bill>& change) { return !change.before && change.after; }

bool turns_into(const contract::Change<Bill>& change, Status status) {
  return change.before && change.after && change.before->status != status &&
         change.after->status == status;
}

// I12: nothing gained, nothing lost -------------------------------------------------------------

/// The facts behind a commitment, from the openings that this transaction writes.
std::optional<BillFacts> written_facts(const ChangeSet& set, const Digest& commitment) {
  const std::string key = contract::opening_key(commitment);
  for (const auto& [place, write] : set.changes().writes()) {
    if (place.collection.empty() || place.key != key) continue;
    const auto opening = parse_json(write.value);
    const Json* value = opening ? opening->find("facts") : nullptr;
    if (value == nullptr) return std::nullopt;
    const auto facts = from_json<BillFacts>(*value);
    return facts ? std::optional(*facts) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Load> load_of(const ChangeSet& set, const std::vector<Bill>& bills) {
  std::vector<BillFacts> all;
  for (const Bill& bill : bills) {
    const auto facts = written_facts(set, bill.facts);
    if (!facts) return std::nullopt;
    all.push_back(*facts);
  }
  return ebl::load_of(all);
}

bool are_in_the_same_hands(const Bill& a, const Bill& b) {
  return a.holder == b.holder && a.owner == b.owner && a.issuer == b.issuer && a.kind == b.kind &&
         !a.pledge && !b.pledge;
}

/// Several bills on one side of a split or consolidation, one on the other.
bool is_even(const ChangeSet& set, const Bill& one, const std::vector<Bill>& many) {
  if (many.size() < 2) return false;
  for (const Bill& bill : many)
    if (!are_in_the_same_hands(one, bill)) return false;
  const auto sum = load_of(set, many);
  return sum && sum == load_of(set, {one});
}

/// The bills `ids` as this transaction leaves them; nothing unless all of them are `changed` by it.
template <class Changed>
std::vector<Bill> bills_of(const ChangeSet& set, const Set<BillId>& ids, const Changed& changed) {
  std::vector<Bill> out;
  for (const auto& change : set.of<Bill>("EBL"))
    if (change.after && ids.contains(change.after->id) && changed(change))
      out.push_back(*change.after);
  if (out.size() != ids.size()) out.clear();
  return out;
}

/// I12: children cover what their parents covered, and belong to whom those belonged.
bool goods_are_conserved(const ChangeSet& set) {
  for (const auto& change : set.of<Bill>("EBL")) {
    if (turns_into(change, Status::split)) {
      const auto children = bills_of(set, links_of(*change.after).replaced_by, is_born);
      if (!is_even(set, *change.after, children)) return false;
      for (const Bill& child : children)
        if (links_of(child).split_from != change.after->id) return false;
    }
    if (turns_into(change, Status::merged)) {
      const auto into = links_of(*change.after).merged_into;
      const auto whole = into ? set.after(key::bill(*into)) : std::nullopt;
      if (!whole || whole->seq != 1) return false;
      const auto parents = bills_of(set, links_of(*whole).replaces, [](const auto& parent) {
        return turns_into(parent, Status::merged);
      });
      if (!is_even(set, *whole, parents)) return false;
    }
    if (is_born(change) && links_of(*change.after).split_from) {
      const auto parent = set.after(key::bill(*links_of(*change.after).split_from));
      if (!parent || parent->status != Status::split ||
          !links_of(*parent).replaced_by.contains(change.after->id))
        return false;
    }
  }
  return true;
}

// I15: one live record of one title --------------------------------------------------------------

bool gives_way(const ChangeSet& set, const BillId& old, const Bill& next) {
  const auto bill = set.after(key::bill(old));
  if (!bill || bill->issuer != next.issuer) return false;
  switch (bill->status) {
    case Status::voided:
      return links_of(*bill).replaced_by == Set<BillId>{next.id};
    case Status::merged:
      return links_of(*bill).merged_into == next.id;
    case Status::converted_to_paper:
      return next.changed_medium;
    default: {
      const auto recovery = set.after(key::recovery(old));
      return recovery && recovery->state == RecoveryState::completed &&
             recovery->replaced_by == next.id;
    }
  }
}

/// Paper that ends with the birth of a bill, or lives from the end of one on.
bool paper_fits(const ChangeSet& set, const contract::Change<PaperSet>& change) {
  if (!change.after) return false;
  const PaperSet& paper = *change.after;
  if (paper.seq != (change.before ? change.before->seq : 0) + 1) return false;
  if (paper.state == PaperState::live) {
    if (change.before || !paper.from || paper.replaced_by) return false;
    const auto former = set.after(key::bill(*paper.from));
    return former && former->status == Status::converted_to_paper &&
           links_of(*former).paper_ref == change.key[1];
  }
  if (change.before &&
      (change.before->state != PaperState::live || change.before->from != paper.from ||
       change.before->originals != paper.originals))
    return false;
  const auto next = paper.replaced_by ? set.after(key::bill(*paper.replaced_by)) : std::nullopt;
  return next && next->seq == 1 && next->changed_medium &&
         links_of(*next).paper_ref == change.key[1];
}

/// Some paper set is written here in this state, for this bill.
bool is_told(const ChangeSet& set, PaperState state, const Bill& bill) {
  const auto sets = set.of<PaperSet>("EBLPAPER");
  return std::any_of(sets.begin(), sets.end(), [&](const auto& change) {
    if (!change.after || change.after->state != state) return false;
    return state == PaperState::live ? change.after->from == bill.id
                                     : change.after->replaced_by == bill.id;
  });
}

/// I15: what takes the place of a bill or of paper begins when that ends, and not before.
bool title_is_single(const ChangeSet& set) {
  for (const auto& change : set.of<PaperSet>("EBLPAPER"))
    if (!paper_fits(set, change)) return false;
  for (const auto& change : set.of<Bill>("EBL")) {
    if (!change.after) return false;
    const Links links = links_of(*change.after);
    if (turns_into(change, Status::converted_to_paper) &&
        !is_told(set, PaperState::live, *change.after))
      return false;
    if (turns_into(change, Status::voided))
      for (const BillId& id : links.replaced_by) {
        const auto next = set.after(key::bill(id));
        if (!next || next->seq != 1 || !links_of(*next).replaces.contains(change.after->id))
          return false;
      }
    if (!is_born(change)) continue;
    if (links.paper_ref && !is_told(set, PaperState::surrendered, *change.after)) return false;
    for (const BillId& old : links.replaces)
      if (!gives_way(set, old, *change.after)) return false;
  }
  return true;
}

}  // namespace

std::vector<contract::Invariant> invariants_shape() {
  return {{.id = "I12", .holds = goods_are_conserved}, {.id = "I15", .holds = title_is_single}};
}

}  // namespace tradelane::ebl
