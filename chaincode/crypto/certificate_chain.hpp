// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

/// What a person asks of certificates: whom they name, until when, and whether a chain leads to its
/// roots. For tools that explain; whoever decides by a certificate lets TLS or a peer verify it.
/// Safe from any thread.
namespace tradelane::crypto {

struct CertificateFacts {
  /// RFC 2253, most specific part first.
  std::string subject = {};
  std::string issuer = {};
  /// Host names and addresses of the subject alternative name, as text.
  std::vector<std::string> names = {};
  Timestamp not_before = {};
  Timestamp not_after = {};
  /// May issue certificates.
  bool is_authority = false;
};

/// Each certificate of a PEM text as a PEM of its own, in its order; other blocks are passed over.
std::vector<std::string> certificates_in(std::string_view pem);

/// Of the first certificate; PARTY_KEY when there is none.
Result<CertificateFacts> facts_of(std::string_view pem);

/// True when the certificate is for `host`, a name or an address, as clients of TLS see it: by its
/// subject alternative name alone.
bool names_host(std::string_view certificate, const std::string& host);

/// What a chain is to serve.
enum class Purpose : std::uint8_t { any, tls_server, tls_client };

/// Why `chain`, leaf first, does not lead to one of `roots`, in OpenSSL's words; "" when it does.
/// Both are PEM. Validity in time is not looked at: `CertificateFacts` tells it for each.
std::string chain_problem(std::string_view chain, std::string_view roots, Purpose purpose);

}  // namespace tradelane::crypto
