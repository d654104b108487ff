// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/party/code_lists.cpp
#include <doctest/doctest.h>

#include "chaincode/contracts/party/code_lists.hpp"
#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using test::with;

namespace {

Json alias(const char* list, const std::string& code) {
  return Json::Object{{"list", list}, {"code", code}};
}

struct Platforms : PartyWorld {
  test::Signer one = signer_of("CAR", "k1");
  test::Signer two = signer_of("CAR", "k2");
  Json good = Json::Object{{"code", "WAVE"}, {"list", "DCSA"}, {"keys", Json::Array{key_of(one)}}};

  Platforms() { bootstrap(); }
  test::Answer put(const Json& args) {
    return world.submit(operator_, "party:RegisterPlatform", args);
  }
  Platform record() const { return *ledger::Reader(world.state).find(key::platform("WAVE")); }
};

Json many_keys(std::size_t count) {
  Json::Array keys;
  for (std::size_t i = 0; i < count; ++i)
    keys.push_back(key_of(signer_of("CAR", ("k" + std::to_string(i)).c_str())));
  return keys;
}

Json many_aliases(int count) {
  Json::Array out;
  for (int i = 10; i < 10 + count; ++i) out.push_back(alias("ZZZ", "a" + std::to_string(i)));
  return out;
}

}  // namespace

