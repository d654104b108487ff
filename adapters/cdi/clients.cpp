// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/clients.hpp"

#include "chaincode/base/bytes.hpp"
#include "chaincode/contracts/consent/transactions.hpp"
#include "chaincode/crypto/jws.hpp"

namespace tradelane::cdi {
namespace {

struct ClientEntry {
  static constexpr std::string_view name = "Client";
  std::string kid = {};
  PartyId party = {};
  contract::JwkText jwk = {};
  Set<May> may = {};
  static constexpr auto fields() {
    return listing(field("kid", &ClientEntry::kid), field("party", &ClientEntry::party),
                   field("jwk", &ClientEntry::jwk), field("may", &ClientEntry::may));
  }
};

std::optional<crypto::Algorithm> algorithm_of(crypto::KeyKind kind) {
  switch (kind) {
    case crypto::KeyKind::p256:
      return crypto::Algorithm::es256;
    case crypto::KeyKind::p384:
      return crypto::Algorithm::es384;
    case crypto::KeyKind::p521:
      return crypto::Algorithm::es512;
    case crypto::KeyKind::ed25519:
      return crypto::Algorithm::eddsa;
    case crypto::KeyKind::rsa:
      return crypto::Algorithm::ps256;
    case crypto::KeyKind::sm2:
      break;  // JOSE has no name for it
  }
  return std::nullopt;
}

crypto::Jwk jwk_of(const contract::JwkText& text) {
  return {.kty = text.kty,
          .crv = text.crv.value_or(""),
          .x = text.x.value_or(""),
          .y = text.y.value_or(""),
          .n = text.n.value_or(""),
          .e = text.e.value_or("")};
}

Error bad_client(const std::string& kid, const char* why) {
  return refuse(Code::arg_malformed, "", "client " + kid + ": " + why);
}

Result<Client> client_of(const ClientEntry& entry) {
  const auto key = crypto::PublicKey::from_jwk(jwk_of(entry.jwk));
  const auto algorithm = key ? algorithm_of(key->kind()) : std::nullopt;
  if (entry.kid.empty()) return bad_client(entry.kid, "no kid");
  if (!algorithm) return bad_client(entry.kid, "the key cannot be used");
  if (entry.may.empty()) return bad_client(entry.kid, "it may nothing");
  return Client{.kid = entry.kid,
                .party = entry.party,
                .key = *key,
                .algorithm = *algorithm,
                .may = entry.may};
}

Error nobody() { return refuse(Code::req_sig_invalid); }

Result<ReadBy> verify(const Clients& clients, Result<crypto::Jws> jws) {
  if (!jws) return nobody();
  const auto client = clients.find(jws->kid);
  if (client == clients.end() || jws->algorithm != client->second.algorithm) return nobody();
  if (!crypto::verify(*jws, client->second.key)) return nobody();
  return ReadBy{client->second, std::move(jws->payload)};
}

}  // namespace

Result<Clients> read_clients(std::string_view text) {
  const auto json = parse_json(text);
  const auto entries = json ? from_json<std::vector<ClientEntry>>(*json) : json.error();
  if (!entries) return entries.error();
  Clients out;
  for (const ClientEntry& entry : *entries) {
    auto client = client_of(entry);
    if (!client) return client.error();
    if (!out.emplace(entry.kid, std::move(*client)).second)
      return bad_client(entry.kid, "it comes twice");
  }
  if (out.empty()) return refuse(Code::arg_malformed, "", "nobody may call");
  return out;
}

Result<Client> authenticate(const Clients& clients, std::string_view jws, std::string_view body) {
  auto read = verify(clients, crypto::parse_detached_jws(jws, body));
  if (!read) return read.error();
  return std::move(read->client);
}

Result<ReadBy> authenticate_read(const Clients& clients, std::string_view jws) {
  return verify(clients, crypto::parse_jws(jws));
}

}  // namespace tradelane::cdi
