// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/base/time.hpp"

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

/// ^[[:alnum:]][[:alnum:]_.+-]*$
bool is_label(std::string_view label);

/// Values for the chart of the chaincode server, so that it answers where the package says.
std::string helm_values(const ServerAddress& server, const std::string& id);

/// Writes the file and prints the id alone, what a peer's operator should know on `screen.err`.
void run(const Package& command, Timestamp now, const Screen& screen);

}  // namespace tradelane::cli
