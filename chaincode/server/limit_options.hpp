// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "chaincode/server/option.hpp"

/// The keys that bound what transactions and peers may use. Sources of the defaults: reliability.md
/// 3.4, performance.md 3.10.
namespace tradelane::server {

/// How transactions are run, and how many at once.
std::vector<Option> run_options();
/// What one of them may use.
std::vector<Option> transaction_options();
/// What one end of a connection may make us hold, and how long it may take.
std::vector<Option> transport_options();

}  // namespace tradelane::server
