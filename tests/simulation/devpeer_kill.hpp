// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chaincode/devpeer/store.hpp"

namespace tradelane::simulation {

/// How often the embedded peer is killed, and how often a client of it, and where the random
/// numbers begin.
struct KillRun {
  std::size_t kills = 15;
  std::uint64_t seed = 0;
};
const KillRun& this_run();

/// The command line of an embedded peer for the chaincode `toy` at `address`, with its files in
/// FOLDER/net and FOLDER/data. The program is copied to FOLDER: the one in the build folder may be
/// linked anew in the middle of a run.
std::vector<std::string> peer_command(const std::string& folder, const std::string& address);

/// How often each transaction is valid on the ledger. The test fails unless the blocks are one
/// chain.
std::map<std::string, int> valid_in(const devpeer::Store& store);

}  // namespace tradelane::simulation
