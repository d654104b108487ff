// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/loan_values.hpp"

#include "chaincode/crypto/digest.hpp"
#include "tests/support/edit.hpp"
#include "tests/support/fixture.hpp"

namespace tradelane::scenario::value {
namespace {

using test::open;

Json hkd(const char* amount) { return Json::Object{{"amount", amount}, {"currency", "HKD"}}; }

/// Rate, day count and rounding: the same in the facility and in the offer.
Json pricing() {
  return Json::Object{{"rateE6", "52500"}, {"dayCount", "ACT/365F"}, {"rounding", "HALF_UP"}};
}

/// The payment message, its settlement date moved to `day`.
Bytes message_of(const std::string& name, Date day) {
  constexpr std::string_view settled = "<IntrBkSttlmDt>2026-03-05<";
  Bytes out = test::fixture("payments/" + name);
  const auto at = out.find(settled);
  if (at == Bytes::npos) throw Fault("a payment message has no settlement date");
  return out.replace(at + settled.find('2'), 10, day.text());
}

Json payment(const char* amount, const char* debtor, const char* creditor, const Bytes& message) {
  return Json::Object{{"amount", hkd(amount)},
                      {"debtorAgent", test::party_id(debtor).text()},
                      {"creditorAgent", test::party_id(creditor).text()},
                      {"messageHash", crypto::sha256_hex(message).text()}};
}

}  // namespace

test::Opening facility_terms(const std::string& facility) {
  Json out = test::with(pricing(), "limit", hkd("987654321"));
  out = test::with(std::move(out), "tenorMaxDays", 180);
  out = test::with(std::move(out), "advanceRateE4", "8000");
  out = test::with(std::move(out), "acceptAdapterFacts", false);
  return open("facilityTerms", out, facility);
}

test::Opening unused(const std::string& facility) {
  return open("usage", Json::Object{{"drawn", hkd("0")}}, facility);
}
test::Opening used() { return open("usage", Json::Object{{"drawn", hkd(principal)}}); }
test::Opening used_no_more() { return open("usage", Json::Object{{"drawn", hkd("0")}}, "again"); }

test::Opening application(const std::string& loan) {
  return open("application", Json::Object{{"requested", hkd(principal)}, {"tenorDays", tenor_days}},
              loan);
}

test::Opening screening() {
  const auto screened = Set<PartyId>::of({test::party_id("EXP"), test::party_id("IMP")});
  return open("screening", Json::Object{{"outcome", "CLEAR"},
                                        {"list", "Canary sanctions list"},
                                        {"listVersion", "2026-064-canary"},
                                        {"screened", to_json(screened)}});
}

test::Opening terms() {
  Json out = test::with(pricing(), "principal", hkd(principal));
  out = test::with(std::move(out), "tenorDays", tenor_days);
  return open("terms", test::with(std::move(out), "fees", hkd("0")));
}

test::Opening drawdown() { return open("drawdown", Json::Object{{"amount", hkd(principal)}}); }

test::Opening disbursement(const Setting& setting) {
  return open("payment", payment(principal, "BKH", "BKS",
                                 message_of("disbursement.pacs.008.xml", disbursed_on(setting))));
}

test::Opening position(const Setting& setting) {
  return open("position", Json::Object{{"outstanding", hkd(principal)},
                                       {"interestFrom", disbursed_on(setting).text()},
                                       {"interestPaid", hkd("0")}});
}

test::Opening repayment(const Setting& setting) {
  return open("payment", payment(repaid, "BKH", "BKH",
                                 message_of("repayment.pacs.008.xml", repaid_on(setting))));
}

test::Opening position_repaid(const Setting& setting) {
  return open("position", Json::Object{{"outstanding", hkd("0")},
                                       {"interestFrom", repaid_on(setting).text()},
                                       {"interestPaid", hkd(interest)}});
}

// A story told across midnight pays on a day that is not before its drawdown all the same.
Date disbursed_on(const Setting& setting) { return Date::of(setting.start).plus_days(1); }
Date repaid_on(const Setting& setting) { return disbursed_on(setting).plus_days(tenor_days); }

}  // namespace tradelane::scenario::value
