// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/cli/ask.cpp
#include "adapters/cli/title.hpp"

#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/paper.hpp"

using namespace tradelane;

namespace {

const char* const bill =
    R"({"id":"HLCU/B1/1","holder":"00000000000000000000000BKH",)"
    R"("issuer":"00000000000000000000000CAR",)"
    R"("kind":"ORDER","owner":"00000000000000000000000EXP","status":"ISSUED",)"
    R"("pledge":{"loan":"L1","pledgee":"00000000000000000000000BKH","state":"ACCEPTED"}})";
const char* const steps =
    R"([{"actionCode":"ISSUE","actor":"00000000000000000000000CAR","at":"2026-03-05T08:00:00Z",)"
    R"("recipient":"00000000000000000000000EXP","txId":"aa"},)"
    R"({"actionCode":"PLEDGE_OFFERED","actor":"00000000000000000000000EXP",)"
    R"("at":"2026-03-06T08:00:00Z","txId":"bb"},)"
    R"({"actionCode":"NEW_ACT","actor":"x\u001b[2J","at":"2026-03-07T08:00:00Z","txId":"cc"}])";
const char* const chain =
    R"([{"actionCode":"ISSUE","auditReference":"aa"},{"actionCode":"ENDORSE_TO_ORDER",)"
    R"("auditReference":"cc"},{"actionCode":"TRANSFER","auditReference":"cc"}])";

Json title() {
  return cli::title_json(test::json(bill), *test::json(steps).as_array(),
                         *test::json(chain).as_array());
}

}  // namespace

TEST_CASE("the chain of title as a person reads it, in lines that fit a narrow terminal") {
  const test::Paper paper;
  cli::print_title(paper.screen, title());
  CHECK(paper.out.str() ==
        "bill HLCU/B1/1\n"
        "  status   issued, in circulation\n"
        "  kind     ORDER\n"
        "  issuer   00000000000000000000000CAR\n"
        "  holder   00000000000000000000000BKH\n"
        "  owner    00000000000000000000000EXP\n"
        "  pledgee  00000000000000000000000BKH\n"
        "  pledge   ACCEPTED, loan L1\n"
        "chain of title, the oldest first\n"
        "   1  2026-03-05T08:00:00Z\n"
        "      issued\n"
        "      DCSA  ISSUE\n"
        "      by    00000000000000000000000CAR\n"
        "      to    00000000000000000000000EXP\n"
        "   2  2026-03-06T08:00:00Z\n"
        "      pledge offered\n"
        "      DCSA  none\n"
        "      by    00000000000000000000000EXP\n"
        "   3  2026-03-07T08:00:00Z\n"
        "      NEW_ACT\n"
        "      DCSA  ENDORSE_TO_ORDER + TRANSFER\n"
        "      by    x [2J\n");
}

TEST_CASE("colours where the screen takes them, and only there") {
  std::ostringstream out;
  std::ostringstream err;
  cli::print_title({.out = out, .err = err, .colors_out = true}, title());
  CHECK(out.str().find("\x1b[") != std::string::npos);
  const test::Paper plain;
  cli::print_title(plain.screen, title());
  CHECK(plain.out.str().find('\x1b') == std::string::npos);
}

TEST_CASE("the chain of title for programs") {
  const Json json = title();
  CHECK(*json.find("status") == Json("ISSUED"));
  CHECK(*json.find("pledge")->find("pledgee") == Json("00000000000000000000000BKH"));
  const auto& acts = *json.find("acts")->as_array();
  REQUIRE(acts.size() == 3);
  CHECK(*acts[0].find("seq") == Json(1));
  CHECK(*acts[0].find("dcsa") == Json("ISSUE"));
  CHECK(acts[1].find("dcsa") == nullptr);
  CHECK(acts[1].find("recipient") == nullptr);
  CHECK(*acts[1].find("action") == Json("pledge offered"));
}
