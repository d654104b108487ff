// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/contracts.hpp"
#include "chaincode/server/run.hpp"

int main(int count, char** arguments) {
  const auto chaincode = tradelane::server::every_contract();
  return tradelane::server::run(
      {.name = "tradelane-chaincode",
       .version = TRADELANE_VERSION,
       .about = "the contracts of tradelane as a service for Hyperledger Fabric peers"},
      chaincode, {arguments + 1, arguments + count});
}
