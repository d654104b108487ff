// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/connect.hpp"

#include "adapters/cli/input.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/yaml.hpp"

namespace tradelane::cli {

namespace {

template <class T>
T need(Result<T> result, const std::string& next) {
  if (!result) {
    const Error& error = result.error();
    throw Problem(Exit::bad_input, error.detail.empty() ? error.message() : error.detail, next);
  }
  return std::move(*result);
}

void override_text(std::string& value, const std::string& flag) {
  if (!flag.empty()) value = flag;
}

void override_file(std::string& value, const std::string& file) {
  if (!file.empty()) value = read_file(file);
}

/// JSON as it is, YAML by way of JSON.
Result<gateway::Profile> read_any_profile(const std::string& path) {
  std::string text = read_file(path);
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text[first] != '{') {
    const auto json = from_yaml(text);
    if (!json) return refuse(Code::gw_config, "", path + ": " + json.error().detail);
    text = canonical(*json);
  }
  return gateway::parse_profile(text, path);
}

/// gRPC would only say that there is no address to connect to.
void check_tls(const gateway::ConnectionOptions& connection) {
  if (connection.plaintext) return;
  if (!connection.tls_roots.empty())
    check_certificate(connection.tls_roots, "--tls-roots (or tlsCACerts of the profile)");
  const std::string own = "--tls-cert (or client.tlsCerts of the profile)";
  if (connection.client_certificate.empty() != connection.client_key.empty())
    throw Problem(Exit::bad_input, "A TLS client certificate and its key go together.",
                  "Give both --tls-cert and --tls-key, or none.");
  if (connection.client_certificate.empty()) return;
  check_certificate(connection.client_certificate, own);
  check_key(connection.client_key, connection.client_certificate,
            "--tls-key (or client.tlsCerts of the profile)");
}

}  // namespace

gateway::Profile settings_of(const ConnectionFlags& flags) {
  gateway::Profile profile;
  if (!flags.profile.empty())
    profile = need(read_any_profile(flags.profile),
                   "Give the connection profile of your organisation with --profile.");
  override_text(profile.msp, flags.msp);
  gateway::ConnectionOptions& connection = profile.connection;
  override_text(connection.address, flags.peer);
  override_text(connection.server_name, flags.server_name);
  override_file(connection.tls_roots, flags.tls_roots);
  override_file(connection.client_certificate, flags.tls_certificate);
  override_file(connection.client_key, flags.tls_key);
  if (flags.plaintext) connection.plaintext = true;
  check_tls(connection);
  return profile;
}

Link link_of(const ConnectionFlags& flags) {
  const gateway::Profile profile = settings_of(flags);
  if (profile.msp.empty())
    throw Problem(Exit::bad_input, "The MSP id is not known.",
                  "Give --profile with client.organization, or --msp-id (CORE_PEER_LOCALMSPID).");
  if (profile.connection.address.empty())
    throw Problem(Exit::bad_input, "No peer is named.",
                  "Give --profile, or --peer (CORE_PEER_ADDRESS, PEER_ENDPOINT).");
  if (flags.msp_folder.empty())
    throw Problem(Exit::bad_input, "No identity is given.",
                  "Give your MSP folder with --msp (TRADELANE_MSP, CORE_PEER_MSPCONFIGPATH).");
  const auto folder = need(gateway::read_msp_folder(flags.msp_folder),
                           "Give a folder with signcerts and keystore with --msp.");
  check_key(folder.key, folder.certificate, flags.msp_folder + "/keystore");
  const auto signer =
      need(gateway::signer_from_pem(folder.key), "Look into the keystore of the MSP folder.");
  const auto connection =
      need(gateway::Connection::open(profile.connection),
           "Give --profile, or --peer with --tls-roots (on loopback: --plaintext).");
  return {.connection = connection,
          .options = {.identity = {.msp = profile.msp, .certificate = folder.certificate},
                      .signer = signer}};
}

std::unique_ptr<gateway::Gateway> connect(const ConnectionFlags& flags) {
  Link link = link_of(flags);
  return gateway::make_client(link.connection, std::move(link.options));
}

}  // namespace tradelane::cli
