// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "chaincode/server/option.hpp"

/// The keys of a process: who it is, where peers meet it, TLS, what its operator sees of it.
namespace tradelane::server {

std::vector<Option> identity_options();
std::vector<Option> tls_options();
std::vector<Option> operation_options();

}  // namespace tradelane::server
