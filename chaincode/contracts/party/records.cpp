// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/records.hpp"

#include <algorithm>

namespace tradelane {
template struct FieldsCodec<party::Format>;
template struct FieldsCodec<party::RetiredKey>;
template struct FieldsCodec<party::Dispute>;
template struct FieldsCodec<party::LawfulIdentifier>;
template struct FieldsCodec<party::Platform>;
template struct FieldsCodec<party::PlatformCode>;
}  // namespace tradelane

bool tradelane::party::ReasonTag::valid(std::string_view text) {
  const auto fits = [](char c) { return is_upper_or_digit(c) || c == '_'; };
  return !text.empty() && text.size() <= 32 && is_upper(text.front()) &&
         std::all_of(text.begin(), text.end(), fits);
}
