// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "tests/support/cast.hpp"
#include "tests/support/edit.hpp"

namespace tradelane::party {

/// The contract by itself on an empty ledger.
struct PartyWorld {
  contract::Router router{{contract()}};
  test::World world{router};
  test::Actor operator_ = world.actor("OperatorMSP");

  void bootstrap() { (void)world.submit(operator_, "party:Bootstrap", test::bootstrap_args()); }
  test::Answer enrol(const std::string& alias) {
    return world.submit(operator_, "party:Register", test::cast().registration(alias),
                        test::transient({test::cast().identity(alias)}));
  }
};

}  // namespace tradelane::party
