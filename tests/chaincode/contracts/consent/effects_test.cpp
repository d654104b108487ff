// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/effects.hpp"

#include <doctest/doctest.h>

#include "tests/support/consents.hpp"

using namespace tradelane;
using namespace tradelane::consent;

namespace {

const Timestamp noon = *Timestamp::parse("2026-03-05T12:00:00Z");

Terms terms() {
  Terms out = *from_json<Terms>(test::consent_terms("BKH"));
  out.usage.min_interval_s = 60;
  return out;
}

Consent active() {
  Consent out;
  out.request = terms();
  out.grant = terms();
  out.state = State::active;
  return out;
}

struct Case {
  std::optional<Consent> consent = active();
  ConsentUse use = {};
  Ask ask = {.recipient = test::party_id("BKH"),
             .recipient_jurisdiction = *Country::parse("HK"),
             .purpose = "CREDIT_UNDERWRITING",
             .categories = {"CUSTOMS_DECL"},
             .data_period = DataPeriod{*Date::parse("2026-03-01"), *Date::parse("2026-03-05")}};
  Timestamp now = noon;

  std::string reason() const {
    const auto code = deny_reason(consent, use, ask, now);
    return code ? reason_text(*code) : "";
  }
};

}  // namespace

TEST_CASE("deny reasons: each alone, and before all that come after it") {
  CHECK(Case{}.reason() == "");
  // Each row makes one more thing wrong, from the last reason to the first: the newest one wins.
  Case all;
  const std::pair<const char*, std::function<void(Case&)>> rows[] = {
      {"SENSITIVE_MULTI_RECIPIENT",
       [](Case& c) {
         c.consent->grant->sensitive_present = true;
         c.consent->grant->recipients = Set<PartyId>::of({c.ask.recipient, test::party_id("BK2")});
       }},
      {"EXPORT_BASIS", [](Case& c) { c.consent->grant->personal_data_present = true; }},
      {"JURISDICTION", [](Case& c) { c.ask.recipient_jurisdiction = *Country::parse("SG"); }},
      {"TOO_SOON", [](Case& c) { c.use.last_used_at = noon.plus_seconds(-59); }},
      {"PERIOD", [](Case& c) { c.ask.data_period->from = *Date::parse("2025-12-31"); }},
      {"CATEGORY", [](Case& c) { c.ask.categories = {"BANK_ACCOUNT"}; }},
      {"PURPOSE", [](Case& c) { c.ask.purpose = "KYC_CDD"; }},
      {"EXHAUSTED", [](Case& c) { c.use.used = 5; }},
      {"REVOKED", [](Case& c) { c.consent->state = State::revoked; }},
      {"EXPIRED", [](Case& c) { c.now = c.consent->grant->not_after; }},
      {"NOT_YET_VALID", [](Case& c) { c.now = c.consent->grant->not_before.plus_seconds(-1); }},
      {"NOT_ACKNOWLEDGED", [](Case& c) { c.consent->state = State::granted; }},
      {"NOT_GRANTED", [](Case& c) { c.consent->state = State::requested; }},
      {"NOT_FOUND", [](Case& c) { c.ask.recipient = test::party_id("BKS"); }},
      {"NOT_FOUND", [](Case& c) { c.consent.reset(); }},
  };
  for (const auto& [reason, spoil] : rows) {
    CAPTURE(reason);
    Case alone;
    spoil(alone);
    CHECK(alone.reason() == reason);
    spoil(all);
    CHECK(all.reason() == reason);
  }
}

TEST_CASE("deny reasons: the edges of validity, uses, interval and period") {
  Case at_start;
  at_start.now = at_start.consent->grant->not_before;
  CHECK(at_start.reason() == "");
  Case at_end;
  at_end.now = at_end.consent->grant->not_after.plus_seconds(-1);
  CHECK(at_end.reason() == "");
  Case last_use;
  last_use.use.used = 4;
  CHECK(last_use.reason() == "");
  Case unlimited;
  unlimited.consent->grant->usage.max_uses = 0;
  unlimited.use.used = 1'000'000;
  CHECK(unlimited.reason() == "");
  Case minute_later;
  minute_later.use.last_used_at = noon.plus_seconds(-60);
  CHECK(minute_later.reason() == "");
  Case whole_year;
  whole_year.ask.data_period = DataPeriod{*Date::parse("2026-01-01"), *Date::parse("2026-12-31")};
  CHECK(whole_year.reason() == "");
  Case no_category;
  no_category.ask.categories = {};
  CHECK(no_category.reason() == "CATEGORY");
}

