// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contract/invariant.hpp"
#include "chaincode/contracts/ebl/queries.hpp"
#include "chaincode/contracts/ebl/transactions.hpp"

/// The transaction functions, for contract.cpp. Rules: README.md.
namespace tradelane::ebl {

using contract::Context;
using ledger::Changes;

Result<Changes> issue(const Issue& in, const Context& tx);
Result<Changes> transfer(const Transfer& in, const Context& tx);
Result<Changes> accept_transfer(const OnBill& in, const Context& tx);
Result<Changes> decline_transfer(const OnBill& in, const Context& tx);
Result<Changes> nominate(const Nominate& in, const Context& tx);
Result<Changes> endorse(const Endorsement& in, const Context& tx);
Result<Changes> endorse_to_order(const Endorsement& in, const Context& tx);
Result<Changes> blank_endorse(const OnBill& in, const Context& tx);
Result<Changes> transfer_owners(const TransferOwners& in, const Context& tx);
Result<Changes> reject_owner(const OnBill& in, const Context& tx);
Result<Changes> reject_holder(const OnBill& in, const Context& tx);
Result<Changes> reject_both(const OnBill& in, const Context& tx);
Result<Changes> pledge(const OfferPledge& in, const Context& tx);
Result<Changes> accept_pledge(const AcceptPledge& in, const Context& tx);
Result<Changes> release_pledge(const OnBill& in, const Context& tx);
Result<Changes> enforce_pledge(const EnforcePledge& in, const Context& tx);
Result<Changes> sign(const OnBill& in, const Context& tx);
Result<Changes> attach_document(const AttachDocument& in, const Context& tx);
Result<Changes> add_remark(const AddRemark& in, const Context& tx);
Result<Changes> void_bill(const OnBill& in, const Context& tx);
Result<Changes> record_delivery(const RecordDelivery& in, const Context& tx);
Result<Changes> request_surrender(const RequestSurrender& in, const Context& tx);
Result<Changes> cancel_surrender(const OnBill& in, const Context& tx);
Result<Changes> answer_surrender(const AnswerSurrender& in, const Context& tx);
Result<Changes> reissue(const ReplaceBill& in, const Context& tx);
Result<Changes> switch_bill(const ReplaceBill& in, const Context& tx);
Result<Changes> convert_to_paper(const ToPaper& in, const Context& tx);
Result<Changes> convert_from_paper(const FromPaper& in, const Context& tx);
Result<Changes> split(const Split& in, const Context& tx);
Result<Changes> consolidate(const Consolidate& in, const Context& tx);
Result<Changes> freeze(const FreezeBill& in, const Context& tx);
Result<Changes> unfreeze(const FreezeBill& in, const Context& tx);
Result<Changes> pause(const PauseBills& in, const Context& tx);
Result<Changes> resume(const PauseBills& in, const Context& tx);
Result<Changes> request_recovery(const RequestRecovery& in, const Context& tx);
Result<Changes> cancel_recovery(const CancelRecovery& in, const Context& tx);
Result<Changes> complete_recovery(const CompleteRecovery& in, const Context& tx);
Result<BillView> get(const Get& in, const Context& tx);
Result<HistoryView> history(const HistoryAsked& in, const Context& tx);
Result<ChainView> endorsement_chain(const AskChain& in, const Context& tx);
Result<VerifyView> verify(const Verify& in, const Context& tx);
Result<ControlView> prove_control(const ProveControl& in, const Context& tx);
Result<HeldView> list_held(const ListHeld& in, const Context& tx);
std::vector<contract::Invariant> invariants();
/// Parts of it: surrender and stops; shape and medium.
std::vector<contract::Invariant> invariants_surrender();
std::vector<contract::Invariant> invariants_shape();

}  // namespace tradelane::ebl
