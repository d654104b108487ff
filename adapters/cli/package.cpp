// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/package.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>

#include "adapters/cli/archive.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::cli {

namespace {

bool is_alphanumeric(char c) { return is_digit(c) || is_upper(c) || is_lower(c); }

/// ^[[:alnum:]][[:alnum:]_.+-]*$
bool is_label(std::string_view label) {
  return !label.empty() && is_alphanumeric(label.front()) &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return is_alphanumeric(c) || std::string_view("_.+-").find(c) != std::string_view::npos;
         });
}

void check(const Package& command) {
  if (!is_label(command.label))
    throw Problem(Exit::bad_input, "The label is not one that peers accept.",
                  "Use letters and digits, and after the first also _ . + and -.");
  if (command.address.find(':') == std::string::npos)
    throw Problem(Exit::bad_input, "The address has no port.", "Give --address HOST:PORT.");
  if (command.dial_timeout.empty())
    throw Problem(Exit::bad_input, "The dial timeout is empty.", "Give --dial-timeout 10s.");
  if (command.client_certificate.empty() != command.client_key.empty())
    throw Problem(Exit::bad_input, "A client certificate and its key go together.",
                  "Give both --client-cert and --client-key.");
  if (!command.client_certificate.empty() && command.root_certificate.empty())
    throw Problem(Exit::bad_input, "Mutual TLS needs the roots of the server's certificate.",
                  "Give --root-cert.");
}

std::string pem(const std::string& path) { return path.empty() ? "" : read_file(path); }

}  // namespace

Bytes make_package(std::string_view label, const ServerAddress& server) {
  const bool mutual = !server.client_certificate.empty();
  Json::Object connection{{"address", server.address},
                          {"dial_timeout", server.dial_timeout},
                          {"tls_required", !server.root_certificate.empty()},
                          {"client_auth_required", mutual}};
  if (!server.root_certificate.empty()) connection.emplace("root_cert", server.root_certificate);
  if (mutual) {
    connection.emplace("client_cert", server.client_certificate);
    connection.emplace("client_key", server.client_key);
  }
  const Bytes code = gzip(tar({{"connection.json", canonical(connection)}}));
  const Json metadata = Json::Object{{"label", label}, {"type", "ccaas"}};
  return gzip(tar({{"metadata.json", canonical(metadata)}, {"code.tar.gz", code}}));
}

std::string package_id(std::string_view label, std::string_view package) {
  return std::string(label) + ":" + crypto::sha256_hex(package).text();
}

void run(const Package& command, std::ostream& out) {
  check(command);
  const Bytes package =
      make_package(command.label, {.address = command.address,
                                   .dial_timeout = command.dial_timeout,
                                   .root_certificate = pem(command.root_certificate),
                                   .client_certificate = pem(command.client_certificate),
                                   .client_key = pem(command.client_key)});
  std::ofstream file(command.out, std::ios::binary | std::ios::trunc);
  file << package;
  file.close();
  if (!file)
    throw Problem(Exit::bad_input, command.out + " cannot be written.",
                  "Check folder and permissions.");
  out << package_id(command.label, package) << "\n";
}

}  // namespace tradelane::cli
