// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/document.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::BillId;
using ebl::check;
using ebl::EblWorld;

TEST_CASE_FIXTURE(EblWorld, "Get and History: B37, and the chain as it was written") {
  check(as("BKH", "Get", id), "B37", "EBL_UNKNOWN");
  check(as("BKH", "History", id), "B37", "EBL_UNKNOWN");
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  CHECK(as("BKH", "AcceptPledge", accept()).ok());
  const auto history = as("BKH", "History", id);
  std::string codes;
  Json previous;
  for (const Json& step : *history.payload.find("steps")->as_array()) {
    codes += *step.find("actionCode")->as_string() + " ";
    const Json* link = step.find("prevHash");
    if (previous.is_null()) {
      CHECK(link == nullptr);
    } else {
      const auto bytes = encode_record(*from_json<ebl::Step>(previous));
      CHECK(*link == Json(crypto::sha256_hex(bytes).text()));
    }
    previous = step;
  }
  CHECK(codes == "ISSUE TRANSFER_OFFERED TRANSFER PLEDGE_OFFERED PLEDGED ");
}

TEST_CASE_FIXTURE(EblWorld, "Get: the document for those whose organisation keeps it") {
  issue();
  const Json open = test::with(id, "open", true);
  CHECK(as("EXP", "Get", open).payload.find("issuance") != nullptr);
  CHECK(as("CAR", "Get", open).payload.find("issuance") != nullptr);
  CHECK(as("BKH", "Get", open).payload.find("issuance") == nullptr);
  CHECK(as("EXP", "Get", id).payload.find("issuance") == nullptr);
}

TEST_CASE_FIXTURE(EblWorld, "History: page by page") {
  issue();
  const Json remark = test::with(test::with(id, "comment", std::string(64, 'c')), "length", 1);
  for (int i = 0; i < 100; ++i) {
    world.now = world.now.plus_seconds(1);
    // The other of two says the next one, so that none is a repetition.
    CHECK(acts(i % 2 == 0 ? "CAR" : "IMP", "AddRemark", remark).ok());
  }
  const auto first = as("BKH", "History", id);
  CHECK(first.payload.find("steps")->as_array()->size() == 100);
  CHECK(first.integer("next") == 100);
  const auto second = as("BKH", "History", test::with(id, "after", 100));
  REQUIRE(second.payload.find("steps")->as_array()->size() == 1);
  CHECK(second.payload.find("next") == nullptr);
  CHECK(*second.payload.find("steps")->as_array()->front().find("at") == Json(world.now.text()));
  CHECK(as("BKH", "History", test::with(id, "after", 101))
            .payload.find("steps")
            ->as_array()
            ->empty());
  check(as("BKH", "History", test::with(id, "after", -1)), "A11", "ARG_MALFORMED");
}

TEST_CASE_FIXTURE(EblWorld, "Verify: whether this is the document, and why not") {
  const std::string good = ebl::checksum(test::document("B1"));
  const Json opening = *parse_json(test::bill_openings("B1").issuance.bytes);
  const std::string salt = *opening.find("salt")->as_string();
  const auto asked = [&](const std::string& alias, const std::string& checksum,
                         const std::string& with_salt) {
    return as(alias, "Verify", test::with(test::with(id, "checksum", checksum), "salt", with_salt));
  };
  check(asked("EXP", good, salt), "B37", "EBL_UNKNOWN");
  issue();
  const struct {
    const char* alias;
    std::string checksum;
    std::string salt;
    const char* reason;
  } rows[] = {{"EXP", good, salt, "MATCHES"},
              {"CAR", good, salt, "MATCHES"},
              {"EXP", std::string(64, '0'), salt, "OTHER_CHECKSUM"},
              {"EXP", good, "c2FsdA", "OTHER_SALT"},
              {"BK2", good, salt, "NOT_KEPT"}};
  for (const auto& row : rows) {
    CAPTURE(row.reason);
    const auto answer = asked(row.alias, row.checksum, row.salt);
    CHECK(answer.text("reason") == row.reason);
    CHECK(*answer.payload.find("valid") == Json(std::string(row.reason) == "MATCHES"));
  }
}

