// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::check;
using ebl::EblWorld;

namespace {

struct Export : EblWorld {
  Json asked(const char* form) const { return test::with(id, "form", form); }
  std::vector<Json> chain(const char* form) {
    const auto answer = as("BKH", "EndorsementChain", asked(form));
    CHECK(answer.ok());
    return *answer.payload.find("endorsementChain")->as_array();
  }
  static std::string text(const Json& entry, const char* name) {
    return *entry.find(name)->as_string();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Export, "EndorsementChain: B37, and the names of the document") {
  check(as("BKH", "EndorsementChain", asked("END")), "B37", "EBL_UNKNOWN");
  issue();
  const auto answer = as("BKH", "EndorsementChain", asked("END"));
  CHECK(answer.text("transportDocumentReference") == "TSTCSHA2603001");
  CHECK(answer.text("transportDocumentSubReference") == "1");
  CHECK(answer.text("carrierSCACCode") == "TSTC");
  check(as("BKH", "EndorsementChain", asked("DCSA")), "A11", "ARG_MALFORMED");
}

TEST_CASE_FIXTURE(Export, "EndorsementChain: END newest first, PINT and SUR oldest first") {
  deliver();
  CHECK(acts("IMP", "Sign", id).ok());
  const struct {
    const char* form;
    std::vector<std::string> codes;
  } rows[] = {{"END", {"SIGN", "TRANSFER", "ISSUE"}},
              {"PINT", {"ISSUE", "TRANSFER", "SIGN"}},
              {"SUR", {"ISSUE", "TRANSFER", "SIGN"}}};
  for (const auto& row : rows) {
    CAPTURE(row.form);
    std::vector<std::string> codes;
    for (const Json& entry : chain(row.form)) codes.push_back(text(entry, "actionCode"));
    CHECK(codes == row.codes);
  }
}

TEST_CASE_FIXTURE(Export, "EndorsementChain: actor, recipient, time and reference of an act") {
  deliver();
  const Json transfer = chain("END").front();
  const std::string exporter = test::party_id("EXP").text();
  CHECK(text(*transfer.find("actor"), "partyName") == exporter);
  const Json code = transfer.find("actor")->find("identifyingCodes")->as_array()->front();
  CHECK(text(code, "codeListProvider") == "ZZZ");
  CHECK(text(code, "partyCode") == exporter);
  CHECK(text(*transfer.find("recipient"), "partyName") == test::party_id("IMP").text());
  CHECK(text(transfer, "actionDateTime") == "2026-03-05T08:00:00.000Z");
  CHECK(text(transfer, "auditReference") == newest().txid);
}

TEST_CASE_FIXTURE(Export, "EndorsementChain: SUR names a recipient of every act") {
  issue();
  CHECK(acts("EXP", "Sign", id).ok());
  CHECK(text(*chain("SUR").back().find("recipient"), "partyName") == "NONE");
  CHECK(chain("PINT").back().find("recipient") == nullptr);
  CHECK(chain("END").front().find("recipient") == nullptr);
}
