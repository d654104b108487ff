// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <doctest/doctest.h>

#include "chaincode/contract/router.hpp"
#include "chaincode/contracts/evidence/contract.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "tests/support/feeds.hpp"

namespace tradelane::evidence {

/// Everyone admitted, the feed `decl` not yet registered.
struct EvidenceWorld {
  contract::Router router{{party::contract(), contract()}};
  test::World world{router};

  EvidenceWorld() { test::admit_everyone(world); }

  test::Answer as(const std::string& alias, const std::string& transaction, const Json& args) {
    return world.submit(test::actor(world, alias), "evidence:" + transaction, args);
  }
  void register_feed() {
    CHECK(as("SDN", "RegisterFeed", test::feed_registration("decl", "CUSTOMS_DECL")).ok());
  }
  Json first(const std::string& object = "D1") const {
    return test::envelope(world, object, test::declaration_opening(object));
  }
  /// The envelope that follows `before`.
  Json next(const Json& before, const std::string& object) const {
    return test::with(test::with(first(object), "seq", *before.find("seq")->as_integer() + 1),
                      "prevDigest", test::digest_of(before));
  }
  test::Answer publish(const Json& unsigned_envelope) {
    return as("SDN", "Submit", test::signed_envelope(unsigned_envelope));
  }
};

}  // namespace tradelane::evidence
