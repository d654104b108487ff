// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/party_record.hpp"

#include "chaincode/codec/identifier.hpp"

namespace tradelane {
template struct FieldsCodec<contract::Boot>;
template struct FieldsCodec<contract::Party>;
template struct FieldsCodec<contract::DefaultParty>;
}  // namespace tradelane

bool tradelane::contract::PlaceTag::valid(std::string_view text) {
  return is_unlocode(text) && Country::parse(text.substr(0, 2)).has_value();
}
