// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/config.hpp"

#include <fstream>
#include <sstream>

namespace tradelane::cdi {
namespace {

Error bad(const std::string& key, const std::string& why) {
  return refuse(Code::arg_malformed, "", key + ": " + why);
}

bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

Result<> check_tls(const Config& config) {
  const bool has_files = !config.tls_certificate.empty() && !config.tls_key.empty();
  if (config.tls != "on" && config.tls != "off")
    return bad("tls", "\"on\" or \"off\" is needed, not \"" + config.tls + "\"");
  if (config.tls == "on" && !has_files)
    return bad("tls",
               "tls-certificate and tls-key are needed; plain text on loopback is --tls off");
  if (config.tls == "off" && !is_loopback(config.listen.host))
    return bad("listen", "without TLS only a loopback address can be used");
  return Done{};
}

}  // namespace

service::Keys keys_of(Config& config) {
  service::Keys keys;
  keys.add_address("listen", "for the CDI gateway and for data consumers", config.listen);
  keys.add_text("tls", "on|off", "off is plain text, on loopback addresses only", config.tls);
  keys.add_text("tls-certificate", "FILE", "our certificate chain, PEM", config.tls_certificate);
  keys.add_text("tls-key", "FILE", "its key, PEM", config.tls_key);
  keys.add_text("clients", "FILE", "who may call, with which key: a JSON list", config.clients);
  service::add_keys(keys, config.node);
  keys.add_number("ttl-s", "seconds", "after its decision an access is delivered no more",
                  config.ttl_s, 1, 86'400);
  keys.add_number("wait-s", "seconds",
                  "for the ledger's decision, then a caller is told to come back", config.wait_s, 0,
                  300);
  service::add_keys(keys, config.inbound);
  service::add_keys(keys, config.common);
  return keys;
}

Result<> check(const Config& config) {
  if (config.clients.empty()) return bad("clients", "it is missing; see --help");
  if (const auto named = service::check(config.node); !named) return named.error();
  if (const auto usable = check_tls(config); !usable) return usable.error();
  return service::check(config.common);
}

Result<std::string> read_text(const std::string& key, const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return bad(key, "cannot read " + path);
  return text.str();
}

Result<http::ServerOptions> server_options(const Config& config) {
  http::ServerOptions out{.host = config.listen.host,
                          .port = config.listen.port,
                          .workers = static_cast<std::size_t>(config.inbound.workers),
                          .limits = service::limits_of(config.inbound)};
  if (config.tls == "off") return out;
  auto certificate = read_text("tls-certificate", config.tls_certificate);
  if (!certificate) return certificate.error();
  auto key = read_text("tls-key", config.tls_key);
  if (!key) return key.error();
  out.tls = http::Tls{.certificate = std::move(*certificate), .key = std::move(*key)};
  return out;
}

http::ClientOptions node_options(const Config& config) {
  auto options = service::client_options(config.node);
  options.largest_answer = 4 * 1024 * 1024;
  return options;
}

std::string deliveries_file(const Config& config) { return config.common.store + ".deliveries"; }

}  // namespace tradelane::cdi
