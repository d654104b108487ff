// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/records.hpp"

namespace tradelane {
template struct FieldsCodec<finance::Claim>;
template struct FieldsCodec<finance::Facility>;
template struct FieldsCodec<finance::Loan>;
template struct FieldsCodec<finance::ScreeningRecord>;
template struct FieldsCodec<finance::DrawdownRecord>;
template struct FieldsCodec<finance::PaymentRecord>;
}  // namespace tradelane
