// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/records.hpp"

namespace tradelane {
template struct FieldsCodec<ebl::Bill>;
template struct FieldsCodec<ebl::Step>;
template struct FieldsCodec<ebl::SurrenderRef>;
template struct FieldsCodec<ebl::HeldBill>;
template struct FieldsCodec<ebl::AttachedDocument>;
template struct FieldsCodec<ebl::Safety>;
template struct FieldsCodec<ebl::Recovery>;
template struct FieldsCodec<ebl::PaperSet>;
}  // namespace tradelane
