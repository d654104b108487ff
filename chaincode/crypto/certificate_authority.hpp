// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "chaincode/base/time.hpp"
#include "chaincode/crypto/private_key.hpp"

namespace tradelane::crypto {

/// What a certificate is asked to say.
struct CertificateRequest {
  std::string common_name = {};
  std::string organization = {};
  /// Fabric's node OUs: "peer", "client", "admin".
  std::vector<std::string> units = {};
  /// Host names, and addresses in text.
  std::vector<std::string> dns_names = {};
  std::vector<std::string> ip_addresses = {};
  /// Fabric's attribute extension; none when empty.
  std::map<std::string, std::string> attributes = {};
  /// May serve as TLS server and client.
  bool for_tls = false;
  Timestamp not_before = {};
  Timestamp not_after = {};
};

/// A certification authority of the embedded default and of tests; keys on P-256. Not for
/// production: it keeps no register and revokes nothing. Safe from any thread.
class CertificateAuthority {
 public:
  /// A new self-signed root.
  static CertificateAuthority create(const CertificateRequest& root);
  /// A root that was kept; PARTY_KEY when either part cannot be read.
  static Result<CertificateAuthority> from_pem(std::string_view certificate, std::string_view key);

  const std::string& certificate_pem() const { return certificate_; }
  std::string key_pem() const { return key_.pem(); }

  /// A leaf for `subject_key`, in PEM.
  std::string issue(const CertificateRequest& request, const PublicKey& subject_key) const;

 private:
  CertificateAuthority(std::string certificate, PrivateKey key)
      : certificate_(std::move(certificate)), key_(std::move(key)) {}
  std::string certificate_;
  PrivateKey key_;
};

}  // namespace tradelane::crypto
