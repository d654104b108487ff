// SPDX-License-Identifier: Apache-2.0
// areas-chaincode: AreasChaincode as a service, told what to do as tradelane-chaincode is.
#include "chaincode/server/run.hpp"
#include "tests/adapters/gateway/areas/chaincode.hpp"

int main(int count, char** arguments) {
  const tradelane::test::AreasChaincode chaincode;
  return tradelane::server::run({.name = "areas-chaincode", .version = "0"}, chaincode,
                                {arguments + 1, arguments + count});
}
