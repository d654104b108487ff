// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using test::with;

namespace {

struct Formats : PartyWorld {
  test::Answer set(std::int64_t format) {
    return world.submit(operator_, "party:SetFormat", Json::Object{{"format", format}});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Formats, "SetFormat: every refusal, at each limit and one beyond") {
  check(set(2), "A10", "AUTH_DENIED");
  bootstrap();
  check(set(0), "P17", "FORMAT_UNKNOWN");
  check(set(3), "P17", "FORMAT_UNKNOWN");
  const auto back = set(1);
  check(back, "P18", "FORMAT_STATE");
  CHECK(back.message.ends_with("(format 2)"));
  CHECK(set(2).changes.empty());
  go_back_to_first_format();
  CHECK(set(1).changes.empty());
  CHECK(set(2).ok());
  CHECK(set(2).changes.empty());
}

TEST_CASE_FIXTURE(Formats, "SetFormat: until then everything is written as it always was") {
  bootstrap();
  go_back_to_first_format();
  check(enrol("EXP"), "P22", "FORMAT_STATE");
  const auto old = enrol_as_before("EXP");
  CHECK(old.ok());
  const Party record = this->record("EXP");
  const Bytes bytes = encode_record(record);
  for (const char* member : {"placeOfBusiness", "signaturesNeeded", "actsSince"})
    CHECK(bytes.find(member) == std::string::npos);
  const auto& exporter = *test::cast()["EXP"].signer;
  const Json terms =
      Json::Object{{"partyId", exporter.party.text()}, {"rulebook", test::rulebook()}};
  CHECK(enrol_as_before("BKS").ok());
  const auto accepted = world.submit(
      world.actor("BankSMSP"), "party:AcceptTerms",
      world.sign(exporter, "party:AcceptTerms", "party/" + exporter.party.text(), 1, terms));
  CHECK(accepted.ok());
  CHECK(accepted.changes.writes().size() == 1);
}

TEST_CASE_FIXTURE(Formats, "SetFormat: records of the first form are read for ever") {
  bootstrap();
  go_back_to_first_format();
  CHECK(enrol_as_before("CAR").ok());
  CHECK(set(2).ok());
  CHECK(enrol_as_before("CAR").changes.empty());
  const auto seen = world.evaluate(world.actor("CarrierMSP"), "party:Get",
                                   Json::Object{{"partyId", test::party_id("CAR").text()}});
  CHECK(seen.ok());
  check(enrol_as_before("BKS"), "P14", "ARG_MALFORMED");
}
