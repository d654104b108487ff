// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "adapters/cdi/wire.hpp"
#include "chaincode/base/result.hpp"

/// Bytes to wire structs, strictly: unknown and missing fields, wrong types, double names and
/// unsorted sets are refused with ARG_MALFORMED, `at` points to them. Pure functions.
namespace tradelane::cdi {

Result<ActMessage> decode_act(std::string_view body);
Result<DataRequestMessage> decode_data_request(std::string_view body);
Result<ReadStatement> decode_read(std::string_view payload);

/// What the data node answers.
Result<NodeOpenings> decode_openings(std::string_view body);

}  // namespace tradelane::cdi
