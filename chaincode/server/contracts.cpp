// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/contracts.hpp"

#include "chaincode/contracts/consent/contract.hpp"
#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/evidence/contract.hpp"
#include "chaincode/contracts/finance/contract.hpp"
#include "chaincode/contracts/party/contract.hpp"

namespace tradelane::server {

contract::Router every_contract() {
  return contract::Router({party::contract(), consent::contract(), evidence::contract(),
                           ebl::contract(), finance::contract()});
}

}  // namespace tradelane::server
