// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

struct Endorsing : EblWorld {
  Json names(const std::string& owner, const std::string& holder) const {
    return test::with(test::with(id, "owner", test::party_id(owner).text()), "holder",
                      test::party_id(holder).text());
  }
  /// Everything that a later rule would mind.
  void spoil() {
    edit([](Bill& bill) {
      bill.kind = Kind::straight;
      bill.closed = true;
      bill.pledge = Pledge{.pledgee = test::party_id("BKH"), .loan = *LoanId::parse(loan())};
    });
  }
  /// What stands in the way of every endorsement, one after the other, until nothing does.
  void walk_to_the_parties(const std::string& alias, const std::string& verb, const Json& args) {
    spoil();
    edit([](Bill& bill) { bill.status = Status::surrender_pending; });
    check(acts(alias, verb, args), "B53", "EBL_STATE");
    edit([](Bill& bill) { bill.status = Status::issued; });
    check(acts(alias, verb, args), "B54", "EBL_NON_NEGOTIABLE");
    edit([](Bill& bill) { bill.kind = Kind::order; });
    check(acts(alias, verb, args), "B55", "EBL_NOT_ENDORSABLE");
    edit([](Bill& bill) { bill.closed = false; });
    edit([](Bill& bill) { bill.kind = Kind::blank; });
    check(acts(alias, verb, args), "B55", "EBL_NOT_ENDORSABLE");
    edit([](Bill& bill) { bill.kind = Kind::order; });
    check(acts(alias, verb, args), "B56", "EBL_PLEDGED");
    edit([](Bill& bill) { bill.pledge.reset(); });
  }
};

}  // namespace

TEST_CASE("Endorse, EndorseToOrder: every refusal, in order of precedence") {
  for (const char* verb : {"Endorse", "EndorseToOrder"}) {
    CAPTURE(verb);
    Endorsing fresh;
    fresh.issue();
    check(fresh.acts("IMP", verb, fresh.to("NOBODY")), "B51", "EBL_NOT_HOLDER");
    fresh.walk_to_the_parties("EXP", verb, fresh.to("NOBODY"));
    check(fresh.acts("EXP", verb, fresh.to("NOBODY")), "B57", "PARTY_UNKNOWN");
    fresh.suspend("BK2");
    check(fresh.acts("EXP", verb, fresh.to("BK2")), "B57", "PARTY_INACTIVE");
    check(fresh.acts("EXP", verb, fresh.to("IMP")), "B60", "EBL_INVALID_NOMINEE");
    CHECK(fresh.acts("IMP", "Nominate", fresh.nominee("BKS")).ok());
    check(fresh.acts("EXP", verb, fresh.to("BKH")), "B60", "EBL_INVALID_NOMINEE");
    CHECK(fresh.acts("EXP", verb, fresh.to("BKS")).ok());
    fresh.edit([](Bill& bill) { bill.holder = bill.owner; });
    fresh.edit([](Bill& bill) { bill.closed = false; });
    check(fresh.acts("BKS", verb, fresh.to("BKS")), "B61", "EBL_ALREADY_OWNER");
    CHECK(fresh.acts("BKS", verb, fresh.to("BKH")).ok());
  }
}

