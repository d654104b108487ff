// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/config.hpp"

#include <charconv>
#include <functional>

#include "chaincode/codec/json.hpp"

namespace tradelane::server {
namespace {

Error bad(const std::string& name, const std::string& why) {
  return refuse(Code::arg_malformed, "", name + ": " + why);
}

Result<std::int64_t> number(const std::string& name, const std::string& text, std::int64_t least,
                            std::int64_t most) {
  std::int64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last || value < least || value > most)
    return bad(name, "a number from " + std::to_string(least) + " to " + std::to_string(most) +
                         " is needed, not \"" + text + "\"");
  return value;
}

Result<> set_address(const std::string& name, const std::string& text, std::string& host,
                     std::uint16_t& port) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos)
    return bad(name, "ADDRESS:PORT is needed, such as 127.0.0.1:9999, not \"" + text + "\"");
  const auto value = number(name, text.substr(colon + 1), 0, 65'535);
  if (!value) return value.error();
  host = text.substr(0, colon);
  port = static_cast<std::uint16_t>(*value);
  return Done{};
}

Result<> set_tls(const std::string& text, bool& tls) {
  if (text != "mutual" && text != "off")
    return bad("tls", "\"mutual\" or \"off\" is needed, not \"" + text + "\"");
  tls = text == "mutual";
  return Done{};
}

Result<> set_level(const std::string& text, LogLevel& level) {
  for (const LogLevel known : {LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error}) {
    if (text_of(known) != text) continue;
    level = known;
    return Done{};
  }
  return bad("log-level", "debug, info, warn or error is needed, not \"" + text + "\"");
}

using Setter = std::function<Result<>(Config&, const std::string&)>;

Setter text_into(std::string Config::*member) {
  return [member](Config& config, const std::string& text) -> Result<> {
    config.*member = text;
    return Done{};
  };
}