TEST_CASE_FIXTURE(Platforms, "RegisterPlatform: every refusal, in order of precedence") {
  check(world.submit(world.actor("BankSMSP"), "party:RegisterPlatform", good), "A10",
        "AUTH_DENIED");
  const Json no_key = with(good, "keys", Json::Array{});
  struct Row {
    Json args;
    const char* rule;
    const char* token;
  };
  const Row rows[] = {
      {with(no_key, "code", "WAVES"), "P34", "ARG_MALFORMED"},
      {with(no_key, "code", "wave"), "P34", "ARG_MALFORMED"},
      {with(no_key, "code", "NEWX"), "P34", "ARG_MALFORMED"},  // DCSA has given out none such
      {with(no_key, "list", "GLEIF"), "P34", "ARG_MALFORMED"},
      {with(no_key, "aliases", Json::Array{alias("NOBODY", "x")}), "P34", "ARG_MALFORMED"},
      {with(no_key, "aliases", Json::Array{alias("ZZZ", "")}), "P34", "ARG_MALFORMED"},
      {with(no_key, "aliases", Json::Array{alias("ZZZ", std::string(151, 'x'))}), "P34",
       "ARG_MALFORMED"},
      {with(no_key, "aliases", many_aliases(17)), "P34", "ARG_MALFORMED"},
      {no_key, "P35", "PARTY_KEY"},
      {with(good, "keys", Json::Array{key_of(one), key_of(one)}), "P35", "PARTY_KEY"},
      {with(good, "keys", many_keys(17)), "P36", "ARG_LIMIT"},
      {with(good, "aliases", Json::Array{alias("ZZZ", "WAVE")}), "P37", "EBL_CODE_AMBIGUOUS"},
      {with(good, "list", "ZZZ"), "P37", "EBL_CODE_AMBIGUOUS"},
      {with(with(good, "list", "ZZZ"), "code", "CARX"), "P37", "EBL_CODE_AMBIGUOUS"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    check(put(row.args), row.rule, row.token);
  }
  CHECK(put(good).integer("seq") == 1);
  check(put(with(good, "aliases", Json::Array{alias("ZZZ", "x")})), "P38", "RECORD_CONFLICT");
  Json other = with(with(good, "code", "CARX"), "aliases", Json::Array{alias("DCSA", "WAVE")});
  check(put(other), "P37", "EBL_CODE_AMBIGUOUS");
  CHECK(put(good).changes.empty());
}

TEST_CASE_FIXTURE(Platforms, "RegisterPlatform: at each limit it is taken") {
  CHECK(put(with(with(good, "keys", many_keys(16)), "aliases", many_aliases(16))).ok());
  Json longest = with(with(good, "code", "OWN1"), "list", "ZZZ");
  longest = with(longest, "aliases", Json::Array{alias("DNB", std::string(150, 'x'))});
  CHECK(put(longest).ok());
}

TEST_CASE_FIXTURE(Platforms, "RegisterPlatform: a code in two lists is ambiguous, whoever has it") {
  CHECK(put(with(good, "aliases", Json::Array{alias("ZZZ", "wave.example")})).ok());
  Json other = with(good, "code", "CARX");
  check(put(with(other, "aliases", Json::Array{alias("DNB", "wave.example")})), "P37",
        "EBL_CODE_AMBIGUOUS");
  check(put(with(other, "aliases", Json::Array{alias("ZZZ", "wave.example")})), "P37",
        "EBL_CODE_AMBIGUOUS");
  CHECK(put(with(other, "aliases", Json::Array{alias("ZZZ", "carx.example")})).ok());
}

TEST_CASE_FIXTURE(Platforms, "RegisterPlatform: keys are rotated by saying it again") {
  CHECK(put(good).ok());
  const Json first_ends = key_of(one, "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
  const Json both = with(good, "keys", Json::Array{first_ends, key_of(two)});
  CHECK(put(both).integer("seq") == 2);
  CHECK(put(both).changes.empty());
  struct Row {
    const char* what;
    Json keys;
  };
  const Row bad[] = {
      {"left out before its time", Json::Array{key_of(two)}},
      {"longer than before", Json::Array{key_of(one), key_of(two)}},
      {"ends in the past",
       Json::Array{key_of(one, "2026-01-01T00:00:00Z", "2026-03-05T07:59:59Z"), key_of(two)}},
      {"begins at another time",
       Json::Array{key_of(one, "2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z"), key_of(two)}},
      {"another key under its kid",
       Json::Array{key_of(signer_of("CAR", "k1"), "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"),
                   key_of(two)}},
  };
  for (const Row& row : bad) {
    CAPTURE(row.what);
    check(put(with(good, "keys", row.keys)), "P39", "PARTY_KEY_TIME");
  }
  const Json at_once = key_of(one, "2026-01-01T00:00:00Z", "2026-03-05T08:00:00Z");
  CHECK(put(with(good, "keys", Json::Array{at_once, key_of(two)})).ok());
  CHECK(put(with(good, "keys", Json::Array{key_of(two)})).integer("seq") == 4);
  CHECK(record().keys.size() == 1);
}

TEST_CASE_FIXTURE(Platforms, "RegisterPlatform: a platform may sign with RSA, a party may not") {
  const auto rsa = crypto::PrivateKey::generate(crypto::KeyKind::rsa).public_key().jwk();
  const Json key = Json::Object{{"kid", "rsa"},
                                {"jwk", Json::Object{{"kty", rsa.kty}, {"n", rsa.n}, {"e", rsa.e}}},
                                {"validFrom", "2026-01-01T00:00:00Z"},
                                {"validTo", "2027-01-01T00:00:00Z"}};
  CHECK(put(with(good, "keys", Json::Array{key})).ok());
  check(world.submit(operator_, "party:Register",
                     with(test::cast().registration("CAR"), "keys", Json::Array{key})),
        "P6", "PARTY_KEY");
}

TEST_CASE("code lists: DCSA's own, and who provides lists") {
  for (const char* code : {"WAVE", "IDT", "ESSD", "SGTD"}) {
    CHECK(is_dcsa_platform(code));
    CHECK(is_list_provider(code));
  }
  for (const char* code : {"GLEIF", "ZZZ", "DCSA", "W3C"}) {
    CHECK_FALSE(is_dcsa_platform(code));
    CHECK(is_list_provider(code));
  }
  CHECK_FALSE(is_list_provider("wave"));
  CHECK_FALSE(is_list_provider(""));
}
