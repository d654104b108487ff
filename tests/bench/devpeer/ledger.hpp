// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>

namespace tradelane::bench {

/// Fills the ledger file `path` with so many keys of the chaincode `bench`, 10,000 a block, and
/// dies as by kill -9, so that the file is as a crash leaves it. Runs in a process of its own.
/// Throws `Fault` when that process ends otherwise.
void fill_and_die(const std::string& path, std::size_t keys);

}  // namespace tradelane::bench