TEST_CASE_FIXTURE(EblWorld, "ProveControl: who has the bill, at which step, for which question") {
  const Json asked = test::with(id, "nonce", "n-1");
  check(as("BKH", "ProveControl", asked), "B37", "EBL_UNKNOWN");
  deliver();
  check(as("BKH", "ProveControl", test::with(id, "nonce", "")), "B93", "ARG_MALFORMED");
  check(as("BKH", "ProveControl", test::with(id, "nonce", std::string(101, 'n'))), "B93",
        "ARG_MALFORMED");
  CHECK(as("BKH", "ProveControl", test::with(id, "nonce", std::string(100, 'n'))).ok());
  const auto proof = as("BKH", "ProveControl", asked);
  CHECK(proof.text("controller") == test::party_id("IMP").text());
  CHECK(proof.integer("seq") == 3);
  CHECK(proof.text("headHash") == bill().head_hash.text());
  CHECK(proof.text("nonce") == "n-1");
  CHECK(acts("IMP", "RequestSurrender", surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  CHECK(as("BKH", "ProveControl", asked).text("controller").empty());
}

TEST_CASE_FIXTURE(EblWorld, "ProveControl: nobody controls a bill that was recovered to another") {
  deliver();
  const PartyId importer = test::party_id("IMP");
  world.state.apply(ledger::Changes{}.put(ebl::key::recovery(bill_key()),
                                          ebl::Recovery{.state = ebl::RecoveryState::completed,
                                                        .lost = importer,
                                                        .replacement = importer,
                                                        .reason = bill().facts,
                                                        .completes_after = world.now,
                                                        .at = world.now,
                                                        .last_act = bill().last_act}));
  CHECK(as("BKH", "ProveControl", test::with(id, "nonce", "n")).text("controller").empty());
}

TEST_CASE_FIXTURE(EblWorld, "ListHeld: what a party of one's own organisation holds") {
  const auto held = [&](const std::string& alias) {
    const auto answer = as(alias == "EXP"   ? "BKS"
                           : alias == "IMP" ? "BKH"
                                            : alias,
                           "ListHeld", Json::Object{{"party", test::party_id(alias).text()}});
    CHECK(answer.ok());
    return *answer.payload.find("bills")->as_array();
  };
  const Json of_exporter = Json::Object{{"party", test::party_id("EXP").text()}};
  check(as("BKH", "ListHeld", of_exporter), "B94", "AUTH_DENIED");
  check(as("BKH", "ListHeld", Json::Object{{"party", test::party_id("NOBODY").text()}}), "B94",
        "AUTH_DENIED");
  CHECK(held("EXP").empty());
  issue();
  CHECK(test::issue_bill(world, "B2").ok());
  const Json one{test::bill_id("B1")};
  const Json two{test::bill_id("B2")};
  CHECK(held("EXP") == Json::Array{one, two});
  const auto rest = as("BKS", "ListHeld", test::with(of_exporter, "after", test::bill_id("B1")));
  CHECK(*rest.payload.find("bills")->as_array() == Json::Array{two});
  CHECK(acts("EXP", "Transfer", to("IMP")).ok());
  CHECK(held("EXP") == Json::Array{one, two});
  CHECK(acts("IMP", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  CHECK(held("EXP") == Json::Array{two});
  CHECK(held("IMP") == Json::Array{one});
  CHECK(acts("IMP", "RequestSurrender", surrender("R1")).ok());
  CHECK(held("IMP") == Json::Array{one});
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  CHECK(held("IMP").empty());
}

TEST_CASE_FIXTURE(EblWorld, "ListHeld: page by page") {
  const PartyId bank = test::party_id("BKH");
  for (int i = 0; i < 101; ++i) {
    const BillId row = *BillId::parse("TSTC/P" + std::to_string(1000 + i) + "/1");
    world.state.apply(ledger::Changes{}.put(ebl::key::held(bank, row), ebl::HeldBill{row}));
  }
  const Json asked = Json::Object{{"party", bank.text()}};
  const auto first = as("BKH", "ListHeld", asked);
  CHECK(first.payload.find("bills")->as_array()->size() == 100);
  CHECK(first.text("next") == "TSTC/P1099/1");
  const auto second = as("BKH", "ListHeld", test::with(asked, "after", first.text("next")));
  CHECK(second.payload.find("bills")->as_array()->size() == 1);
  CHECK(second.payload.find("next") == nullptr);
}
