// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <string>

#include "adapters/cli/finding.hpp"
#include "chaincode/base/time.hpp"

/// What `doctor` says of certificates and of TLS links. Judging is pure; `check_link` connects.
namespace tradelane::cli {

/// Who must mend what: the words differ between a peer and a chaincode server.
struct TlsCheck {
  /// `peer TLS`
  std::string about = {};
  std::string host = {};
  std::string port = {};
  /// The name that the certificate must bear; `host` when empty.
  std::string name = {};
  /// PEM.
  std::string roots = {};
  std::string client_certificate = {};
  std::string client_key = {};
  bool plaintext = false;
  /// How to come by other roots, and by a certificate to show: sentences.
  std::string fix_roots = {};
  std::string fix_client = {};
  Timestamp now = {};
  std::chrono::milliseconds within = std::chrono::seconds(5);
};

/// One finding for each of: it has ended, ends within 30 days, has not begun. `fix`: whom to ask.
Findings check_validity(const std::string& about, const std::string& pem, const std::string& what,
                        const std::string& fix, Timestamp now);

/// The chain that a server shows: to its roots, its name, its time.
Findings check_chain(const TlsCheck& check, const std::string& chain);

/// Calls the server: each step that fails is a finding, and so is that all went well.
Findings check_link(const TlsCheck& check);

}  // namespace tradelane::cli
