// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/ledger/chaincode.hpp"
#include "chaincode/server/program.hpp"
#include "chaincode/shim/chaincode.hpp"

/// The whole program of a chaincode as a service, for any chaincode:
///
///     int main(int count, char** arguments) {
///       const MyChaincode chaincode;
///       return tradelane::server::run({.name = "my-chaincode", .version = "1.0.0"}, chaincode,
///                                     {arguments + 1, arguments + count});
///     }
namespace tradelane::server {

/// Reads the configuration (file < environment < flags, `--help` lists all keys), serves
/// `chaincode` to peers until SIGTERM or SIGINT, lets what runs come to its end, and returns the
/// exit status: 0 when it was told to end or only had to print something, 1 when it had to give up
/// by itself, 2 when it could not begin; the last line on standard error then says what is wrong
/// and how to mend it.
///
/// Once it serves it prints one line of JSON on standard output; logs go to standard error or to
/// the configured file. SIGHUP takes new certificates and opens the log file anew. To be called
/// once, before the process has any other thread.
int run(const Program& program, const shim::Chaincode& chaincode,
        const std::vector<std::string>& arguments);
/// The same for a chaincode of the ledger layer.
int run(const Program& program, const ledger::Chaincode& chaincode,
        const std::vector<std::string>& arguments);

}  // namespace tradelane::server
