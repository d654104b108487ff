// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/acting.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

TEST_CASE_FIXTURE(EblWorld, "acting: paused, frozen and ended, in order of precedence") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  set(key::pause(), true);
  set(key::freeze(bill_key()), true);
  edit_party("EXP", [](contract::Party& party) { party.terms.reset(); });
  check(signed_by("EXP", "Transfer", 5, to("NOBODY")), "A15", "TERMS_NOT_ACCEPTED");
  check(signed_by("IMP", "Transfer", 5, to("NOBODY")), "B38", "EBL_PAUSED");
  set(key::pause(), false);
  check(signed_by("IMP", "Transfer", 5, to("NOBODY")), "B39", "EBL_FROZEN");
  check(as("CAR", "AnswerSurrender", answer("R1", "SREJ")), "B39", "EBL_FROZEN");
  set(key::freeze(bill_key()), false);
  check(signed_by("IMP", "Transfer", 5, to("NOBODY")), "B40", "EBL_STATE");
  check(as("CAR", "AnswerSurrender", answer("R1", "SREJ")), "B35", "EBL_ALREADY_ANSWERED");
}

TEST_CASE_FIXTURE(EblWorld, "acting: a repetition is answered also while a bill is stopped") {
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  set(key::pause(), true);
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).changes.empty());
  check(signed_by("EXP", "DeclineTransfer", 2, id), "B38", "EBL_PAUSED");
  CHECK(as("CAR", "Get", id).ok());
}

TEST_CASE_FIXTURE(EblWorld, "acting: only the frozen bill is stopped") {
  issue();
  CHECK(test::issue_bill(world, "B2").ok());
  set(key::freeze(*BillId::parse(test::bill_id("B2"))), true);
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
}

TEST_CASE_FIXTURE(EblWorld, "acting: B40, a bill that was recovered to another one") {
  issue();
  const auto recover = [&](RecoveryState state) {
    const PartyId exporter = test::party_id("EXP");
    world.state.apply(
        ledger::Changes{}.put(key::recovery(bill_key()), Recovery{.state = state,
                                                                  .lost = exporter,
                                                                  .replacement = exporter,
                                                                  .reason = bill().facts,
                                                                  .completes_after = world.now,
                                                                  .at = world.now,
                                                                  .last_act = bill().last_act}));
  };
  recover(RecoveryState::completed);
  check(signed_by("IMP", "Transfer", 1, to("IMP")), "B40", "EBL_STATE");
  recover(RecoveryState::requested);
  check(signed_by("IMP", "Transfer", 1, to("IMP")), "B9", "EBL_NOT_HOLDER");
}

TEST_CASE_FIXTURE(EblWorld, "records: what is new is left out where it says nothing") {
  issue();
  const std::string bytes = encode_record(bill());
  for (const char* added : {"prevOwner", "nominee", "closed", "transferExpires", "links",
                            "changedMedium", "delivered", "possession", "since", "noticeAt"})
    CHECK(bytes.find(added) == std::string::npos);
  const std::string step =
      encode_record(*ledger::Reader(world.state).find(key::step(bill_key(), 1)));
  for (const char* added : {"reasonCode", "comment", "payload", "place"})
    CHECK(step.find(added) == std::string::npos);
}
