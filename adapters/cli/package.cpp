// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/package.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <regex>

#include "adapters/cli/archive.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/pem.hpp"
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

bool is_address(std::string_view address) {
  const auto colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view port = address.substr(colon + 1);
  return !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit) &&
         port.front() != '0' && std::stoi(std::string(port)) <= 65535;
}

/// As Go reads it: a peer that cannot read it does not start the chaincode.
bool is_duration(const std::string& text) {
  static const std::regex form(R"(([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+)");
  return std::regex_match(text, form);
}

void check(const Package& command) {
  if (!is_label(command.label))
    throw Problem(Exit::bad_input, "The label is not one that peers accept.",
                  "Use letters and digits, and after the first also _ . + and -.");
  if (!is_address(command.address))
    throw Problem(Exit::bad_input, "The address is not a host and a port.",
                  "Give --address HOST:PORT.");
  if (!is_duration(command.dial_timeout))
    throw Problem(Exit::bad_input, "The dial timeout is no duration.", "Give --dial-timeout 10s.");
  if (command.client_certificate.empty() != command.client_key.empty())
    throw Problem(Exit::bad_input, "A client certificate and its key go together.",
                  "Give both --client-cert and --client-key.");
  if (!command.client_certificate.empty() && command.root_certificate.empty())
    throw Problem(Exit::bad_input, "Mutual TLS needs the roots of the server's certificate.",
                  "Give --root-cert.");
}

/// "" without a file. What a peer could not use would only show when it dials.
std::string certificate(const std::string& path) {
  if (path.empty()) return "";
  std::string pem = read_file(path);
  check_certificate(pem, path);
  return pem;
}

std::string key_of(const std::string& path, const std::string& certificate_pem) {
  if (path.empty()) return "";
  std::string pem = read_file(path);
  check_key(pem, certificate_pem, path);
  return pem;
}

/// For its owner alone when a key is in it.
void write_file(const std::string& path, const Bytes& content, bool holds_a_key) {
  namespace fs = std::filesystem;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  std::error_code error;
  if (file && holds_a_key)
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
  file << content;
  file.close();
  if (!file || error)
    throw Problem(Exit::bad_input, path + " cannot be written.", "Check folder and permissions.");
}

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
  const std::string client = certificate(command.client_certificate);
  const Bytes package =
      make_package(command.label, {.address = command.address,
                                   .dial_timeout = command.dial_timeout,
                                   .root_certificate = certificate(command.root_certificate),
                                   .client_certificate = client,
                                   .client_key = key_of(command.client_key, client)});
  write_file(command.out, package, !command.client_key.empty());
  out << package_id(command.label, package) << "\n";
}

}  // namespace tradelane::cli
