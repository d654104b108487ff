// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/package.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "adapters/cli/archive.hpp"
#include "adapters/cli/connection_json.hpp"
#include "adapters/cli/finding.hpp"
#include "adapters/cli/input.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/problem.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::cli {

namespace {

[[noreturn]] void bad(const std::string& message, const std::string& next) {
  throw Problem(Exit::bad_input, message, next);
}

void check(const Package& command) {
  const auto need = [](const std::string& value, const std::string& flag, const char* example) {
    if (value.empty()) bad(flag + " is required.", "Give " + flag + " " + example + ".");
  };
  need(command.label, "--label", "tradelane_1");
  need(command.address, "--address", "HOST:PORT");
  need(command.out, "--out", "tradelane.tar.gz");
  if (!is_label(command.label))
    bad("The label is not one that peers accept.",
        "Use letters and digits, and after the first also _ . + and -.");
  if (!is_server_address(command.address))
    bad("The address is not a host and a port.", "Give --address HOST:PORT.");
  if (is_everywhere(host_of(command.address)))
    bad("The address is where a server listens, not where a peer can call it.",
        "Give the name or address at which the peer finds the server.");
  if (!is_duration(command.dial_timeout))
    bad("The dial timeout is no duration.", "Give --dial-timeout 10s.");
  if (command.client_certificate.empty() != command.client_key.empty())
    bad("A client certificate and its key go together.",
        "Give both --client-cert and --client-key.");
  if (!command.client_certificate.empty() && command.root_certificate.empty())
    bad("Mutual TLS needs the roots of the server's certificate.", "Give --root-cert.");
  if (!command.helm_values.empty() && command.client_certificate.empty())
    bad("The chart's server takes peers with mutual TLS only.",
        "Give --root-cert, --client-cert and --client-key as well, or leave out --helm-values.");
}

/// "" without a file. What a peer could not use would only show when it dials.
std::string certificate(const std::string& path) {
  if (path.empty() || is_template(path)) return path;
  std::string pem = read_file(path);
  check_certificate(pem, path);
  return pem;
}

std::string key_of(const std::string& path, const std::string& certificate_pem) {
  if (path.empty() || is_template(path)) return path;
  std::string pem = read_file(path);
  if (is_template(certificate_pem)) return pem;
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

/// The host without its domain, when that can be the name of a service in Kubernetes.
std::string service_of(const std::string& host) {
  const std::string first = host.substr(0, host.find('.'));
  const bool fits = !first.empty() && first != "localhost" && first.size() <= 50 &&
                    is_lower(first.front()) && std::all_of(first.begin(), first.end(), [](char c) {
                      return is_lower(c) || is_digit(c) || c == '-';
                    });
  return fits ? first : "";
}

Json connection_of(const ServerAddress& server) {
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
  return connection;
}

/// The same bytes whenever they are packed: what a certificate is by today's date is told, and no
/// reason to refuse.
void report(const Screen& screen, const Findings& findings) {
  Findings said;
  for (Finding one : findings) {
    if (one.level == Finding::Level::ok || one.level == Finding::Level::note) continue;
    one.level = Finding::Level::warning;
    said.push_back(std::move(one));
  }
  if (!said.empty())
    print({.out = screen.err, .err = screen.err, .colors_out = screen.colors_err}, said,
          Output::table);
}

Json to_json(const Package& command, const std::string& id) {
  Json::Object out{{"file", command.out}, {"label", command.label}, {"packageId", id}};
  if (!command.helm_values.empty()) out.emplace("helmValues", command.helm_values);
  return out;
}

}  // namespace

bool is_label(std::string_view label) {
  const auto is_alphanumeric = [](char c) { return is_digit(c) || is_upper(c) || is_lower(c); };
  return !label.empty() && is_alphanumeric(label.front()) &&
         std::all_of(label.begin(), label.end(), [&](char c) {
           return is_alphanumeric(c) || std::string_view("_.+-").find(c) != std::string_view::npos;
         });
}

Bytes make_package(std::string_view label, const ServerAddress& server) {
  const Bytes code = gzip(tar({{"connection.json", canonical(connection_of(server))}}));
  const Json metadata = Json::Object{{"label", label}, {"type", "ccaas"}};
  return gzip(tar({{"metadata.json", canonical(metadata)}, {"code.tar.gz", code}}));
}

std::string helm_values(const ServerAddress& server, const std::string& id) {
  const std::string host = host_of(server.address);
  const std::string service = is_template(host) ? "" : service_of(host);
  std::string out =
      "# For `helm install RELEASE charts/tradelane --values THIS_FILE`. image.digest and\n"
      "# tls.existingSecret are yours to fill in. The secret's certificate must name the host\n"
      "# below, its ca.crt the authority of the peer's client certificate.\n"
      "# Peers call " +
      server.address + "\n";
  out += "packageId: \"" + id + "\"\n";
  if (!service.empty()) out += "fullnameOverride: " + service + "\n";
  out += "service:\n  port: " + port_of(server.address) + "\n";
  out += "image:\n  digest: \"\"  # sha256:...\n";
  out += "tls:\n  existingSecret: \"\"  # its name\n";
  return out;
}

std::string package_id(std::string_view label, std::string_view package) {
  return std::string(label) + ":" + crypto::sha256_hex(package).text();
}

void run(const Package& command, Timestamp now, const Screen& screen) {
  check(command);
  const std::string client = certificate(command.client_certificate);
  const ServerAddress server{.address = command.address,
                             .dial_timeout = command.dial_timeout,
                             .root_certificate = certificate(command.root_certificate),
                             .client_certificate = client,
                             .client_key = key_of(command.client_key, client)};
  report(screen, lint_connection(connection_of(server), now));
  const Bytes package = make_package(command.label, server);
  const std::string id = package_id(command.label, package);
  write_file(command.out, package, !command.client_key.empty());
  if (!command.helm_values.empty()) write_file(command.helm_values, helm_values(server, id), false);
  // The id alone, as $(…) of a shell wants it.
  if (command.output == Output::table)
    print(screen.out, id, Output::table);
  else
    print(screen.out, to_json(command, id), command.output);
}

}  // namespace tradelane::cli
