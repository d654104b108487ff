// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>

#include "adapters/gateway/invoke.hpp"
#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/devpeer/files.hpp"
#include "tests/adapters/gateway/areas/field.hpp"

namespace tradelane::test {

/// A new client of the first organisation with a key of `kind`, certified by its authority.
inline gateway::ClientOptions newcomer(crypto::KeyKind kind,
                                       std::optional<gateway::Hash> hash = {}) {
  const std::string folder = field().files + "/" + one + "/ca/";
  const auto authority =
      crypto::CertificateAuthority::from_pem(devpeer::read_file(folder + "cert.pem"),
                                             devpeer::read_file(folder + "key.pem"))
          .value();
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  const Timestamp now{std::chrono::duration_cast<std::chrono::seconds>(clock).count()};
  const auto key = crypto::PrivateKey::generate(kind);
  return {.identity = {.msp = one,
                       .certificate = authority.issue({.common_name = "newcomer",
                                                       .organization = one,
                                                       .units = {"client"},
                                                       .not_before = now,
                                                       .not_after = now.plus_seconds(86'400)},
                                                      key.public_key())},
          .signer = gateway::signer_from_pem(key.pem(), hash).value()};
}

/// A transaction and a stream, everything signed by the newcomer.
inline gateway::Outcome<gateway::Committed> put_as(const gateway::ClientOptions& who,
                                                   const std::string& key) {
  const auto client = gateway::make_client(field().connection(one), who);
  return gateway::invoke(*client, field().call({"put", key, "v"}));
}

}  // namespace tradelane::test