TEST_CASE_FIXTURE(Endorsing, "Endorse: the title moves, possession stays, and nobody endorses on") {
  deliver();
  CHECK(acts("IMP", "Endorse", to("BKS")).integer("seq") == 4);
  CHECK(bill().owner == test::party_id("BKS"));
  CHECK(bill().prev_owner == test::party_id("IMP"));
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK_FALSE(bill().prev_holder);
  CHECK(bill().closed);
  CHECK(newest().action_code == "ENDORSE");
  CHECK(newest().recipient == test::party_id("BKS"));
  check(acts("BKS", "Nominate", nominee("BKH")), "B55", "EBL_NOT_ENDORSABLE");
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  CHECK(acts("BKS", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  check(acts("BKS", "EndorseToOrder", to("BKH")), "B55", "EBL_NOT_ENDORSABLE");
  check(acts("BKS", "BlankEndorse", id), "B55", "EBL_NOT_ENDORSABLE");
  // Possession passes all the same.
  CHECK(acts("BKS", "Transfer", to("BKH")).ok());
}

TEST_CASE_FIXTURE(Endorsing, "EndorseToOrder: the new owner endorses on, as soon as it holds") {
  deliver();
  CHECK(acts("IMP", "EndorseToOrder", to("BKS")).ok());
  CHECK_FALSE(bill().closed);
  CHECK(newest().action_code == "ENDORSE_TO_ORDER");
  check(acts("BKS", "EndorseToOrder", to("BKH")), "B51", "EBL_NOT_HOLDER");
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  CHECK(acts("BKS", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  CHECK(acts("BKS", "EndorseToOrder", to("BKH")).ok());
  CHECK(bill().owner == test::party_id("BKH"));
  CHECK(bill().prev_owner == test::party_id("BKS"));
}

TEST_CASE_FIXTURE(Endorsing, "Endorse: the same again changes nothing") {
  deliver();
  CHECK(signed_by("IMP", "Endorse", 3, to("BKS")).ok());
  CHECK(signed_by("IMP", "Endorse", 3, to("BKS")).changes.empty());
}

TEST_CASE_FIXTURE(Endorsing, "BlankEndorse: every refusal, in order of precedence") {
  issue();
  check(acts("IMP", "BlankEndorse", id), "B51", "EBL_NOT_HOLDER");
  spoil();
  check(acts("EXP", "BlankEndorse", id), "B52", "EBL_NOT_ENTITLED");
  edit([](Bill& bill) { bill.owner = bill.holder; });
  walk_to_the_parties("EXP", "BlankEndorse", id);
  CHECK(acts("EXP", "BlankEndorse", id).ok());
}

TEST_CASE_FIXTURE(Endorsing, "BlankEndorse: from then on whoever holds the bill owns it") {
  deliver();
  CHECK(acts("IMP", "Nominate", nominee("BKS")).ok());
  CHECK(acts("IMP", "BlankEndorse", id).ok());
  CHECK(bill().kind == Kind::blank);
  CHECK_FALSE(bill().nominee);
  CHECK_FALSE(bill().prev_holder);
  CHECK(newest().action_code == "BLANK_ENDORSE");
  CHECK_FALSE(newest().recipient);
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK(acts("BKS", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  CHECK(bill().owner == test::party_id("BKS"));
  CHECK(bill().holder == test::party_id("BKS"));
  CHECK(acts("BKS", "RejectBoth", id).ok());
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK(bill().holder == test::party_id("IMP"));
}

TEST_CASE_FIXTURE(Endorsing, "TransferOwners: every refusal, in order of precedence") {
  issue();
  const auto with_limit = [&](const Json& args, std::int64_t seconds) {
    return test::with(args, "expires", world.now.plus_seconds(seconds).text());
  };
  check(acts("IMP", "TransferOwners", names("NOBODY", "EXP")), "B51", "EBL_NOT_HOLDER");
  walk_to_the_parties("EXP", "TransferOwners", names("NOBODY", "EXP"));
  check(acts("EXP", "TransferOwners", names("NOBODY", "EXP")), "B57", "PARTY_UNKNOWN");
  check(acts("EXP", "TransferOwners", names("BKS", "NOBODY")), "B57", "PARTY_UNKNOWN");
  check(acts("EXP", "TransferOwners", with_limit(names("BKS", "EXP"), 0)), "B60",
        "EBL_INVALID_NOMINEE");
  edit([](Bill& bill) { bill.owner = bill.holder; });
  check(acts("EXP", "TransferOwners", with_limit(names("EXP", "EXP"), 0)), "B61",
        "EBL_ALREADY_OWNER");
  check(acts("EXP", "TransferOwners", with_limit(names("BKS", "EXP"), 0)), "B13",
        "EBL_RECIPIENT_ALREADY_HOLDER");
  check(acts("EXP", "TransferOwners", with_limit(names("BKS", "BKH"), 0)), "B69", "ARG_MALFORMED");
  CHECK(acts("EXP", "TransferOwners", with_limit(names("BKS", "BKH"), 1)).ok());
}

TEST_CASE_FIXTURE(Endorsing, "TransferOwners: at once, both change in one step") {
  deliver();
  edit([](Bill& bill) { bill.acceptance = Acceptance::immediate; });
  CHECK(acts("IMP", "TransferOwners", names("BKS", "BKH")).integer("seq") == 4);
  CHECK(bill().owner == test::party_id("BKS"));
  CHECK(bill().holder == test::party_id("BKH"));
  CHECK(bill().prev_owner == test::party_id("IMP"));
  CHECK(bill().prev_holder == test::party_id("IMP"));
  CHECK(newest().action_code == "TRANSFER_OWNERS");
  CHECK(newest().recipient == test::party_id("BKH"));
  CHECK(newest().new_owner == test::party_id("BKS"));
}

TEST_CASE_FIXTURE(Endorsing, "TransferOwners: with acceptance nobody loses one without the other") {
  deliver();
  CHECK(acts("IMP", "TransferOwners", names("BKS", "BKS")).ok());
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK(bill().pending_owner == test::party_id("BKS"));
  CHECK(acts("BKS", "DeclineTransfer", id).ok());
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK_FALSE(bill().pending_owner);
  CHECK(acts("IMP", "TransferOwners", names("BKS", "BKS")).ok());
  CHECK(acts("BKS", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  CHECK(bill().owner == test::party_id("BKS"));
  CHECK(bill().holder == test::party_id("BKS"));
  CHECK(newest().action_code == "TRANSFER_OWNERS");
  CHECK(newest().new_owner == test::party_id("BKS"));
  CHECK(acts("BKS", "RejectBoth", id).ok());
  CHECK(bill().owner == test::party_id("IMP"));
}
