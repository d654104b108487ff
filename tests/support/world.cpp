// SPDX-License-Identifier: Apache-2.0
#include "tests/support/world.hpp"

#include <array>

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/random.hpp"

namespace tradelane::test {
namespace {

Bytes salt_secret;

/// One authority for all: a contract does not verify certificates, the peer does.
std::string issue(const std::string& msp, const std::string& party) {
  static const auto authority = crypto::CertificateAuthority::create({.common_name = "ca"});
  static const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  static std::map<std::string, std::string> issued;
  std::string& pem = issued[msp + "/" + party];
  if (!pem.empty()) return pem;
  crypto::CertificateRequest request{.common_name = "user", .organization = msp};
  if (!party.empty()) request.attributes = {{"tradelane.party", party}};
  return pem = authority.issue(request, key.public_key());
}

Answer read(ledger::Outcome outcome) {
  Answer answer{.status = outcome.status, .message = std::move(outcome.message)};
  auto payload = parse_json(outcome.payload);
  if (!payload) throw Fault("an answer is not JSON: " + outcome.payload);
  answer.payload = std::move(*payload);
  if (outcome.status >= 400) {
    answer.token = answer.text("code");
    answer.rule = answer.text("rule");
  }
  answer.changes = std::move(outcome.changes);
  return answer;
}

}  // namespace

void use_fresh_salts() { salt_secret = crypto::random_bytes(32); }

Opening open(std::string_view name, const Json& value, std::string_view salt_seed) {
  const std::string salt = to_base64url(
      crypto::sha256(salt_secret + std::string(name) + canonical(value) + std::string(salt_seed)));
  const Bytes bytes = canonical(Json::Object{{std::string(name), value}, {"salt", salt}});
  return {.commitment = crypto::sha256_hex(bytes), .bytes = bytes};
}

Transient transient(const std::vector<Opening>& openings) {
  Transient out;
  for (const Opening& opening : openings) out.emplace(opening.commitment.text(), opening.bytes);
  return out;
}

std::map<std::string_view, std::string_view> views_of(const Transient& transient) {
  return {transient.begin(), transient.end()};
}

std::string Answer::text(std::string_view name) const {
  const Json* member = payload.find(name);
  return member != nullptr && member->as_string() != nullptr ? *member->as_string() : "";
}

std::int64_t Answer::integer(std::string_view name) const {
  const Json* member = payload.find(name);
  if (member == nullptr || !member->as_integer()) throw Fault("no integer in the answer");
  return *member->as_integer();
}

Actor World::actor(const std::string& msp, const std::string& party) const {
  return {.msp = msp, .certificate = issue(msp, party)};
}

Answer World::evaluate(const Actor& who, const std::string& function, const Json& args,
                       const Transient& private_input) const {
  const Digest txid = crypto::sha256_hex(std::to_string(++calls_));
  const Bytes object = canonical(args);
  const std::array<std::string_view, 2> texts{function, object};
  const ledger::Invocation call{.channel = channel,
                                .chaincode = chaincode_name,
                                .txid = txid.text(),
                                .time = now,
                                .msp = who.msp,
                                .certificate = who.certificate,
                                .args = texts,
                                .transient = views_of(private_input)};
  return read(chaincode_.invoke(call, state));
}

Answer World::submit(const Actor& who, const std::string& function, const Json& args,
                     const Transient& private_input) {
  Answer answer = evaluate(who, function, args, private_input);
  if (answer.ok()) state.apply(answer.changes);
  return answer;
}

Json World::sign(const Signer& signer, const std::string& function, const std::string& subject,
                 std::int64_t seq, Json args) const {
  const contract::ActStatement statement{.args = args,
                                         .chaincode = chaincode_name,
                                         .channel = channel,
                                         .kid = signer.kid,
                                         .not_after = now.plus_seconds(86'400),
                                         .party = signer.party,
                                         .seq = seq,
                                         .subject = subject,
                                         .transaction = function};
  const auto algorithm = crypto::natural_algorithm(signer.key.kind());
  const contract::Signature signature{
      .party = signer.party,
      .kid = signer.kid,
      .seq = seq,
      .not_after = statement.not_after,
      .sig = to_base64url(signer.key.sign(algorithm, contract::act_bytes(statement)))};
  Json::Object& object = *args.as_object();
  if (!object.contains("signatures")) object.emplace("signatures", Json::Array{});
  object.at("signatures").as_array()->push_back(to_json(signature));
  return args;
}

}  // namespace tradelane::test
