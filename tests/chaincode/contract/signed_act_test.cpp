// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

namespace {

const char* const fill = "toy:Fill";

struct Fixture {
  Router router = toy::router();
  test::World world{router};
  test::Signer signer{toy::alice, "k1", crypto::PrivateKey::generate(crypto::KeyKind::sm2)};
  test::Actor alice = world.actor("OneMSP", toy::alice.text());
  Json args = Json::Object{{"box", "b"}, {"weight", 5}};

  Fixture() {
    toy::put(world,
             toy::party(toy::alice, "OneMSP", ActsBy::signature, {toy::verification_key(signer)}));
  }
  Json sign(const Json& what, std::int64_t seq) const {
    return world.sign(signer, fill, "box/b", seq, what);
  }
  static Json& signature(Json& signed_args) {
    return signed_args.as_object()->at("signatures").as_array()->front();
  }
};

void set(Json& json, const char* name, const Json& value) {
  json.as_object()->insert_or_assign(name, value);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "act: every refusal A1 to A5, in order of precedence") {
  CHECK(world.submit(alice, fill, args).rule == "A1");
  CHECK(world.submit(alice, fill, args).token == "ACT_MISSING");

  Json unknown_key = sign(args, 7);
  set(signature(unknown_key), "kid", "k2");
  CHECK(world.submit(alice, fill, unknown_key).rule == "A2");
  CHECK(world.submit(alice, fill, unknown_key).token == "ACT_KEY");

  Json changed = sign(args, 7);
  set(changed, "weight", 6);
  CHECK(world.submit(alice, fill, changed).rule == "A3");
  CHECK(world.submit(alice, fill, changed).token == "ACT_SIG_INVALID");

  const Json wrong_state = sign(args, 7);
  world.now = world.now.plus_seconds(86'401);
  CHECK(world.submit(alice, fill, wrong_state).rule == "A4");
  CHECK(world.submit(alice, fill, wrong_state).token == "ACT_EXPIRED");
  world.now = world.now.plus_seconds(-1);
  const auto late = world.submit(alice, fill, wrong_state);
  CHECK(late.rule == "A5");
  CHECK(late.token == "ACT_SEQ");
  CHECK(late.status == 409);

  CHECK(world.submit(alice, fill, sign(args, 0)).ok());
}

TEST_CASE_FIXTURE(Fixture, "act: changing any one field that is signed is refused") {
  const Json good = sign(args, 0);
  struct Row {
    const char* name;
    Json value;
  };
  for (const Row& row : {Row{"kid", "k2"}, Row{"seq", 1}, Row{"notAfter", "2026-03-07T08:00:00Z"},
                         Row{"party", toy::bob.text()}, Row{"sig", to_base64url(Bytes(64, 'x'))}}) {
    CAPTURE(row.name);
    Json bad = good;
    set(signature(bad), row.name, row.value);
    CHECK(world.submit(alice, fill, bad).status == 403);
  }
  for (const Row& row : {Row{"box", "c"}, Row{"weight", 6}}) {
    CAPTURE(row.name);
    Json bad = good;
    set(bad, row.name, row.value);
    CHECK(world.submit(alice, fill, bad).rule == "A3");
  }
  world.channel = "other";
  CHECK(world.submit(alice, fill, good).rule == "A3");
  world.channel = "trade";
  world.chaincode_name = "other";
  CHECK(world.submit(alice, fill, good).rule == "A3");
  world.chaincode_name = "tradelane";
  CHECK(world.submit(alice, fill, good).ok());
}

TEST_CASE_FIXTURE(Fixture, "act: sent again at once it changes nothing, later it is refused") {
  const Json first = sign(args, 0);
  CHECK(world.submit(alice, fill, first).integer("seq") == 1);
  const auto again = world.submit(alice, fill, first);
  CHECK(again.ok());
  CHECK(again.changes.empty());
  CHECK(again.integer("seq") == 1);
  CHECK(world.submit(alice, fill, sign(args, 1)).integer("seq") == 2);
  CHECK(world.submit(alice, fill, first).rule == "A5");
}

TEST_CASE_FIXTURE(Fixture,
                  "act: by certificate the party itself must call, and repeats are known") {
  toy::put(world, toy::party(toy::bob, "TwoMSP", ActsBy::certificate));
  const auto bob = world.actor("TwoMSP", toy::bob.text());
  CHECK(world.submit(bob, fill, args).integer("seq") == 1);
  CHECK(world.submit(bob, fill, args).changes.empty());
}

TEST_CASE_FIXTURE(Fixture, "act: a joint party acts with as many keys as its record asks for") {
  const test::Signer other{toy::alice, "k2", crypto::PrivateKey::generate(crypto::KeyKind::p256)};
  Party joint = toy::party(toy::alice, "OneMSP", ActsBy::signature,
                           {toy::verification_key(signer), toy::verification_key(other)});
  joint.signatures_needed = 2;
  toy::put(world, joint);
  const auto both = [&](std::int64_t one_seq, std::int64_t other_seq) {
    return world.sign(other, fill, "box/b", other_seq, sign(args, one_seq));
  };
  CHECK(world.submit(alice, fill, sign(args, 0)).rule == "A1");
  CHECK(world.submit(alice, fill, world.sign(other, fill, "box/b", 0, args)).rule == "A1");
  CHECK(world.submit(alice, fill, sign(sign(args, 0), 0)).rule == "A1");
  Json one_is_wrong = both(0, 0);
  set(one_is_wrong.as_object()->at("signatures").as_array()->back(), "sig",
      to_base64url(Bytes(64, 'x')));
  CHECK(world.submit(alice, fill, one_is_wrong).rule == "A3");
  CHECK(world.submit(alice, fill, both(0, 1)).rule == "A5");
  CHECK(world.submit(alice, fill, both(0, 0)).integer("seq") == 1);
  CHECK(world.submit(alice, fill, both(0, 0)).changes.empty());
}

TEST_CASE("act: who may submit it") {
  const Caller one{.msp = *MspId::parse("OneMSP")};
  const Caller two{.msp = *MspId::parse("TwoMSP")};
  const Caller three{.msp = *MspId::parse("ThreeMSP")};
  const Party alice = toy::party(toy::alice, "OneMSP", ActsBy::signature);
  const Party bob = toy::party(toy::bob, "TwoMSP", ActsBy::certificate);
  CHECK(may_submit(one, alice));
  CHECK_FALSE(may_submit(two, alice));
  CHECK(may_submit(two, alice, bob));
  CHECK_FALSE(may_submit(three, alice, bob));
}
