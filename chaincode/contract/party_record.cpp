// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/party_record.hpp"

namespace tradelane {
template struct FieldsCodec<contract::Boot>;
template struct FieldsCodec<contract::Party>;
template struct FieldsCodec<contract::DefaultParty>;
}  // namespace tradelane
