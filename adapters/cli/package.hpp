// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>

#include "adapters/cli/commands.hpp"
#include "chaincode/base/bytes.hpp"

namespace tradelane::cli {

/// What a peer needs to find a chaincode server: the `connection.json` of chaincode as a service.
struct ServerAddress {
  std::string address = {};
  std::string dial_timeout = {};
  /// PEM; empty for a server without TLS.
  std::string root_certificate = {};
  /// PEM; empty without mutual TLS.
  std::string client_certificate = {};
  std::string client_key = {};
};

/// The bytes of the package file. Source: fabric-shim.md 4.2.
Bytes make_package(std::string_view label, const ServerAddress& server);

/// `label:` and the SHA-256 of the whole file: what every peer computes, and organisations approve.
std::string package_id(std::string_view label, std::string_view package);

/// Writes the file and prints the id alone.
void run(const Package& command, std::ostream& out);

}  // namespace tradelane::cli
