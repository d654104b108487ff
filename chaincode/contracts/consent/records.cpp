// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/records.hpp"

namespace tradelane {
template struct FieldsCodec<consent::Consent>;
template struct FieldsCodec<consent::ConsentUse>;
template struct FieldsCodec<consent::Access>;
}  // namespace tradelane
