// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/contract.cpp
#include <doctest/doctest.h>

#include "chaincode/contract/openings.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::check;
using ebl::EblWorld;

TEST_CASE_FIXTURE(EblWorld, "Transfer: every refusal, in order of precedence") {
  check(as("EXP", "Transfer", to("IMP")), "B1", "EBL_UNKNOWN");
  issue();
  const Json signed_elsewhere = test::sign_bill(world, "EXP", "Transfer", "B1", 1, to("IMP"));
  check(as("IMP", "Transfer", signed_elsewhere), "B2", "AUTH_DENIED");
  check(as("EXP", "Transfer", to("IMP")), "A1", "ACT_MISSING");
  const Json stranger = test::with(*signed_elsewhere.find("signatures")->as_array()->begin(),
                                   "party", test::party_id("NOBODY").text());
  check(as("EXP", "Transfer", test::with(to("IMP"), "signatures", Json::Array{stranger})), "A2",
        "ACT_KEY");
  check(signed_by("IMP", "Transfer", 1, to("NOBODY")), "B9", "EBL_NOT_HOLDER");
  check(signed_by("EXP", "Transfer", 1, to("NOBODY")), "B12", "PARTY_UNKNOWN");
  check(signed_by("EXP", "Transfer", 1, to("EXP")), "B13", "EBL_RECIPIENT_ALREADY_HOLDER");
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).integer("seq") == 2);
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).changes.empty());
  check(signed_by("EXP", "Transfer", 2, to("EXP")), "B10", "EBL_STATE");
}

