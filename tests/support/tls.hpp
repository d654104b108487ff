// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/crypto/certificate_authority.hpp"

/// Certificates for tests of TLS links on this machine.
namespace tradelane::test {

struct Pair {
  std::string certificate = {};
  std::string key = {};
};

inline const Timestamp long_ago = *Timestamp::parse("2026-01-01T00:00:00Z");
inline const Timestamp far_ahead = *Timestamp::parse("2046-01-01T00:00:00Z");

inline crypto::CertificateAuthority make_authority(const std::string& name) {
  return crypto::CertificateAuthority::create(
      {.common_name = name, .not_before = long_ago, .not_after = far_ahead});
}

/// Where a server may be met.
struct Hosts {
  std::vector<std::string> names = {"localhost"};
  std::vector<std::string> addresses = {"127.0.0.1"};
};

inline Pair issue_pair(const crypto::CertificateAuthority& authority, const std::string& name,
                       Timestamp not_after = far_ahead, const Hosts& hosts = {}) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto certificate = authority.issue({.common_name = name,
                                            .dns_names = hosts.names,
                                            .ip_addresses = hosts.addresses,
                                            .for_tls = true,
                                            .not_before = long_ago,
                                            .not_after = not_after},
                                           key.public_key());
  return {.certificate = certificate, .key = key.pem()};
}

}  // namespace tradelane::test
