// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/identifier.hpp"
#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/successor.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::int64_t most_originals = 9;

/// A number as paper bills have it, and at least one original.
Result<> check_set(const std::string& number, std::int64_t originals) {
  if (!is_bill_number(number)) return refuse(Code::arg_malformed, "B127").with_at("/paperSet");
  if (originals < 1 || originals > most_originals)
    return refuse(Code::arg_malformed, "B127").with_at("/originals");
  return Done{};
}

/// The whole set is back with the carrier, for the first time: any original that is still out gets
/// the goods as well.
Result<> check_surrendered(const FromPaper& in, const std::optional<PaperSet>& known) {
  if (in.surrendered != in.originals)
    return refuse(Code::ebl_paper_live, "B129", "not all originals");
  if (!known) return Done{};
  if (known->state != PaperState::live) return refuse(Code::ebl_paper_live, "B130", "used before");
  if (known->originals != in.originals)
    return refuse(Code::ebl_paper_live, "B129", "another count of originals");
  return Done{};
}

/// Paper that was an electronic bill before becomes the next version of that bill, by its issuer.
Result<> check_descent(const FromPaper& in, const BillId& former, const Context& tx) {
  if (tx.ledger.find(key::bill(former))->issuer != tx.caller.party->id)
    return refuse(Code::ebl_not_entitled, "B131");
  if (!follows(in.bill_id, former)) return refuse(Code::ebl_version, "B132");
  return Done{};
}

}  // namespace

/// ConvertToPaper: the carrier has made out a paper set, and the electronic bill ends with it.
/// Rules: README.md, B119 to B121, B127 and B128.
Result<Changes> convert_to_paper(const ToPaper& in, const Context& tx) {
  // authorise: the issuer, at the wish of the holder that surrendered the bill for it
  const auto acting = amending(in.bill_id, in.signatures, "SWTP", tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.ConvertToPaper");

  // check: a paper set that nobody has heard of yet
  if (const auto sound = check_set(in.paper_set, in.originals); !sound) return sound.error();
  const auto place = key::paper(parts_of(in.bill_id)[0], in.paper_set);
  if (tx.ledger.exists(place)) return refuse(Code::ebl_paper_live, "B128", "used before");

  // apply
  Bill next = acting->bill;
  Links links = next.links.value_or(Links{});
  links.paper_ref = in.paper_set;
  next.links = links;
  next.status = Status::converted_to_paper;
  const PaperSet paper{.originals = in.originals,
                       .from = in.bill_id,
                       .statement = in.statement,
                       .at = contract::later(next.at, tx.time),
                       .seq = 1};

  // emit
  Move move = acting->move(tx, "MEDIUM_CHANGED", next.holder);
  move.payload = in.statement;
  return advance(tx.ledger, std::move(next), move, "ebl.ConvertToPaper").put(place, paper);
}

/// ConvertFromPaper: the carrier has taken back the whole paper set and issues an electronic bill
/// in its place. Rules: B3 to B8, B127 and B129 to B132.
Result<Changes> convert_from_paper(const FromPaper& in, const Context& tx) {
  // authorise: carriers, by the contract's table
  const auto act = contract::unsigned_act(tx, {.name = "bill/" + in.bill_id.text()});

  // check: a bill as any other, and paper that gets nobody the goods any more
  auto before = issued_before(in.bill_id, "ebl.ConvertFromPaper", tx);
  if (!before) return before.error();
  if (*before) return std::move(**before);
  if (const auto sound = check_set(in.paper_set, in.originals); !sound) return sound.error();
  const auto place = key::paper(parts_of(in.bill_id)[0], in.paper_set);
  const auto& known = tx.ledger.find(place);
  if (const auto is_back = check_surrendered(in, known); !is_back) return is_back.error();
  if (known && known->from)
    if (const auto fits = check_descent(in, *known->from, tx); !fits) return fits.error();
  if (const auto sound = check_issue(in, tx); !sound) return sound.error();

  // apply
  Bill bill = described(in, tx);
  bill.changed_medium = true;
  bill.links = Links{.paper_ref = in.paper_set};
  PaperSet paper = known.value_or(PaperSet{.originals = in.originals, .at = tx.time});
  if (paper.from) bill.links->replaces = {*paper.from};
  paper.state = PaperState::surrendered;
  paper.replaced_by = in.bill_id;
  paper.statement = in.statement;
  paper.at = contract::later(paper.at, tx.time);
  paper.seq += 1;

  // emit: the statement stands in the first step
  const Move move{.actor = bill.issuer,
                  .time = tx.time,
                  .txid = tx.txid,
                  .act = act.digest,
                  .payload = in.statement};
  return begun(tx.ledger, bill, move, "ebl.ConvertFromPaper")
      .put(place, paper)
      .merge(kept({bill.issuance, bill.facts}, bill, tx));
}

}  // namespace tradelane::ebl
