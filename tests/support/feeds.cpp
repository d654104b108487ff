// SPDX-License-Identifier: Apache-2.0
#include "tests/support/feeds.hpp"

#include "chaincode/contracts/evidence/effects.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::test {

Json feed_registration(const std::string& feed, const std::string& record_type) {
  const Json registration = cast().registration("SDN");
  Json key = registration.find("keys")->as_array()->front();
  key = with(std::move(key), "alg", "SM2-SM3");
  return Json::Object{{"feedId", feed},
                      {"sourceNode", party_id("SDN").text()},
                      {"recordTypes", Json::Array{Json(record_type)}},
                      {"keys", Json::Array{key}}};
}

Json declaration_facts(const std::string& which) {
  const bool first = which == "D1";
  const char* container = first ? "TSTU3000018" : "TSTU3000039";
  Json::Array hs6;
  if (first) {
    hs6 = {Json("847150"), Json("851762")};
  } else {
    hs6 = {Json("850440")};
  }
  return Json::Object{
      {"entryId", first ? "224820260000012345" : "224820260000012346"},
      {"ieFlag", "E"},
      {"declaredOn", "2026-03-01"},
      {"billNo", first ? "TSTCSHA2603001" : "TSTCSHA2603002"},
      {"containers", Json::Array{Json(container)}},
      {"packages", first ? 490 : 800},
      {"grossWeightG", first ? "12500500" : "6400000"},
      {"hs6", std::move(hs6)},
      {"tradeCoScc", "91310115MA1K0T014C"},
      {"ownerCodeScc", "91310115MA1K0T0227"},
      {"total", Json::Object{{"amount", first ? "625000000" : "200000000"}, {"currency", "HKD"}}},
      {"status", "RELEASED"}};
}

Opening declaration_opening(const std::string& which) {
  return open("facts", declaration_facts(which));
}

Json event_facts(const std::string& which) {
  Json out = Json::Object{{"eventId", which == "G1"   ? "11111111-0000-4000-8000-000000000001"
                                      : which == "L1" ? "11111111-0000-4000-8000-000000000002"
                                                      : "11111111-0000-4000-8000-000000000003"},
                          {"eventType", which == "P1" ? "TRANSPORT" : "EQUIPMENT"},
                          {"code", which == "G1"   ? "GTIN"
                                   : which == "L1" ? "LOAD"
                                                   : "DEPA"},
                          {"classifier", "ACT"},
                          {"eventTime", "2026-03-03T10:00:00Z"},
                          {"unlocode", "CNSGH"}};
  if (which != "P1") out = with(std::move(out), "container", "TSTU3000018");
  if (which == "G1") return out;
  return with(with(std::move(out), "imo", "9321483"), "voyage", "610W");
}

Opening event_opening(const std::string& which) { return open("facts", event_facts(which)); }

Json envelope(Timestamp now, const std::string& object, const Opening& facts) {
  return Json::Object{
      {"schema", "tradelane.envelope/1"},
      {"feedId", "decl"},
      {"sourceNode", party_id("SDN").text()},
      {"seq", 1},
      {"recordType", "CUSTOMS_DECL"},
      {"recordId", crypto::sha256_hex("secret" + object).text()},
      {"recordVersion", 1},
      {"eventTime", now.plus_seconds(-7200).text()},
      {"publishedAt", now.plus_seconds(-3600).text()},
      {"ownerId", party_id("EXP").text()},
      {"classification",
       Json::Object{{"personal", false}, {"important", false}, {"exportBasis", "TRADE_EXEMPT"}}},
      {"contentType", "application/xml"},
      {"charset", "GB18030"},
      {"payloadDigest", Json::Object{{"alg", "SM3"}, {"value", std::string(64, 'c')}}},
      {"factsDigest", facts.commitment.text()},
      {"factsBy", "SOURCE"}};
}

Json envelope(const World& world, const std::string& object, const Opening& facts) {
  return envelope(world.now, object, facts);
}

Json signed_envelope(Json unsigned_envelope) {
  const Signer& signer = *cast()["SDN"].signer;
  const Bytes signature =
      signer.key.sign(crypto::Algorithm::sm2_sm3, evidence::signed_bytes(unsigned_envelope));
  return Json::Object{{"envelope", with(std::move(unsigned_envelope), "sig",
                                        Json::Object{{"alg", "SM2-SM3"},
                                                     {"kid", signer.kid},
                                                     {"value", to_base64url(signature)}})}};
}

std::string digest_of(const Json& unsigned_envelope) {
  return crypto::sha256_hex(evidence::signed_bytes(unsigned_envelope)).text();
}

std::string evidence_id(const std::string& object, const std::string& type) {
  return party_id("SDN").text() + "/" + type + "/" + crypto::sha256_hex("secret" + object).text();
}

}  // namespace tradelane::test
