// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contract/two_operators.hpp"
#include "tests/support/world.hpp"

/// A contract with one record, to test the framework with.
namespace tradelane::contract::toy {

struct Box {
  static constexpr std::string_view name = "Box";
  static constexpr std::string_view schema = "tradelane.box/1";
  std::int64_t weight = 0;
  std::int64_t seq = 0;
  Digest last_act = {};
  static constexpr auto fields() {
    return listing(field("weight", &Box::weight), field("seq", &Box::seq),
                   field("lastAct", &Box::last_act));
  }
};
inline ledger::Key<Box> box(const std::string& id) { return {"BOX", {id}}; }

/// Weight 13 is written and then caught by the invariant; with 70 the box needs the endorsement of
/// OneMSP from then on, with 71 the box "lid" does, with 72 a private record of its key; `secret`
/// is a private value to be opened.
struct Fill {
  static constexpr std::string_view name = "Fill";
  std::string box = {};
  std::int64_t weight = 0;
  std::optional<Digest> secret = {};
  std::vector<Signature> signatures = {};
  static constexpr auto fields() {
    return listing(field("box", &Fill::box), field("weight", &Fill::weight),
                   field("secret", &Fill::secret), optional_field("signatures", &Fill::signatures));
  }
};

struct Look {
  static constexpr std::string_view name = "Look";
  std::string box = {};
  static constexpr auto fields() { return listing(field("box", &Look::box)); }
};

/// One contract, "toy", in which the caller's party fills boxes.
Router router();

inline const PartyId alice = *PartyId::parse("000000000000000000000ALICE");
inline const PartyId bob = *PartyId::parse("00000000000000000000000BOB");

/// A party record under `msp`, active, terms accepted, with `keys`.
Party party(const PartyId& id, const std::string& msp, ActsBy acts_by,
            const std::vector<VerificationKey>& keys = {});
void put(test::World& world, const Party& party);
VerificationKey verification_key(const test::Signer& signer);

}  // namespace tradelane::contract::toy
