// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/finance/effects.hpp"

/// Whose act on a loan it is: the lender's own, or one of the borrower or of a witness that the
/// lender submits. What the actor may do in which state is the transaction's question.
namespace tradelane::finance {

/// A loan, and the present act on it.
struct Acting {
  Loan loan = {};
  contract::Act act = {};
};

/// "loan/<id>" in its present state.
contract::Subject subject_of(const LoanId& id, const std::optional<Loan>& known);

/// The answer to an act that was done before.
ledger::Changes unchanged(const std::string& entry_type, const Loan& loan);

/// The borrower's signature over the present call. ACT_… (A1 to A5), then PARTY_INACTIVE (F4).
Result<contract::Act> signed_by_borrower(const PartyId& borrower,
                                         const std::vector<contract::Signature>& signatures,
                                         const contract::Subject& subject,
                                         const contract::Context& tx);

/// The lender acts on its loan. FIN_UNKNOWN (F2), AUTH_DENIED (F3).
Result<Acting> lender_act(const LoanId& id, const contract::Context& tx);

/// The borrower acts on its loan and the lender submits. FIN_UNKNOWN (F2), AUTH_DENIED (F3), then
/// as `signed_by_borrower`.
Result<Acting> borrower_act(const LoanId& id, const std::vector<contract::Signature>& signatures,
                            const contract::Context& tx);

/// A payment on a loan, and who says so.
struct Witnessed {
  LoanId loan = {};
  Uetr uetr = {};
  PartyId witness = {};
};
struct PaymentActing {
  Loan loan = {};
  contract::Party witness = {};
  /// To be remembered by the loan and by the payment.
  Digest loan_act = {};
  contract::Act payment_act = {};
  /// The UETR was recorded before, by another act.
  bool is_used = false;
};
/// The witness of a payment signs, the lender submits. FIN_UNKNOWN (F2), AUTH_DENIED (F3), ACT_…
/// (A1 to A5; an unknown witness is ACT_KEY).
Result<PaymentActing> payment_act(const Witnessed& payment,
                                  const std::vector<contract::Signature>& signatures,
                                  const contract::Context& tx);

/// Openings are copied to the lender's organisation, and to nobody but lender and borrower.
bool copies_fit(const Set<MspId>& copies, const Loan& loan, const contract::Context& tx);

}  // namespace tradelane::finance
