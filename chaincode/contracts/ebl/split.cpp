// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/load.hpp"
#include "chaincode/contracts/ebl/successor.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t fewest_children = 2;
constexpr std::size_t most_children = 10;

Set<BillId> ids_of(const std::vector<NewBill>& children) {
  std::vector<BillId> out;
  for (const NewBill& child : children) out.push_back(child.bill_id);
  return Set<BillId>::of(out);
}

/// How many, and under which ids.
Result<> check_children(const Split& in, const Context& tx) {
  if (in.children.size() < fewest_children)
    return refuse(Code::arg_malformed, "B133").with_at("/children");
  if (in.children.size() > most_children)
    return refuse(Code::arg_limit, "B133", "at most 10 children").with_at("/children");
  if (ids_of(in.children).size() != in.children.size())
    return refuse(Code::arg_malformed, "B134").with_at("/children");
  for (const NewBill& child : in.children) {
    if (parts_of(child.bill_id)[0] != parts_of(in.bill_id)[0])
      return refuse(Code::ebl_version, "B135", child.bill_id.text());
    if (const auto is_free = check_unused(child.bill_id, tx); !is_free) return is_free.error();
  }
  return Done{};
}

/// Each child is sound, and all of them cover what the parent covers.
Result<> check_quantities(const Split& in, const Bill& parent, const Context& tx) {
  const auto issuer = tx.ledger.find(contract::key::party(parent.issuer));
  std::vector<BillFacts> parts;
  for (const NewBill& child : in.children) {
    auto sound = check_issuance(child.bill_id, parent.kind, child.commitments, *issuer, tx);
    if (!sound) return sound.error();
    parts.push_back(std::move(sound->facts));
  }
  const auto whole = tx.openings.take<BillFacts>(parent.facts, "facts");
  if (!whole) return whole.error();
  const auto sum = load_of(parts);
  if (!sum || *sum != load_of({*whole})) return refuse(Code::ebl_quantity_mismatch, "B136");
  return Done{};
}

}  // namespace

/// Split: several bills in the place of one, each for a part of the goods, in the hands that
/// surrendered it. Rules: README.md, B119 to B122 and B133 to B136.
Result<Changes> split(const Split& in, const Context& tx) {
  // authorise: the issuer, which has the bill to amend it
  const auto acting = amending(in.bill_id, in.signatures, "COD", tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Split");

  // check: new ids, sound documents, and nothing gained or lost
  const Bill& bill = acting->bill;
  if (const auto sound = check_children(in, tx); !sound) return sound.error();
  if (const auto able = check_in_hands_of(bill.holder, tx); !able) return able.error();
  if (const auto fits = check_quantities(in, bill, tx); !fits) return fits.error();

  // apply
  Bill parent = bill;
  Links links = parent.links.value_or(Links{});
  links.replaced_by = ids_of(in.children);
  parent.links = links;
  parent.status = Status::split;

  // emit: the parent ends where the children begin; its facts stay beside theirs
  const Move move = acting->move(tx, "SPLIT", bill.holder);
  Changes changes = advance(tx.ledger, std::move(parent), move, "ebl.Split");
  std::vector<Digest> openings{bill.facts};
  for (const NewBill& child : in.children) {
    const auto& [issuance, facts] = child.commitments;
    Bill part = in_place_of(bill, child.bill_id, issuance, facts);
    part.links = Links{.split_from = bill.id};
    changes = std::move(changes).merge(begun(tx.ledger, std::move(part), move, "ebl.Split"));
    openings.insert(openings.end(), {issuance, facts});
  }
  return std::move(changes).merge(kept(openings, bill, tx));
}

}  // namespace tradelane::ebl
