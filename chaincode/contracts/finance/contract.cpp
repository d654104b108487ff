// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/contract.hpp"

#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {

contract::Contract contract() {
  using namespace contract;
  const Who banks = who::with({Role::bank});
  return {
      .name = "finance",
      .transactions = {on<OpenFacility>("OpenFacility", banks, open_facility),
                       on<Apply>("Apply", banks, apply),
                       on<RecordScreening>("RecordScreening", banks, record_screening),
                       on<Offer>("Offer", banks, offer),
                       on<Accept>("Accept", who::members(), accept),
                       on<Secure>("Secure", banks, secure),
                       on<RequestDrawdown>("RequestDrawdown", banks, request_drawdown),
                       on<ConfirmDisbursement>("ConfirmDisbursement", banks, confirm_disbursement),
                       on<RecordRepayment>("RecordRepayment", banks, record_repayment),
                       on<Release>("Release", banks, release),
                       query<Get, LoanView>("Get", who::members(), get)},
      .invariants = invariants()};
}

}  // namespace tradelane::finance
