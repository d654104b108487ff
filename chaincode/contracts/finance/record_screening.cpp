// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {

/// RecordScreening: the lender has looked at sanctions lists, whatever it found. Rules: README.md,
/// F27 and F28.
Result<Changes> record_screening(const RecordScreening& in, const Context& tx) {
  // authorise: the loan's lender
  const auto acting = lender_act(in.loan_id, tx);
  if (!acting) return acting.error();

  // check: the same again is harmless; a screening is of the borrower at least
  const ledger::Entry entry{.type = "finance.RecordScreening", .id = in.screening_id.text()};
  const auto old = tx.ledger.find(key::screening(in.loan_id, in.screening_id));
  if (old && old->screening != in.commitments.screening)
    return refuse(Code::record_conflict, "F27", "screening");
  if (old) return Changes::unchanged(entry);
  const auto screening = tx.openings.take<Screening>(in.commitments.screening, "screening");
  if (!screening) return screening.error();
  if (!screening->screened.contains(acting->loan.borrower))
    return refuse(Code::private_value, "F28");

  // apply
  const ScreeningRecord next{.id = in.screening_id,
                             .loan = in.loan_id,
                             .screening = in.commitments.screening,
                             .at = tx.time};

  // emit: the lender keeps what was found
  return Changes{}
      .put(key::screening(in.loan_id, in.screening_id), next)
      .merge(tx.openings.copy(in.commitments.screening, Set<MspId>{tx.caller.msp}))
      .emit(entry);
}

}  // namespace tradelane::finance
