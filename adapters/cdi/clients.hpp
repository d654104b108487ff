// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "chaincode/base/result.hpp"
#include "chaincode/codec/fields.hpp"
#include "chaincode/crypto/public_key.hpp"

/// Who may call us, and the proof that it is them. Pure functions over plain data.
namespace tradelane::cdi {

enum class May : std::uint8_t { consents, data_requests };
constexpr auto enum_texts(May) {
  return std::array{std::pair{May::consents, std::string_view("consents")},
                    std::pair{May::data_requests, std::string_view("data-requests")}};
}

/// A caller with its key; its key fixes the algorithm: ES256, ES384, ES512, EdDSA, or PS256 for
/// RSA.
struct Client {
  std::string kid = {};
  PartyId party = {};
  crypto::PublicKey key;
  crypto::Algorithm algorithm = crypto::Algorithm::es256;
  Set<May> may = {};
};
/// By key id.
using Clients = std::map<std::string, Client, std::less<>>;

/// `clients.json`: `[{kid, party, jwk, may: ["consents", "data-requests"]}]`. ARG_MALFORMED names
/// the place; a key that is none of those above, and a kid that comes twice, are refused too.
Result<Clients> read_clients(std::string_view text);

/// Whose signature `jws` is over exactly these bytes: detached (RFC 7515 appendix F), the payload
/// left out between two dots. REQ_SIG_INVALID for all that is wrong with it, without saying what:
/// an unknown key tells no more than a bad signature.
Result<Client> authenticate(const Clients& clients, std::string_view jws, std::string_view body);

/// The same for a request without a body: `jws` carries what was signed.
struct ReadBy {
  Client client;
  Bytes payload = {};
};
Result<ReadBy> authenticate_read(const Clients& clients, std::string_view jws);

}  // namespace tradelane::cdi
