// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/steps.hpp"
#include "tests/support/edit.hpp"

namespace tradelane::scenario {

using test::cast;

std::string id26(const std::string& alias) { return test::party_id(alias).text(); }

std::string letter_of(const std::string& alias) {
  static const std::map<std::string, std::string> letters{{"OperatorMSP", "O"}, {"CarrierMSP", "C"},
                                                          {"DataMSP", "D"},     {"BankHMSP", "H"},
                                                          {"BankSMSP", "S"},    {"Bank2MSP", "2"}};
  return letters.at(cast()[alias].msp);
}

namespace {

Json keys_of(const std::string& alias, const Setting& setting) {
  Json::Array out;
  const Json registration = cast().registration(alias);
  for (const Json& key : *registration.find("keys")->as_array())
    out.push_back(valid_around(key, setting));
  if (alias != "SDN") return out;
  Json own = source_key(setting);
  own.as_object()->erase("alg");
  return Json::Array{std::move(own)};
}

/// The operator and one other: its own organisation, for the operator itself the data node's.
std::string with_operator(const std::string& alias) {
  return alias == "OPR" ? "OD" : "O" + letter_of(alias);
}

}  // namespace

Step bootstrap() {
  return {.number = "0",
          .what = "the operator names itself and the rulebook",
          .by = "OPR",
          .transaction = "party:Bootstrap",
          .endorsers = "OD",
          .args = test::bootstrap_args(),
          .id = "TRADELANE-2026"};
}

Step register_party(const std::string& alias, const Setting& setting) {
  return {.number = "0",
          .what = "the operator registers " + alias,
          .by = "OPR",
          .transaction = "party:Register",
          .endorsers = with_operator(alias),
          .args = test::with(cast().registration(alias), "keys", keys_of(alias, setting)),
          .openings = {cast().identity(alias)},
          .id = id26(alias),
          .seq = 1};
}

Step accept_terms(const std::string& alias) {
  Step step{.number = "0",
            .what = alias + " accepts the rulebook",
            .by = alias,
            .transaction = "party:AcceptTerms",
            .endorsers = with_operator(alias),
            .args = Json::Object{{"partyId", id26(alias)}, {"rulebook", test::rulebook()}},
            .id = id26(alias),
            .seq = 2};
  if (cast()[alias].acts_by_signature) step.signatures = {{alias, "party/" + id26(alias), 1}};
  return step;
}

}  // namespace tradelane::scenario
