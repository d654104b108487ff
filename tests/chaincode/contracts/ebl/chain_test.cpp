// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/chain.hpp"

#include <doctest/doctest.h>

#include "tests/support/cast.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

std::optional<PartyId> party(const std::string& alias) {
  if (alias.empty()) return std::nullopt;
  return test::party_id(alias);
}

Step step(const std::string& code, const std::string& actor, const std::string& recipient = "",
          const std::string& owner = "") {
  return {.action_code = code,
          .actor = *party(actor),
          .recipient = party(recipient),
          .new_owner = party(owner),
          .txid = "t"};
}

std::string alias_of(const PartyId& id) {
  return id.text().substr(id.text().find_first_not_of('0'));
}

/// "TRANSFER EXP>IMP ISSUE CAR>EXP "
std::string told(const std::vector<Step>& steps, ChainForm form, Kind kind = Kind::order) {
  std::string out;
  for (const ChainAct& act : acts_of(steps, kind, form))
    out += act.code + " " + alias_of(act.actor) +
           (act.recipient ? ">" + alias_of(*act.recipient) : "") + " ";
  return out;
}

}  // namespace

TEST_CASE("chain: what each step moves") {
  const struct {
    Step step;
    Kind kind;
    const char* holder;
    const char* owner;
  } rows[] = {
      {step("ISSUE", "CAR", "EXP"), Kind::order, "EXP", ""},
      {step("TRANSFER", "IMP", "IMP"), Kind::order, "IMP", ""},
      {step("TRANSFER", "IMP", "IMP"), Kind::straight, "IMP", ""},
      {step("TRANSFER", "IMP", "IMP"), Kind::blank, "IMP", "IMP"},
      {step("ENDORSE", "EXP", "IMP"), Kind::order, "", "IMP"},
      {step("ENDORSE_TO_ORDER", "EXP", "IMP"), Kind::order, "", "IMP"},
      {step("BLANK_ENDORSE", "EXP"), Kind::order, "", ""},
      {step("TRANSFER_OWNERS", "EXP", "BKH", "IMP"), Kind::order, "BKH", "IMP"},
      {step("REJECTED_OWNER", "IMP", "EXP"), Kind::order, "", "EXP"},
      {step("REJECTED_HOLDER", "IMP", "EXP"), Kind::order, "EXP", ""},
      {step("REJECTED_BOTH", "IMP", "EXP", "BKH"), Kind::order, "EXP", "BKH"},
      {step("PLEDGED", "BKH"), Kind::order, "", ""},
      {step("PLEDGED", "BKH", "BKH"), Kind::order, "BKH", ""},
      {step("PLEDGE_RELEASED", "BKH", "IMP"), Kind::order, "IMP", ""},
      {step("PLEDGE_ENFORCED", "BKH", "BKH", "BKH"), Kind::order, "BKH", "BKH"},
      {step("NOMINATED", "IMP", "BKH"), Kind::order, "", ""},
      {step("TRANSFER_OFFERED", "EXP", "IMP"), Kind::order, "", ""},
      {step("PLEDGE_OFFERED", "IMP", "BKH"), Kind::order, "", ""},
      {step("SURRENDER_FOR_DELIVERY", "IMP", "CAR"), Kind::order, "", ""},
      {step("SREJ", "CAR", "IMP"), Kind::order, "", ""},
      {step("SACC", "CAR", "IMP"), Kind::order, "", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.step.action_code);
    const Moved moved = moved_by(row.step, row.kind);
    CHECK(moved.holder == party(row.holder));
    CHECK(moved.owner == party(row.owner));
  }
}

TEST_CASE("chain: offers and answers are not told, the transfer is the sender's") {
  const std::vector<Step> steps{
      step("ISSUE", "CAR", "EXP"),      step("TRANSFER_OFFERED", "EXP", "IMP"),
      step("TRANSFER_DECLINED", "IMP"), step("TRANSFER_OFFERED", "EXP", "BKH"),
      step("TRANSFER", "BKH", "BKH"),   step("SIGN", "BKH")};
  for (const ChainForm form : {ChainForm::end, ChainForm::pint, ChainForm::sur})
    CHECK(told(steps, form) == "ISSUE CAR>EXP TRANSFER EXP>BKH SIGN BKH ");
}

