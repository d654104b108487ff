// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/contract.hpp"

#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

contract::Contract contract() {
  using namespace contract;
  const Who members = who::members();
  return {
      .name = "ebl",
      .transactions = {on<Issue>("Issue", who::with({Role::carrier}), issue),
                       on<Transfer>("Transfer", members, transfer),
                       on<OnBill>("AcceptTransfer", members, accept_transfer),
                       on<OnBill>("DeclineTransfer", members, decline_transfer),
                       on<Nominate>("Nominate", members, nominate),
                       on<Endorsement>("Endorse", members, endorse),
                       on<Endorsement>("EndorseToOrder", members, endorse_to_order),
                       on<OnBill>("BlankEndorse", members, blank_endorse),
                       on<TransferOwners>("TransferOwners", members, transfer_owners),
                       on<OnBill>("RejectOwner", members, reject_owner),
                       on<OnBill>("RejectHolder", members, reject_holder),
                       on<OnBill>("RejectBoth", members, reject_both),
                       on<OfferPledge>("Pledge", members, pledge),
                       on<AcceptPledge>("AcceptPledge", members, accept_pledge),
                       on<OnBill>("ReleasePledge", members, release_pledge),
                       on<EnforcePledge>("EnforcePledge", members, enforce_pledge),
                       on<OnBill>("Sign", members, sign),
                       on<AttachDocument>("AttachDocument", members, attach_document),
                       on<AddRemark>("AddRemark", members, add_remark),
                       on<OnBill>("Void", members, void_bill),
                       on<RecordDelivery>("RecordDelivery", members, record_delivery),
                       on<RequestSurrender>("RequestSurrender", members, request_surrender),
                       on<OnBill>("CancelSurrender", members, cancel_surrender),
                       on<AnswerSurrender>("AnswerSurrender", members, answer_surrender),
                       on<ReplaceBill>("Reissue", members, reissue),
                       on<ReplaceBill>("SwitchBill", members, switch_bill),
                       on<ToPaper>("ConvertToPaper", members, convert_to_paper),
                       on<FromPaper>("ConvertFromPaper", who::with({Role::carrier}),
                                     convert_from_paper),
                       on<Split>("Split", members, split),
                       on<Consolidate>("Consolidate", members, consolidate),
                       on<FreezeBill>("Freeze", who::operators(), freeze),
                       on<FreezeBill>("Unfreeze", who::operators(), unfreeze),
                       on<PauseBills>("Pause", who::operators(), pause),
                       on<PauseBills>("Resume", who::operators(), resume),
                       on<RequestRecovery>("RequestRecovery", who::operators(), request_recovery),
                       on<CancelRecovery>("CancelRecovery", members, cancel_recovery),
                       on<CompleteRecovery>("CompleteRecovery", members, complete_recovery),
                       query<Get, BillView>("Get", members, get),
                       query<HistoryAsked, HistoryView>("History", members, history),
                       query<AskChain, ChainView>("EndorsementChain", members, endorsement_chain),
                       query<Verify, VerifyView>("Verify", members, verify),
                       query<ProveControl, ControlView>("ProveControl", members, prove_control),
                       query<ListHeld, HeldView>("ListHeld", members, list_held)},
      .invariants = invariants()};
}

}  // namespace tradelane::ebl
