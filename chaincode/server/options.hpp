// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/server/option.hpp"

namespace tradelane::server {

/// Every key, in the order in which help prints them.
const std::vector<Option>& options();
/// Null when there is no such key.
const Option* find_option(const std::string& name);
/// Says where the known ones are listed.
Error unknown_key(const std::string& name);

}  // namespace tradelane::server