Setter number_into(const char* name, std::int64_t Config::*member, std::int64_t most) {
  return [=](Config& config, const std::string& text) -> Result<> {
    const auto value = number(name, text, 1, most);
    if (!value) return value.error();
    config.*member = *value;
    return Done{};
  };
}

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> all{
      {"package-id", text_into(&Config::package_id)},
      {"listen",
       [](Config& c, const std::string& text) {
         return set_address("listen", text, c.listen_host, c.listen_port);
       }},
      {"tls", [](Config& c, const std::string& text) { return set_tls(text, c.tls); }},
      {"tls-certificate", text_into(&Config::tls_certificate)},
      {"tls-key", text_into(&Config::tls_key)},
      {"tls-client-roots", text_into(&Config::tls_client_roots)},
      {"operations",
       [](Config& c, const std::string& text) {
         return set_address("operations", text, c.operations_host, c.operations_port);
       }},
      {"log-level",
       [](Config& c, const std::string& text) { return set_level(text, c.log_level); }},
      {"deadline", number_into("deadline", &Config::deadline_s, 3600)},
      {"drain", number_into("drain", &Config::drain_s, 3600)},
      {"time-window", number_into("time-window", &Config::time_window_s, 315'576'000)},
      {"message-bytes", number_into("message-bytes", &Config::message_bytes, 100 * 1024 * 1024)},
      {"transactions", number_into("transactions", &Config::transactions, 100'000)}};
  return all;
}

/// What must be there together; each sentence says how to mend it.
Result<> check(const Config& config) {
  if (config.package_id.empty())
    return bad("package-id",
               "it is missing; take the one that installing the package printed "
               "(--package-id, or CHAINCODE_ID)");
  if (!config.tls) return Done{};
  const std::pair<const char*, const std::string*> files[] = {
      {"tls-certificate", &config.tls_certificate},
      {"tls-key", &config.tls_key},
      {"tls-client-roots", &config.tls_client_roots}};
  for (const auto& [name, path] : files)
    if (path->empty())
      return bad(name, "a PEM file is needed for mutual TLS; plain text on loopback is --tls off");
  return Done{};
}

}  // namespace

const std::vector<Option>& options() {
  static const std::vector<Option> all{
      {"package-id",
       {"CHAINCODE_ID", "CORE_CHAINCODE_ID_NAME", "CORE_CHAINCODE_ID"},
       "",
       "",
       "package id that the peer has given, label:hash"},
      {"listen",
       {"CHAINCODE_SERVER_ADDRESS", "CORE_CHAINCODE_ADDRESS"},
       "127.0.0.1:0",
       "ADDRESS:PORT",
       "where peers connect; port 0 takes a free one"},
      {"tls", {}, "mutual", "mutual|off", "off is plain text, on loopback addresses only"},
      {"tls-certificate",
       {"CHAINCODE_TLS_CERT", "CORE_TLS_CLIENT_CERT_FILE", "CORE_CHAINCODE_TLS_CERT_FILE"},
       "",
       "FILE",
       "certificate chain in PEM; its names include the host in the peer's connection.json"},
      {"tls-key",
       {"CHAINCODE_TLS_KEY", "CORE_TLS_CLIENT_KEY_FILE", "CORE_CHAINCODE_TLS_KEY_FILE"},
       "",
       "FILE",
       "its key in PEM"},
      {"tls-client-roots",
       {"CHAINCODE_CLIENT_CA_CERT", "CORE_PEER_TLS_ROOTCERT_FILE",
        "CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE"},
       "",
       "FILE",
       "authorities of the peers that may connect, in PEM"},
      {"operations",
       {"TRADELANE_OPERATIONS"},
       "127.0.0.1:0",
       "ADDRESS:PORT",
       "health and readiness over plain HTTP"},
      {"log-level",
       {"CORE_CHAINCODE_LOGGING_LEVEL"},
       "info",
       "LEVEL",
       "debug, info, warn or error"},
      {"deadline",
       {},
       "29",
       "seconds",
       "for one transaction; a little under the peer's executetimeout"},
      {"drain", {}, "35", "seconds", "to finish running transactions after SIGTERM"},
      {"time-window", {}, "600", "seconds", "a proposal's time may be this far from our clock"},
      {"message-bytes", {}, "16777216", "bytes", "largest message of one transaction"},
      {"transactions", {}, "2500", "count", "at once from one peer; the next is answered busy"}};
  return all;
}

Result<Values> read_file_values(const std::string& text) {
  const auto json = parse_json(text);
  if (!json || json->as_object() == nullptr) return bad("file", "one JSON object is needed");
  Values out;
  for (const auto& [name, value] : *json->as_object()) {
    if (!setters().contains(name)) return bad(name, "there is no such key");
    if (const auto* string = value.as_string()) {
      out.emplace(name, *string);
    } else if (const auto* count = value.as_number()) {
      out.emplace(name, count->text);
    } else {
      return bad(name, "a text or a number is needed");
    }
  }
  return out;
}

Values environment_values(const std::map<std::string, std::string>& environment) {
  Values out;
  for (const Option& option : options())
    for (const std::string& name : option.environment) {
      const auto at = environment.find(name);
      if (at != environment.end() && !at->second.empty()) out.emplace(option.name, at->second);
    }
  const auto says = [&](const char* name, const char* value) {
    const auto at = environment.find(name);
    return at != environment.end() && at->second == value;
  };
  if (says("CHAINCODE_TLS_DISABLED", "true") || says("CORE_PEER_TLS_ENABLED", "false"))
    out.emplace("tls", "off");
  return out;
}

Result<Config> make_config(const std::vector<Values>& layers) {
  Config config;
  for (const Values& layer : layers)
    for (const auto& [name, text] : layer) {
      const auto setter = setters().find(name);
      if (setter == setters().end()) return bad(name, "there is no such key");
      if (const auto done = setter->second(config, text); !done) return done.error();
    }
  if (const auto done = check(config); !done) return done.error();
  return config;
}

std::string print(const Config& config) {
  const auto line = [](const char* name, const std::string& value) {
    return std::string(name) + " = " + value + "\n";
  };
  return line("package-id", config.package_id) +
         line("listen", config.listen_host + ":" + std::to_string(config.listen_port)) +
         line("tls", config.tls ? "mutual" : "off") +
         line("tls-certificate", config.tls_certificate) + line("tls-key", config.tls_key) +
         line("tls-client-roots", config.tls_client_roots) +
         line("operations", config.operations_host + ":" + std::to_string(config.operations_port)) +
         line("log-level", std::string(text_of(config.log_level))) +
         line("deadline", std::to_string(config.deadline_s)) +
         line("drain", std::to_string(config.drain_s)) +
         line("time-window", std::to_string(config.time_window_s)) +
         line("message-bytes", std::to_string(config.message_bytes)) +
         line("transactions", std::to_string(config.transactions));
}

}  // namespace tradelane::server
