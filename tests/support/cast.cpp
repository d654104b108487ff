// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cast.hpp"

#include <algorithm>

namespace tradelane::test {
namespace {

using crypto::KeyKind;

struct Line {
  std::string alias;
  std::string msp;
  std::vector<std::string> roles;
  bool acts_by_signature;
  bool default_party;
  std::optional<KeyKind> key;
};

const Line lines[] = {
    {"OPR", "OperatorMSP", {"operator"}, false, true, {}},
    {"CAR", "CarrierMSP", {"carrier"}, false, true, KeyKind::p256},
    {"SDN", "DataMSP", {"feedNode"}, false, false, KeyKind::sm2},
    {"CDP", "DataMSP", {"dataProvider"}, false, true, {}},
    {"BKH", "BankHMSP", {"bank", "dataConsumer"}, false, true, {}},
    {"BKS", "BankSMSP", {"bank"}, false, true, KeyKind::p256},
    {"BK2", "Bank2MSP", {"bank", "dataConsumer"}, false, true, {}},
    {"EXP", "BankSMSP", {"consignee", "dataOwner", "shipper"}, true, false, KeyKind::sm2},
    {"IMP", "BankHMSP", {"consignee", "dataOwner", "shipper"}, true, false, KeyKind::ed25519},
};

Json key_json(const Signer& signer) {
  const crypto::Jwk jwk = signer.key.public_key().jwk();
  Json::Object out{{"kty", jwk.kty}, {"crv", jwk.crv}, {"x", jwk.x}};
  if (!jwk.y.empty()) out.emplace("y", jwk.y);
  return Json::Object{{"kid", signer.kid},
                      {"jwk", std::move(out)},
                      {"validFrom", "2026-01-01T00:00:00Z"},
                      {"validTo", "2027-01-01T00:00:00Z"}};
}

}  // namespace

PartyId party_id(std::string_view alias) {
  return *PartyId::parse(std::string(26 - alias.size(), '0') + std::string(alias));
}

Cast::Cast() {
  for (const Line& line : lines) {
    Json::Array names;
    for (const std::string& name : line.roles) names.emplace_back(name);
    Role role{.id = party_id(line.alias),
              .msp = line.msp,
              .roles = std::move(names),
              .acts_by_signature = line.acts_by_signature,
              .default_party = line.default_party};
    if (line.key)
      role.signer = Signer{role.id, line.alias + "-1", crypto::PrivateKey::generate(*line.key)};
    roles_.emplace(line.alias, std::move(role));
  }
}

Opening Cast::identity(const std::string& alias) const {
  return open("identity", Json::Object{{"legalName", "Canary " + alias + " Limited"},
                                       {"address", "1 Canary Road"},
                                       {"identifiers", Json::Array{}}});
}

Json Cast::registration(const std::string& alias) const {
  const Role& role = roles_.at(alias);
  Json::Array keys;
  if (role.signer) keys.push_back(key_json(*role.signer));
  // Towns that no private value of the story names: a test looks for those in all that is public.
  const bool is_mainland = role.msp == "BankSMSP" || role.msp == "DataMSP";
  return Json::Object{
      {"partyId", role.id.text()},
      {"msp", role.msp},
      {"defaultParty", role.default_party},
      {"actsBy", role.acts_by_signature ? "SIGNATURE" : "CERTIFICATE"},
      {"roles", role.roles},
      {"jurisdiction", is_mainland ? "CN" : "HK"},
      {"placeOfBusiness", is_mainland ? "CNSHA" : "HKKWN"},
      {"keys", std::move(keys)},
      {"commitments", Json::Object{{"identity", identity(alias).commitment.text()}}}};
}

const Cast& cast() {
  static const Cast the_cast;
  return the_cast;
}

Json rulebook() { return Json::Object{{"id", "TRADELANE-2026"}, {"sha256", std::string(64, 'a')}}; }

Json bootstrap_args() {
  return Json::Object{{"operatorMsps", Json::Array{Json("OperatorMSP")}},
                      {"fingerprintKids", Json::Array{Json("fp-2026-1")}},
                      {"rulebook", rulebook()}};
}

Actor actor(const World& world, const std::string& alias) {
  const Role& role = cast()[alias];
  return world.actor(role.msp, role.id.text());
}

void admit_everyone(World& world) {
  const auto require = [](const Answer& answer) {
    if (!answer.ok()) throw Fault("admit_everyone: " + answer.message);
  };
  require(world.submit(world.actor("OperatorMSP"), "party:Bootstrap", bootstrap_args()));
  for (const auto& [alias, role] : cast().all()) {
    require(world.submit(world.actor("OperatorMSP"), "party:Register", cast().registration(alias),
                         transient({cast().identity(alias)})));
    Json args = Json::Object{{"partyId", role.id.text()}, {"rulebook", rulebook()}};
    if (role.acts_by_signature)
      args = world.sign(*role.signer, "party:AcceptTerms", "party/" + role.id.text(), 1,
                        std::move(args));
    require(world.submit(actor(world, alias), "party:AcceptTerms", args));
  }
}

}  // namespace tradelane::test
