// SPDX-License-Identifier: Apache-2.0
#include "tests/support/consents.hpp"

namespace tradelane::test {

std::string consent_id(std::string_view alias) { return party_id(alias).text(); }

Json consent_terms(const std::string& recipient) {
  return Json::Object{
      {"recipients", Json::Array{Json(party_id(recipient).text())}},
      {"purposes", Json::Array{Json("CREDIT_UNDERWRITING"), Json("DUP_FINANCE_CHECK")}},
      {"categories",
       Json::Array{Json("CONTAINER_EVENT"), Json("CUSTOMS_DECL"), Json("EBL_METADATA")}},
      {"dataPeriod", Json::Object{{"from", "2026-01-01"}, {"to", "2026-12-31"}}},
      {"notBefore", "2026-03-01T00:00:00Z"},
      {"notAfter", "2026-09-01T00:00:00Z"},
      {"usage", Json::Object{{"mode", "RECURRING"}, {"maxUses", 5}, {"minIntervalSec", 0}}},
      {"crossBorder", Json::Object{{"allowed", true},
                                   {"fromJurisdictions", Json::Array{Json("CN")}},
                                   {"toJurisdictions", Json::Array{Json("HK")}},
                                   {"exportBasis", "TRADE_EXEMPT"},
                                   {"hashOnly", false}}},
      {"retention", Json::Object{{"days", 365}, {"deleteOnRevoke", true}}},
      {"storageLocations", Json::Array{Json("HK")}},
      {"notice", Json::Object{{"uri", "https://example.org/notice"},
                              {"version", "3"},
                              {"lang", "zh-Hans"},
                              {"sha256", std::string(64, 'e')}}},
      {"personalDataPresent", false},
      {"sensitivePresent", false}};
}

Json consent_request(const std::string& id, const std::string& recipient,
                     const std::string& owner) {
  Json out = consent_terms(recipient);
  out = with(out, "consentId", consent_id(id));
  out = with(out, "arrangementId", consent_id(id));
  out = with(out, "version", 1);
  out = with(out, "owner", party_id(owner).text());
  return with(out, "provider", party_id("CDP").text());
}

Json consent_grant(const std::string& id, Json terms) {
  return Json::Object{{"consentId", consent_id(id)},
                      {"grant", std::move(terms)},
                      {"signatory", Json::Object{{"role", "director"},
                                                 {"assurance", "CORPID"},
                                                 {"authorityCommitment", std::string(64, 'f')}}}};
}

Json sign_consent(const World& world, const std::string& alias, const std::string& function,
                  const std::string& id, std::int64_t seq, Json args) {
  return world.sign(*cast()[alias].signer, function, "consent/" + consent_id(id), seq,
                    std::move(args));
}

void give_consent(World& world, const std::string& id, const std::string& recipient,
                  const std::string& owner) {
  const auto require = [](const Answer& answer) {
    if (!answer.ok()) throw Fault("give_consent: " + answer.message);
  };
  require(world.submit(actor(world, recipient), "consent:Request",
                       consent_request(id, recipient, owner)));
  require(world.submit(actor(world, "CDP"), "consent:Grant",
                       sign_consent(world, owner, "consent:Grant", id, 1,
                                    consent_grant(id, consent_terms(recipient)))));
  require(world.submit(actor(world, "CDP"), "consent:Acknowledge",
                       Json::Object{{"consentId", consent_id(id)}}));
}

Json consent_decide(const std::string& id) {
  return Json::Object{{"consentId", consent_id(id)},
                      {"purpose", "CREDIT_UNDERWRITING"},
                      {"categories", Json::Array{Json("CUSTOMS_DECL")}},
                      {"dataPeriod", Json::Object{{"from", "2026-03-01"}, {"to", "2026-03-05"}}},
                      {"records", Json::Array{}},
                      {"requestDigest", std::string(64, 'd')}};
}

}  // namespace tradelane::test
