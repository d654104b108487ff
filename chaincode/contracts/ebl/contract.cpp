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
                       on<OfferPledge>("Pledge", members, pledge),
                       on<AcceptPledge>("AcceptPledge", members, accept_pledge),
                       on<OnBill>("ReleasePledge", members, release_pledge),
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
                       query<Get, HistoryView>("History", members, history)},
      .invariants = invariants()};
}

}  // namespace tradelane::ebl
