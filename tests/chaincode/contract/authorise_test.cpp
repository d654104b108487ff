// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contract/transaction.hpp"
#include "tests/chaincode/contract/toy_contract.hpp"

using namespace tradelane;
using namespace tradelane::contract;

TEST_CASE("authorise: A10, A14 and A15 as a full table of who and caller") {
  const Caller stranger{.msp = *MspId::parse("OneMSP")};
  Caller operators = stranger;
  operators.is_operator = true;
  Caller member = stranger;
  member.party = toy::party(toy::alice, "OneMSP", ActsBy::certificate);
  Caller bank = member;
  bank.party->roles = {Role::bank};
  Caller suspended = bank;
  suspended.party->state = PartyState::suspended;
  Caller no_terms = bank;
  no_terms.party->terms.reset();
  Caller operators_bank = suspended;
  operators_bank.is_operator = true;

  struct Row {
    Who who;
    // stranger, operators, member, bank, suspended, no terms, suspended operator; "" is yes
    std::array<std::string, 7> rules;
  };
  const Row rows[] = {
      {who::anyone(), {"", "", "", "", "", "", ""}},
      {who::operators(), {"A10", "", "A10", "A10", "A10", "A10", "A14"}},
      {who::parties(), {"A10", "A10", "", "", "A14", "", "A14"}},
      {who::members(), {"A10", "A10", "", "", "A14", "A15", "A14"}},
      {who::with({Role::bank}), {"A10", "A10", "A10", "", "A14", "A15", "A14"}},
      {who::with({Role::carrier, Role::bank}), {"A10", "A10", "A10", "", "A14", "A15", "A14"}},
      {who::with({Role::carrier}), {"A10", "A10", "A10", "A10", "A14", "A10", "A14"}},
  };
  const Caller* callers[] = {&stranger,  &operators, &member,        &bank,
                             &suspended, &no_terms,  &operators_bank};
  const std::map<std::string, Code> codes{
      {"A10", Code::auth_denied}, {"A14", Code::party_inactive}, {"A15", Code::terms_not_accepted}};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.rules.size(); ++i) {
      CAPTURE(i);
      const auto allowed = authorise(row.who, *callers[i]);
      CHECK((allowed.ok() ? "" : allowed.error().rule) == row.rules[i]);
      if (!allowed) CHECK(allowed.error().code == codes.at(row.rules[i]));
    }
  }
}
