// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/records.hpp"

namespace tradelane {
template struct FieldsCodec<evidence::Feed>;
template struct FieldsCodec<evidence::FeedHead>;
template struct FieldsCodec<evidence::Evidence>;
template struct FieldsCodec<evidence::EvidenceVersion>;
template struct FieldsCodec<evidence::Match>;
}  // namespace tradelane
