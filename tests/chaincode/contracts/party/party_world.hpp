// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <doctest/doctest.h>

#include "chaincode/contract/router.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "tests/support/cast.hpp"
#include "tests/support/edit.hpp"

namespace tradelane::party {

/// The contract by itself on an empty ledger.
struct PartyWorld {
  contract::Router router{{contract()}};
  test::World world{router};
  test::Actor operator_ = world.actor("OperatorMSP");
  /// Of another organisation, where `bootstrap_two` has named it.
  test::Actor other_operator = world.actor("SecondMSP");

  void bootstrap() { (void)world.submit(operator_, "party:Bootstrap", test::bootstrap_args()); }
  void bootstrap_two() {
    const Json::Array both{Json("OperatorMSP"), Json("SecondMSP")};
    const Json args = test::with(test::bootstrap_args(), "operatorMsps", both);
    REQUIRE(world.submit(operator_, "party:Bootstrap", args).ok());
  }
  /// As of a channel that began before there was a second format.
  void go_back_to_first_format() { world.state.apply(ledger::Changes{}.erase(key::format())); }
  test::Answer enrol(const std::string& alias) {
    return world.submit(operator_, "party:Register", test::cast().registration(alias),
                        test::transient({test::cast().identity(alias)}));
  }
  /// In the form of the first format, without a place.
  test::Answer enrol_as_before(const std::string& alias) {
    Json args = test::cast().registration(alias);
    args.as_object()->erase("placeOfBusiness");
    return world.submit(operator_, "party:Register", args,
                        test::transient({test::cast().identity(alias)}));
  }
  Party record(const std::string& alias) const {
    return *ledger::Reader(world.state).find(key::party(test::party_id(alias)));
  }
  static void check(const test::Answer& answer, const std::string& rule, const std::string& token) {
    CAPTURE(answer.message);
    CHECK(answer.rule == rule);
    CHECK(answer.token == token);
  }
};

/// What RotateKey and Register take of a key.
inline Json key_of(const test::Signer& signer, const char* from = "2026-01-01T00:00:00Z",
                   const char* to = "2027-01-01T00:00:00Z") {
  const crypto::Jwk jwk = signer.key.public_key().jwk();
  Json::Object out{{"kty", jwk.kty}, {"crv", jwk.crv}, {"x", jwk.x}};
  if (!jwk.y.empty()) out.emplace("y", jwk.y);
  return Json::Object{
      {"kid", signer.kid}, {"jwk", std::move(out)}, {"validFrom", from}, {"validTo", to}};
}

inline test::Signer signer_of(const char* alias, const char* kid) {
  return {test::party_id(alias), kid, crypto::PrivateKey::generate(crypto::KeyKind::p256)};
}

}  // namespace tradelane::party
