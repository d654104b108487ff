// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process_options.hpp"

#include <algorithm>

namespace tradelane::server {
namespace {

Result<> set_listen(Config& config, const std::string& text) {
  std::vector<Listen> all;
  for (const std::string& entry : parse_list(text)) {
    const auto equals = std::min(entry.find('='), entry.size());
    auto at = parse_endpoint("listen", entry.substr(0, equals));
    if (!at) return at.error();
    all.push_back({.at = std::move(*at),
                   .package_id = equals < entry.size() ? entry.substr(equals + 1) : ""});
  }
  config.listen = std::move(all);
  return Done{};
}

std::string text_of_listen(const Config& config) {
  std::string out;
  for (const Listen& one : config.listen) {
    out += (out.empty() ? "" : ",") + one.at.text();
    if (!one.package_id.empty() && one.package_id != config.package_id) out += "=" + one.package_id;
  }
  return out;
}

Result<> set_peer(Config& config, const std::string& text) {
  auto at = parse_endpoint("peer", text);
  if (!at) return at.error();
  config.peer = std::move(*at);
  return Done{};
}

std::string text_of_peer(const Config& config) { return config.peer ? config.peer->text() : ""; }

Result<> set_tls(Config& config, const std::string& text) {
  if (text != "mutual" && text != "off")
    return bad_value("tls", "\"mutual\" or \"off\" is needed, not " + shown(text));
  config.tls = text == "mutual";
  return Done{};
}

std::string text_of_tls(const Config& config) { return config.tls ? "mutual" : "off"; }

Result<> set_operations(Config& config, const std::string& text) {
  auto at = parse_endpoint("operations", text);
  if (!at) return at.error();
  config.operations = std::move(*at);
  return Done{};
}

std::string text_of_operations(const Config& config) { return config.operations.text(); }

Result<> set_level(Config& config, const std::string& text) {
  const auto level = log_level_of(text);
  if (!level)
    return bad_value("log-level", "debug, info, warn or error is needed, not " + shown(text));
  config.log_level = *level;
  return Done{};
}

std::string text_of_level(const Config& config) { return std::string(text_of(config.log_level)); }

Option run_text_option(Named named, std::string shim::Settings::*member) {
  const auto set = [member](Config& config, const std::string& text) -> Result<> {
    config.run.*member = text;
    return Done{};
  };
  return make_option(std::move(named), "TEXT", set,
                     [member](const Config& config) { return config.run.*member; });
}

Option listen_option() {
  Option out = make_option({.name = "listen",
                            .help = "where peers connect; port 0 takes a free one; given several "
                                    "times, each with its package id",
                            .aliases = {"CHAINCODE_SERVER_ADDRESS", "CORE_CHAINCODE_ADDRESS"}},
                           "ADDRESS:PORT[=PACKAGE-ID]", set_listen, text_of_listen);
  out.is_repeatable = true;
  return out;
}

// CORE_PEER_ADDRESS means the same to other shims, and the peer to call to Fabric's own commands:
// in a shell that is set up for those it would turn a server into a client.
Option peer_option() {
  Option out = make_option({.name = "peer",
                            .help = "peer to dial instead, at its chaincode address; for dev mode "
                                    "and builders that run chaincode themselves"},
                           "ADDRESS:PORT", set_peer, text_of_peer);
  out.flags = {"peer.address"};
  return out;
}

}  // namespace

std::vector<Option> identity_options() {
  return {
      text_option({.name = "package-id",
                   .help = "package id that the peer has given, label:hash",
                   .aliases = {"CHAINCODE_ID", "CORE_CHAINCODE_ID_NAME", "CORE_CHAINCODE_ID"}},
                  &Config::package_id),
      listen_option(),
      peer_option(),
      text_option({.name = "peer-name",
                   .help = "name that the certificate of that peer bears; without it, the host "
                           "that is dialled",
                   .aliases = {"CORE_PEER_TLS_SERVERHOSTOVERRIDE"}},
                  &Config::peer_name),
      run_text_option({.name = "msp-id",
                       .help = "organisation of the peer, for chaincodes that keep private data "
                               "of their own organisation",
                       .aliases = {"CORE_PEER_LOCALMSPID"}},
                      &shim::Settings::msp),
      run_text_option({.name = "chaincode",
                       .help = "name under which it is defined, to know calls through other "
                               "chaincodes that pass all arguments on"},
                      &shim::Settings::chaincode),
      list_option(
          {.name = "callers",
           .help = "chaincodes of the same channel that may call this one; given several "
                   "times"},
          "NAME", [](auto& c) -> auto& { return c.run.callers; })};
}

std::vector<Option> tls_options() {
  return {
      make_option({.name = "tls",
                   .help = "off is plain text, on loopback addresses only; CHAINCODE_TLS_DISABLED "
                           "and CORE_PEER_TLS_ENABLED say the same"},
                  "mutual|off", set_tls, text_of_tls),
      file_option({.name = "tls-certificate",
                   .help = "certificate chain in PEM, or base64 of it; its names include the host "
                           "in the peer's connection.json",
                   .aliases = {"CHAINCODE_TLS_CERT", "CORE_CHAINCODE_TLS_CERT_FILE",
                               "CORE_CHAINCODE_TLS_CERT_PATH", "CORE_TLS_CLIENT_CERT_FILE",
                               "CORE_TLS_CLIENT_CERT_PATH"}},
                  &Config::tls_certificate),
      file_option({.name = "tls-key",
                   .help = "its key in PEM, or base64 of it",
                   .aliases = {"CHAINCODE_TLS_KEY", "CORE_CHAINCODE_TLS_KEY_FILE",
                               "CORE_CHAINCODE_TLS_KEY_PATH", "CORE_TLS_CLIENT_KEY_FILE",
                               "CORE_TLS_CLIENT_KEY_PATH"}},
                  &Config::tls_key),
      file_option(
          {.name = "tls-client-roots",
           .help = "authorities of the peers that may connect, in PEM, or base64 of it",
           .aliases = {"CHAINCODE_CLIENT_CA_CERT", "CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE",
                       "CORE_CHAINCODE_TLS_CLIENT_CACERT_PATH", "CORE_PEER_TLS_ROOTCERT_FILE"}},
          &Config::tls_client_roots),
      file_option({.name = "tls-clients",
                   .help = "which of their clients, one a line: SHA-256 of the certificate in hex, "
                           "or a DNS name in it; without it, all"},
                  &Config::tls_clients)};
}

std::vector<Option> operation_options() {
  return {
      make_option({.name = "operations",
                   .help = "health, readiness, metrics and log level over plain HTTP"},
                  "ADDRESS:PORT", set_operations, text_of_operations),
      make_option({.name = "log-level",
                   .help = "debug, info, warn or error",
                   .aliases = {"CORE_CHAINCODE_LOGGING_LEVEL", "CORE_CHAINCODE_LOGGING_SHIM"}},
                  "LEVEL", set_level, text_of_level),
      file_option({.name = "log-file",
                   .help = "where log lines go, opened anew on SIGHUP; without it, standard error"},
                  &Config::log_file),
      seconds_option(
          {.name = "drain", .help = "to finish running transactions after SIGTERM"}, {1, 3600},
          [](auto& c) -> auto& { return c.drain; }),
      seconds_option(
          {.name = "probe",
           .help = "between two dials of the own listeners; the third that fails in a "
                   "row ends the process"},
          {1, 3600}, [](auto& c) -> auto& { return c.probe; })};
}

}  // namespace tradelane::server
