// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/config.hpp"

#include <algorithm>
#include <set>

#include "chaincode/server/options.hpp"

namespace tradelane::server {
namespace {

/// A package id is a label and a hash; peers in development mode take a name and a version.
Result<> check_package_id(const std::string& id) {
  if (id.empty())
    return bad_value("package-id",
                     "it is missing; take the one that installing the package printed "
                     "(--package-id, or CHAINCODE_ID)");
  const auto colon = id.find(':');
  const bool has_parts = colon != std::string::npos && colon > 0 && colon + 1 < id.size();
  const bool is_plain = id.find_first_of(" \t\r\n\"',=") == std::string::npos;
  if (!has_parts || !is_plain || id.size() > 256)
    return bad_value("package-id",
                     "label:hash is needed, as `peer lifecycle chaincode queryinstalled` prints "
                     "it, not " +
                         shown(id));
  return Done{};
}

Result<> check_peer(const Config& config) {
  if (auto done = check_package_id(config.package_id); !done) return done;
  if (config.peer->port == 0)
    return bad_value("peer", "port 0 cannot be dialled; give the port of its chaincode address");
  if (!config.tls && !config.peer->is_loopback())
    return bad_value("tls", "plain text is for loopback addresses only and " + config.peer->text() +
                                " is none; give tls-certificate, tls-key and tls-client-roots "
                                "and do not turn TLS off");
  return Done{};
}

Result<> complete_listeners(Config& config) {
  std::set<std::string> taken;
  for (Listen& one : config.listen) {
    if (one.package_id.empty()) one.package_id = config.package_id;
    if (auto done = check_package_id(one.package_id); !done) return done;
    if (one.at.port != 0 && !taken.insert(one.at.text()).second)
      return bad_value("listen",
                       one.at.text() + " is there twice; each package id needs a port of its own");
    if (!config.tls && !one.at.is_loopback())
      return bad_value("tls", "plain text is for loopback addresses only and " + one.at.text() +
                                  " is none; listen on 127.0.0.1, or give tls-certificate, "
                                  "tls-key and tls-client-roots and do not turn TLS off");
  }
  return Done{};
}

Result<> check_files(const Config& config) {
  if (!config.tls) return Done{};
  const std::pair<const char*, const std::string*> files[] = {
      {"tls-certificate", &config.tls_certificate},
      {"tls-key", &config.tls_key},
      {"tls-client-roots", &config.tls_client_roots}};
  for (const auto& [name, path] : files)
    if (path->empty())
      return bad_value(name,
                       "a PEM file is needed for mutual TLS; plain text on loopback is --tls off");
  return Done{};
}

}  // namespace

std::string Endpoint::text() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool Endpoint::is_loopback() const {
  return host.starts_with("127.") || host == "::1" || host == "localhost";
}

Result<Config> make_config(const std::vector<Values>& layers) {
  Config config;
  const auto is_given = [&](const char* name) {
    return std::any_of(layers.begin(), layers.end(),
                       [&](const Values& layer) { return layer.contains(name); });
  };
  if (is_given("listen") && is_given("peer"))
    return bad_value("peer", "a peer is dialled, or waited for at listen; give one of both");
  for (const Values& layer : layers)
    for (const auto& [name, text] : layer) {
      const Option* option = find_option(name);
      if (option == nullptr) return unknown_key(name);
      if (const auto done = option->set(config, text); !done) return done.error();
    }
  const auto met = config.peer ? check_peer(config) : complete_listeners(config);
  if (!met) return met.error();
  if (const auto done = check_files(config); !done) return done.error();
  return config;
}

std::string print(const Config& config) {
  std::string out;
  for (const Option& option : options()) out += option.name + " = " + option.get(config) + "\n";
  return out;
}

}  // namespace tradelane::server