TEST_CASE("deny reasons: what carries data over a border") {
  struct Row {
    const char* basis;
    bool personal;
    bool hash_only;
    const char* reason;
  };
  const Row rows[] = {
      {"TRADE_EXEMPT", false, false, ""},          {"TRADE_EXEMPT", true, false, "EXPORT_BASIS"},
      {"STD_CONTRACT", true, false, ""},           {"HASH_ONLY", false, true, ""},
      {"HASH_ONLY", false, false, "EXPORT_BASIS"}, {"GBA_SC", false, false, "EXPORT_BASIS"},
      {"WISH", false, false, "EXPORT_BASIS"}};
  for (const Row& row : rows) {
    CAPTURE(row.basis);
    Case over;
    over.consent->grant->cross_border.export_basis = row.basis;
    over.consent->grant->cross_border.hash_only = row.hash_only;
    over.consent->grant->personal_data_present = row.personal;
    CHECK(over.reason() == row.reason);
  }
  Case at_home;
  at_home.ask.recipient_jurisdiction = *Country::parse("CN");
  at_home.consent->grant->cross_border.allowed = false;
  CHECK(at_home.reason() == "");
  Case closed;
  closed.consent->grant->cross_border.allowed = false;
  CHECK(closed.reason() == "JURISDICTION");
}

TEST_CASE("widened: every field, one step more than was asked for") {
  const Terms asked = terms();
  CHECK(widened_field(asked, asked) == "");
  struct Row {
    const char* field;
    std::function<void(Terms&)> widen;
  };
  const Row rows[] = {
      {"recipients", [](Terms& t) { t.recipients.push_back(test::party_id("ZZZ")); }},
      {"purposes", [](Terms& t) { t.purposes.push_back("KYC_CDD"); }},
      {"categories", [](Terms& t) { t.categories.push_back("EINVOICE"); }},
      {"dataPeriod", [](Terms& t) { t.data_period.to = t.data_period.to.plus_days(1); }},
      {"notBefore", [](Terms& t) { t.not_before = t.not_before.plus_seconds(-1); }},
      {"notAfter", [](Terms& t) { t.not_after = t.not_after.plus_seconds(1); }},
      {"usage", [](Terms& t) { t.usage.max_uses = 6; }},
      {"usage", [](Terms& t) { t.usage.max_uses = 0; }},
      {"usage", [](Terms& t) { t.usage.min_interval_s = 59; }},
      {"crossBorder", [](Terms& t) { t.cross_border.export_basis = "STD_CONTRACT"; }},
      {"crossBorder",
       [](Terms& t) { t.cross_border.to_jurisdictions.push_back(*Country::parse("SG")); }},
      {"retention", [](Terms& t) { t.retention.days = 366; }},
      {"retention", [](Terms& t) { t.retention.delete_on_revoke = false; }},
      {"storageLocations", [](Terms& t) { t.storage_locations.push_back(*Country::parse("SG")); }},
      {"notice", [](Terms& t) { t.notice.version = "4"; }},
      {"personalDataPresent", [](Terms& t) { t.personal_data_present = true; }},
      {"sensitivePresent", [](Terms& t) { t.sensitive_present = true; }}};
  for (const Row& row : rows) {
    CAPTURE(row.field);
    Terms granted = asked;
    row.widen(granted);
    CHECK(widened_field(asked, granted) == row.field);
  }
  Terms one_off = asked;
  one_off.usage = {.mode = UsageMode::one_off, .max_uses = 1, .min_interval_s = 60};
  CHECK(widened_field(asked, one_off) == "");
  CHECK(widened_field(one_off, asked) == "usage");
  Terms digests = asked;
  digests.cross_border.hash_only = true;
  CHECK(widened_field(asked, digests) == "");
  CHECK(widened_field(digests, asked) == "crossBorder");
}
