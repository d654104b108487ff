// SPDX-License-Identifier: Apache-2.0
// drill-chaincode: CountingChaincode as a service, told what to do as tradelane-chaincode is.
#include "chaincode/server/run.hpp"
#include "tests/fabric/drills/counting_chaincode.hpp"

int main(int count, char** arguments) {
  const tradelane::fabric::CountingChaincode chaincode;
  return tradelane::server::run({.name = "drill-chaincode", .version = "0"}, chaincode,
                                {arguments + 1, arguments + count});
}