TEST_CASE("chain: the carrier's answer under the name of each list") {
  const std::vector<Step> refused{
      step("ISSUE", "CAR", "IMP"), step("SURRENDER_FOR_AMENDMENT", "IMP", "CAR"),
      step("SREJ", "CAR", "IMP"),  step("SURRENDER_FOR_DELIVERY", "IMP", "CAR"),
      step("SACC", "CAR", "IMP"),  step("DELIVERED", "CAR", "IMP")};
  CHECK(told(refused, ChainForm::pint) ==
        "ISSUE CAR>IMP SURRENDER_FOR_AMENDMENT IMP>CAR SREJ CAR>IMP "
        "SURRENDER_FOR_DELIVERY IMP>CAR SACC CAR>IMP ");
  for (const ChainForm form : {ChainForm::end, ChainForm::sur})
    CHECK(told(refused, form) ==
          "ISSUE CAR>IMP SURRENDER_FOR_AMENDMENT IMP>CAR "
          "SURRENDER_FOR_DELIVERY IMP>CAR SURRENDERED CAR>IMP ");
}

TEST_CASE("chain: title and possession in one step are two acts") {
  CHECK(told({step("ISSUE", "CAR", "EXP"), step("TRANSFER_OWNERS", "EXP", "BKH", "IMP")},
             ChainForm::pint) == "ISSUE CAR>EXP ENDORSE_TO_ORDER EXP>IMP TRANSFER EXP>BKH ");
}

TEST_CASE("chain: what was rejected is told as a way there and back") {
  CHECK(told({step("ISSUE", "CAR", "EXP"), step("ENDORSE", "EXP", "IMP"),
              step("REJECTED_OWNER", "IMP", "EXP"), step("TRANSFER", "EXP", "BKH"),
              step("REJECTED_HOLDER", "BKH", "EXP")},
             ChainForm::pint) ==
        "ISSUE CAR>EXP ENDORSE EXP>IMP ENDORSE_TO_ORDER IMP>EXP TRANSFER EXP>BKH "
        "TRANSFER BKH>EXP ");
}

TEST_CASE("chain: a pledge is told as far as the bill moves") {
  CHECK(told({step("ISSUE", "CAR", "IMP"), step("PLEDGE_OFFERED", "IMP", "BKH"),
              step("PLEDGED", "BKH"), step("PLEDGE_BOUND", "BKH"),
              step("PLEDGE_RELEASED", "BKH", "IMP")},
             ChainForm::end) == "ISSUE CAR>IMP ");
  CHECK(told({step("ISSUE", "CAR", "IMP"), step("PLEDGED", "BKH", "BKH"),
              step("PLEDGE_RELEASED", "BKH", "IMP")},
             ChainForm::end) == "ISSUE CAR>IMP TRANSFER IMP>BKH TRANSFER BKH>IMP ");
  CHECK(told({step("ISSUE", "CAR", "IMP"), step("ENDORSE_TO_ORDER", "IMP", "IMP"),
              step("PLEDGE_ENFORCED", "BKH", "BKH", "BKH")},
             ChainForm::end) ==
        "ISSUE CAR>IMP ENDORSE_TO_ORDER IMP>IMP ENDORSE_TO_ORDER IMP>BKH TRANSFER IMP>BKH ");
}

TEST_CASE("chain: to bearer, the transfer is all there is to tell") {
  const std::vector<Step> steps{step("ISSUE", "CAR", "EXP"), step("BLANK_ENDORSE", "EXP"),
                                step("TRANSFER", "IMP", "IMP"),
                                step("REJECTED_BOTH", "IMP", "EXP", "EXP")};
  CHECK(told(steps, ChainForm::pint, Kind::blank) ==
        "ISSUE CAR>EXP BLANK_ENDORSE EXP TRANSFER EXP>IMP TRANSFER IMP>EXP ");
  CHECK(told({steps[0], steps[2], steps[3]}, ChainForm::pint, Kind::blank) ==
        "ISSUE CAR>EXP TRANSFER EXP>IMP TRANSFER IMP>EXP ");
}
