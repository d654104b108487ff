// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"
#include "chaincode/contracts/consent/contract.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "tests/support/consents.hpp"

namespace tradelane::consent {

/// Everyone admitted, nothing consented.
struct ConsentWorld {
  contract::Router router{{party::contract(), contract()}};
  test::World world{router};

  ConsentWorld() { test::admit_everyone(world); }

  test::Actor as(const std::string& alias) const { return test::actor(world, alias); }
  test::Answer submit(const std::string& alias, const std::string& transaction, const Json& args) {
    return world.submit(as(alias), "consent:" + transaction, args);
  }
  test::Answer ask(const std::string& alias, const std::string& transaction, const Json& args) {
    return world.evaluate(as(alias), "consent:" + transaction, args);
  }
  Json sign(const std::string& alias, const std::string& transaction, std::int64_t seq,
            const Json& args) const {
    return test::sign_consent(world, alias, "consent:" + transaction, "C1", seq, args);
  }
  Json just_id(const std::string& id = "C1") const {
    return Json::Object{{"consentId", test::consent_id(id)}};
  }
};

}  // namespace tradelane::consent
