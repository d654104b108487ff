// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "chaincode/contracts/ebl/amended.hpp"
#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/successor.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// What a reissue does not change: whose goods they are is for a switch bill to say.
constexpr std::array<const char*, 3> kept_parties{
    "/documentParties/shipper", "/documentParties/consignee", "/documentParties/endorsee"};

/// The new document is sound, and the list of what is amended in it is the whole list.
Result<std::vector<std::string>> check_amendment(const ReplaceBill& in, const Bill& old,
                                                 const Context& tx) {
  const auto issuer = tx.ledger.find(contract::key::party(old.issuer));
  const IssueCommitments now{.issuance = in.commitments.issuance, .facts = in.commitments.facts};
  const auto issuance = check_issuance(in.new_bill_id, old.kind, now, *issuer, tx);
  if (!issuance) return issuance.error();
  const auto former = tx.openings.open(old.issuance, "issuance");
  if (!former) return former.error();
  auto amended = amended_places(*former->find("document"), issuance->document());
  const auto told = tx.openings.take<std::vector<std::string>>(in.commitments.changes, "changes");
  if (!told) return told.error();
  if (*told != amended) return refuse(Code::private_value, "B123");
  return amended;
}

/// The old bill is void and the new one issued, in one transaction; each names the other.
Changes replaced(const ReplaceBill& in, const Acting& acting, const char* type, const Context& tx) {
  Bill old = acting.bill;
  Links forth = old.links.value_or(Links{});
  forth.replaced_by = {in.new_bill_id};
  old.links = forth;
  old.status = Status::voided;
  Bill next = in_place_of(old, in.new_bill_id, in.commitments.issuance, in.commitments.facts);
  next.links = Links{.replaces = {old.id}};

  Move move = acting.move(tx, "VOIDED", old.holder);
  move.payload = in.commitments.changes;
  const auto& [issuance, facts, changes] = in.commitments;
  return advance(tx.ledger, std::move(old), move, type)
      .merge(begun(tx.ledger, next, move, type))
      .merge(kept({issuance, facts, changes}, next, tx));
}

}  // namespace

/// Reissue: the amended bill goes back to the hands that surrendered it, as the next version of
/// the same document. Rules: README.md, B119 to B125.
Result<Changes> reissue(const ReplaceBill& in, const Context& tx) {
  // authorise: the issuer, which has the bill to amend it
  const auto acting = amending(in.bill_id, in.signatures, "COD", tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Reissue");
  const Bill& bill = acting->bill;

  // check: the next version, of the same parties, with a list of all that is amended
  if (!follows(in.new_bill_id, bill.id)) return refuse(Code::ebl_version, "B124");
  if (const auto is_free = check_unused(in.new_bill_id, tx); !is_free) return is_free.error();
  if (const auto able = check_in_hands_of(bill.holder, tx); !able) return able.error();
  const auto amended = check_amendment(in, bill, tx);
  if (!amended) return amended.error();
  for (const char* party : kept_parties)
    if (touches(*amended, party)) return refuse(Code::ebl_td_invalid, "B125", party);

  // apply and emit
  return replaced(in, *acting, "ebl.Reissue", tx);
}

/// SwitchBill: other parties and ports, and if need be another reference, for a bill that goes back
/// to the hands that surrendered it. Rules: B119 to B123 and B126.
Result<Changes> switch_bill(const ReplaceBill& in, const Context& tx) {
  // authorise: the issuer, with the consent of the holder that asked for the switch
  const auto acting = amending(in.bill_id, in.signatures, "SWI", tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.SwitchBill");
  const Bill& bill = acting->bill;

  // check: another document of the same carrier, with a list of all that is amended
  const auto now = parts_of(in.new_bill_id);
  const auto before = parts_of(bill.id);
  const bool is_other = now[0] == before[0] && now[1] != before[1];
  if (!is_other && !follows(in.new_bill_id, bill.id)) return refuse(Code::ebl_version, "B126");
  if (const auto is_free = check_unused(in.new_bill_id, tx); !is_free) return is_free.error();
  if (const auto able = check_in_hands_of(bill.holder, tx); !able) return able.error();
  if (const auto amended = check_amendment(in, bill, tx); !amended) return amended.error();

  // apply and emit
  return replaced(in, *acting, "ebl.SwitchBill", tx);
}

}  // namespace tradelane::ebl