TEST_CASE_FIXTURE(EblWorld, "Transfer: B11 and B12, a pledged bill and a suspended recipient") {
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  check(signed_by("IMP", "Transfer", 4, to("NOBODY")), "B11", "EBL_PLEDGED");
  CHECK(as("BKH", "ReleasePledge", id).ok());
  suspend("EXP");
  check(signed_by("IMP", "Transfer", 5, to("EXP")), "B12", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(EblWorld, "Transfer: A14 and A15 hold for the company, whoever submits for it") {
  issue();
  const Json signed_act = test::sign_bill(world, "EXP", "Transfer", "B1", 1, to("NOBODY"));
  edit_party("EXP", [](contract::Party& party) { party.terms.reset(); });
  check(as("BKS", "Transfer", signed_act), "A15", "TERMS_NOT_ACCEPTED");
  suspend("EXP");
  check(as("BKS", "Transfer", signed_act), "A14", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(EblWorld, "Transfer: the same words by another company are no repetition") {
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  check(signed_by("IMP", "Transfer", 1, to("IMP")), "A5", "ACT_SEQ");
  check(signed_by("IMP", "Transfer", 2, to("IMP")), "B9", "EBL_NOT_HOLDER");
}

TEST_CASE_FIXTURE(EblWorld, "Transfer: a signature for one bill does not move another") {
  issue();
  CHECK(test::issue_bill(world, "B2").ok());
  const Json for_one = test::sign_bill(world, "EXP", "Transfer", "B1", 1, to("IMP"));
  check(as("EXP", "Transfer", test::with(for_one, "billId", test::bill_id("B2"))), "A3",
        "ACT_SIG_INVALID");
}

TEST_CASE_FIXTURE(EblWorld, "Transfer: control stays with the sender until the recipient accepts") {
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(bill().holder == test::party_id("EXP"));
  CHECK(bill().status == ebl::Status::transfer_pending);
  const auto openings = test::bill_openings("B1").transient();
  CHECK(signed_by("IMP", "AcceptTransfer", 2, id, openings).integer("seq") == 3);
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK(bill().prev_holder == test::party_id("EXP"));
  CHECK(bill().status == ebl::Status::issued);
  CHECK(world.state.get_private(
      "_implicit_org_BankHMSP",
      contract::opening_key(test::bill_openings("B1").issuance.commitment)));
}

TEST_CASE_FIXTURE(EblWorld, "Transfer: at once where the bill says so") {
  CHECK(as("CAR", "Issue", test::with(test::issue_args("B1"), "acceptance", "IMMEDIATE"),
           test::bill_openings("B1").transient())
            .ok());
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(bill().holder == test::party_id("IMP"));
}

TEST_CASE_FIXTURE(EblWorld,
                  "Transfer, TransferOwners: at once, with the document when it is sent") {
  const auto openings = test::bill_openings("B1");
  const auto kept = [](const EblWorld& fresh, const Digest& commitment) {
    return fresh.world.state.get_private("_implicit_org_Bank2MSP",
                                         contract::opening_key(commitment));
  };
  const Json both = test::with(test::with(id, "owner", test::party_id("BK2").text()), "holder",
                               test::party_id("BK2").text());
  for (const bool with_title : {false, true}) {
    CAPTURE(with_title);
    const std::string verb = with_title ? "TransferOwners" : "Transfer";
    const Json args = with_title ? both : to("BK2");
    EblWorld fresh;
    fresh.deliver();
    check(fresh.acts("IMP", verb, args, openings.transient()), "A8", "PRIVATE_UNUSED");
    fresh.edit([](ebl::Bill& bill) { bill.acceptance = ebl::Acceptance::immediate; });
    for (const auto& one : {openings.issuance, openings.facts})
      check(fresh.acts("IMP", verb, args, test::transient({one})), "A6", "PRIVATE_MISSING");
    CHECK_FALSE(kept(fresh, openings.issuance.commitment));
    CHECK(fresh.acts("IMP", verb, args, openings.transient()).ok());
    CHECK(fresh.bill().holder == test::party_id("BK2"));
    CHECK(kept(fresh, openings.issuance.commitment) == openings.issuance.bytes);
    CHECK(kept(fresh, openings.facts.commitment) == openings.facts.bytes);
  }
}

TEST_CASE_FIXTURE(EblWorld, "AcceptTransfer: every refusal, in order of precedence") {
  issue();
  check(signed_by("IMP", "AcceptTransfer", 1, id), "B14", "EBL_STATE");
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  check(signed_by("EXP", "AcceptTransfer", 2, id), "B15", "EBL_NOT_ENTITLED");
  check(signed_by("IMP", "AcceptTransfer", 2, id), "A6", "PRIVATE_MISSING");
  const auto openings = test::bill_openings("B1");
  check(signed_by("IMP", "AcceptTransfer", 2, id, test::transient({openings.issuance})), "A6",
        "PRIVATE_MISSING");
  CHECK(signed_by("IMP", "AcceptTransfer", 2, id, openings.transient()).ok());
}

TEST_CASE_FIXTURE(EblWorld, "DeclineTransfer: either side ends it, and nobody else") {
  issue();
  check(signed_by("IMP", "DeclineTransfer", 1, id), "B16", "EBL_STATE");
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  check(as("BKH", "DeclineTransfer", id), "B17", "EBL_NOT_ENTITLED");
  CHECK(signed_by("IMP", "DeclineTransfer", 2, id).ok());
  CHECK(bill().status == ebl::Status::issued);
  CHECK(bill().holder == test::party_id("EXP"));
  CHECK(signed_by("EXP", "Transfer", 3, to("IMP")).ok());
  CHECK(signed_by("EXP", "DeclineTransfer", 4, id).integer("seq") == 5);
}

TEST_CASE_FIXTURE(EblWorld,
                  "Transfer: B69, a time limit lies ahead and is for those who may wait") {
  issue();
  const auto until = [&](std::int64_t seconds) {
    return test::with(to("IMP"), "expires", world.now.plus_seconds(seconds).text());
  };
  check(acts("EXP", "Transfer", until(-1)), "B69", "ARG_MALFORMED");
  check(acts("EXP", "Transfer", until(0)), "B69", "ARG_MALFORMED");
  edit([](ebl::Bill& bill) { bill.acceptance = ebl::Acceptance::immediate; });
  check(acts("EXP", "Transfer", until(60)), "B69", "ARG_MALFORMED");
  edit([](ebl::Bill& bill) { bill.acceptance = ebl::Acceptance::required; });
  CHECK(acts("EXP", "Transfer", until(60)).ok());
  CHECK(bill().transfer_expires == world.now.plus_seconds(60));
}

TEST_CASE_FIXTURE(EblWorld, "AcceptTransfer: B70, too late, and either side still ends it") {
  issue();
  const Json offer_until = test::with(to("IMP"), "expires", world.now.plus_seconds(60).text());
  CHECK(acts("EXP", "Transfer", offer_until).ok());
  world.now = world.now.plus_seconds(60);
  check(acts("IMP", "AcceptTransfer", id), "B70", "EBL_EXPIRED");
  CHECK(acts("EXP", "DeclineTransfer", id).ok());
  CHECK_FALSE(bill().transfer_expires);
  const Json again = test::with(to("IMP"), "expires", world.now.plus_seconds(60).text());
  CHECK(acts("EXP", "Transfer", again).ok());
  world.now = world.now.plus_seconds(59);
  CHECK(acts("IMP", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  CHECK_FALSE(bill().transfer_expires);
}

TEST_CASE_FIXTURE(EblWorld, "AcceptTransfer: B57, the owner to come is looked at again") {
  deliver();
  const Json both = test::with(test::with(id, "owner", test::party_id("BK2").text()), "holder",
                               test::party_id("BKS").text());
  CHECK(acts("IMP", "TransferOwners", both).ok());
  suspend("BK2");
  check(as("BKS", "AcceptTransfer", id), "B57", "PARTY_INACTIVE");
  CHECK(as("BKS", "DeclineTransfer", id).ok());
}
