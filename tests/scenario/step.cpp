// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/step.hpp"

#include <chrono>

#include "tests/support/edit.hpp"

namespace tradelane::scenario {
namespace {

constexpr std::int64_t act_lives_s = 86'400;

constexpr std::int64_t half_a_year_s = 180 * act_lives_s;

}  // namespace

Json valid_around(Json key, const Setting& setting) {
  key = test::with(std::move(key), "validFrom", setting.start.plus_seconds(-half_a_year_s).text());
  return test::with(std::move(key), "validTo", setting.start.plus_seconds(half_a_year_s).text());
}

Json source_key(const Setting& setting) {
  if (setting.source_key) return valid_around(*setting.source_key, setting);
  const Json registration = test::cast().registration("SDN");
  const Json& key = registration.find("keys")->as_array()->front();
  return valid_around(test::with(key, "alg", "SM2-SM3"), setting);
}

contract::ActStatement statement_of(const Step& step, const SignedBy& by, const Setting& setting) {
  const test::Signer& signer = *test::cast()[by.alias].signer;
  return {.args = step.args,
          .chaincode = setting.chaincode,
          .channel = setting.channel,
          .kid = signer.kid,
          .not_after = setting.start.plus_seconds(act_lives_s),
          .party = signer.party,
          .seq = by.seq,
          .subject = by.subject,
          .transaction = step.transaction};
}

Json signature(const contract::ActStatement& statement, const std::string& alias) {
  const test::Signer& signer = *test::cast()[alias].signer;
  const auto algorithm = crypto::natural_algorithm(signer.key.kind());
  return to_json(contract::Signature{
      .party = statement.party,
      .kid = statement.kid,
      .seq = statement.seq,
      .not_after = statement.not_after,
      .sig = to_base64url(signer.key.sign(algorithm, contract::act_bytes(statement)))});
}

Json sealed(const Step& step, const Setting& setting) {
  if (step.signatures.empty()) return step.args;
  Json::Array signatures;
  for (const SignedBy& by : step.signatures)
    signatures.push_back(signature(statement_of(step, by, setting), by.alias));
  return test::with(step.args, "signatures", std::move(signatures));
}

std::vector<std::string> msps_of(const std::string& letters) {
  static const std::map<char, std::string> names{{'O', "OperatorMSP"}, {'C', "CarrierMSP"},
                                                 {'D', "DataMSP"},     {'H', "BankHMSP"},
                                                 {'S', "BankSMSP"},    {'2', "Bank2MSP"}};
  std::vector<std::string> out;
  for (const char letter : letters) out.push_back(names.at(letter));
  return out;
}

std::string entry_type(const std::string& transaction) {
  std::string out = transaction;
  out.replace(out.find(':'), 1, ".");
  return out;
}

Setting setting_of_now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}};
}

}  // namespace tradelane::scenario
