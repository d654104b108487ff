// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/load.hpp"
#include "chaincode/contracts/ebl/successor.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t fewest_parents = 2;
constexpr std::size_t most_parents = 10;

/// The first parent, whose act it is, and all the others in the same state.
Result<std::vector<Bill>> load_parents(const Consolidate& in, const Acting& acting,
                                       const Context& tx) {
  std::vector<Bill> out{acting.bill};
  for (const BillId& id : in.bill_ids) {
    if (id == acting.bill.id) continue;
    const auto& bill = tx.ledger.find(key::bill(id));
    if (!bill) return refuse(Code::ebl_unknown, "B1", id.text());
    if (const auto free = may_move(*bill, tx.ledger); !free) return free.error();
    if (const auto able = check_amendable(*bill, acting.actor, "COD"); !able) return able.error();
    out.push_back(*bill);
  }
  return out;
}

bool are_in_the_same_hands(const std::vector<Bill>& bills) {
  const Bill& first = bills.front();
  return std::all_of(bills.begin(), bills.end(), [&](const Bill& bill) {
    return bill.holder == first.holder && bill.owner == first.owner && bill.kind == first.kind &&
           bill.closed == first.closed && bill.legal_basis == first.legal_basis &&
           bill.acceptance == first.acceptance && parts_of(bill.id)[0] == parts_of(first.id)[0];
  });
}

/// The new bill is sound, and covers what all its parents cover.
Result<> check_quantities(const Consolidate& in, const std::vector<Bill>& parents,
                          const Context& tx) {
  const auto issuer = tx.ledger.find(contract::key::party(parents.front().issuer));
  const Kind kind = parents.front().kind;
  const auto sound = check_issuance(in.new_bill_id, kind, in.commitments, *issuer, tx);
  if (!sound) return sound.error();
  std::vector<BillFacts> parts;
  for (const Bill& parent : parents) {
    auto facts = tx.openings.take<BillFacts>(parent.facts, "facts");
    if (!facts) return facts.error();
    parts.push_back(std::move(*facts));
  }
  const auto sum = load_of(parts);
  if (!sum || *sum != load_of({sound->facts})) return refuse(Code::ebl_quantity_mismatch, "B136");
  return Done{};
}

/// `parent` has gone into the new bill.
Changes merged(Bill parent, const BillId& into, Move move, const Context& tx) {
  Links links = parent.links.value_or(Links{});
  links.merged_into = into;
  parent.links = links;
  parent.status = Status::merged;
  const contract::Subject subject{.name = "bill/" + parent.id.text(), .seq = parent.seq};
  move.act = contract::unsigned_act(tx, subject).digest;
  return advance(tx.ledger, std::move(parent), move, "ebl.Consolidate");
}

}  // namespace

/// Consolidate: one bill in the place of several that one party has surrendered. Rules: README.md,
/// B119 to B122 and B135 to B138.
Result<Changes> consolidate(const Consolidate& in, const Context& tx) {
  // authorise: the issuer, which has the bills to amend them
  if (in.bill_ids.size() < fewest_parents)
    return refuse(Code::arg_malformed, "B137").with_at("/billIds");
  if (in.bill_ids.size() > most_parents)
    return refuse(Code::arg_limit, "B137", "at most 10 bills").with_at("/billIds");
  const auto acting = amending(in.bill_ids.front(), in.signatures, "COD", tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Consolidate");

  // check: all in the same hands, a new id, a sound document, and nothing gained or lost
  const auto parents = load_parents(in, *acting, tx);
  if (!parents) return parents.error();
  if (!are_in_the_same_hands(*parents)) return refuse(Code::ebl_state, "B138", "in other hands");
  const Bill& first = acting->bill;
  if (parts_of(in.new_bill_id)[0] != parts_of(first.id)[0])
    return refuse(Code::ebl_version, "B135");
  if (const auto is_free = check_unused(in.new_bill_id, tx); !is_free) return is_free.error();
  if (const auto able = check_in_hands_of(first.holder, tx); !able) return able.error();
  if (const auto fits = check_quantities(in, *parents, tx); !fits) return fits.error();

  // apply
  Bill whole = in_place_of(first, in.new_bill_id, in.commitments.issuance, in.commitments.facts);
  whole.links = Links{.replaces = in.bill_ids};

  // emit: the parents end where the new bill begins; their facts stay beside its own
  const Move move = acting->move(tx, "MERGED", first.holder);
  Changes changes;
  std::vector<Digest> openings{whole.issuance, whole.facts};
  for (const Bill& parent : *parents) {
    changes = std::move(changes).merge(merged(parent, whole.id, move, tx));
    openings.push_back(parent.facts);
  }
  return std::move(changes)
      .merge(begun(tx.ledger, whole, move, "ebl.Consolidate"))
      .merge(kept(openings, whole, tx));
}

}  // namespace tradelane::ebl
