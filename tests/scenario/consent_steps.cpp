// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/digest.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/consents.hpp"

namespace tradelane::scenario {
namespace {

using test::with;

constexpr std::int64_t day_s = 86'400;

Json period(const Setting& setting, std::int64_t days_before, std::int64_t days_after) {
  const Date today = Date::of(setting.start);
  return Json::Object{{"from", today.plus_days(-days_before).text()},
                      {"to", today.plus_days(days_after).text()}};
}

/// `terms`, valid around the day of the story.
Json valid_now(Json terms, const Setting& setting) {
  terms = with(std::move(terms), "dataPeriod", period(setting, 64, 180));
  terms = with(std::move(terms), "notBefore", setting.start.plus_seconds(-4 * day_s).text());
  return with(std::move(terms), "notAfter", setting.start.plus_seconds(180 * day_s).text());
}

Step step_of(const std::string& consent, const std::string& by, const std::string& transaction) {
  return {.by = by,
          .transaction = "consent:" + transaction,
          .endorsers = "O" + letter_of(by),
          .args = Json::Object{{"consentId", test::consent_id(consent)}},
          .id = test::consent_id(consent)};
}

SignedBy owner_at(const std::string& consent, std::int64_t seq) {
  return {owner_of(consent), "consent/" + test::consent_id(consent), seq};
}

}  // namespace

std::string recipient_of(const std::string& consent) { return consent == "C3" ? "BK2" : "BKH"; }
std::string owner_of(const std::string& consent) { return consent == "C2" ? "IMP" : "EXP"; }

Step request_consent(const std::string& consent, const Setting& setting) {
  const std::string bank = recipient_of(consent);
  Step step = step_of(consent, bank, "Request");
  step.number = "3";
  step.what = bank + " asks " + owner_of(consent) + " for consent " + consent;
  step.args = valid_now(test::consent_request(consent, bank, owner_of(consent)), setting);
  step.seq = 1;
  return step;
}

Step grant_consent(const std::string& consent, const Setting& setting) {
  Step step = step_of(consent, "CDP", "Grant");
  step.number = "4";
  step.what = owner_of(consent) + " grants " + consent;
  step.args =
      test::consent_grant(consent, valid_now(test::consent_terms(recipient_of(consent)), setting));
  step.signatures = {owner_at(consent, 1)};
  step.seq = 2;
  return step;
}

Step acknowledge_consent(const std::string& consent) {
  Step step = step_of(consent, "CDP", "Acknowledge");
  step.number = "4";
  step.what = "the data provider acknowledges " + consent;
  step.seq = 3;
  return step;
}

Json data_request(const std::string& consent, const Setting& setting) {
  const bool metadata = consent == "C2";
  Json::Array records;
  if (!metadata) records.emplace_back(record_of("D1", setting).evidence_id);
  const Json request =
      Json::Object{{"categories", Json::Array{Json(metadata ? "EBL_METADATA" : "CUSTOMS_DECL")}},
                   {"dataPeriod", period(setting, 4, 0)},
                   {"purpose", "CREDIT_UNDERWRITING"},
                   {"records", std::move(records)}};
  const auto opening = parse_json(test::open("request", request, consent).bytes);
  return with(request, "salt", *opening->find("salt"));
}

Step decide_consent(const std::string& consent, const std::string& number, const Setting& setting) {
  const Json request = data_request(consent, setting);
  const Json asked = test::without(request, "salt");
  Step step = step_of(consent, recipient_of(consent), "Decide");
  step.number = number;
  step.what = step.by + " asks to see data under " + consent;
  for (const auto& [name, value] : *asked.as_object())
    step.args = with(std::move(step.args), name, value);
  step.args =
      with(std::move(step.args), "requestDigest", crypto::sha256_hex(canonical(request)).text());
  step.id = "";
  step.code = "ALLOW";
  return step;
}

Step denied_decision(const std::string& consent, const Setting& setting) {
  Step step = decide_consent(consent, "12", setting);
  step.code = "DENY";
  return step;
}

Step revoke_consent(const std::string& consent) {
  Step step = step_of(consent, "CDP", "Revoke");
  step.number = "12";
  step.what = owner_of(consent) + " revokes " + consent;
  step.args = with(std::move(step.args), "reason", "OWNER_REQUEST");
  step.signatures = {owner_at(consent, 3)};
  step.seq = 4;
  return step;
}

}  // namespace tradelane::scenario
