// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/config.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "chaincode/devpeer/planner.hpp"

namespace tradelane::devpeer {
namespace {

constexpr const char* version = "tradelane-devpeer 0.1.0";
constexpr const char* about =
    "tradelane-devpeer: peers, orderer and gateways of a whole Fabric network in one process, for\n"
    "development only. Configuration: file < environment (TRADELANE_DEVPEER_...) < flags.\n"
    "Example: tradelane-devpeer --org OperatorMSP --org CarrierMSP --out net\n"
    "           --chaincode tradelane=localhost:9999 --policy 'AND(OperatorMSP,OR(others))'";

constexpr int highest_port = 65'535;

/// What the command line says, before it means anything.
struct Raw {
  std::vector<std::string> organisations = {};
  std::vector<std::string> parties = {};
  std::vector<std::string> chaincodes = {};
  std::vector<std::string> policies = {};
  std::vector<std::string> collections = {};
  std::vector<std::string> faults = {};
  std::string clients = "optional";
  std::string chaincode_tls = "on";
  std::string peer_line = "3.1";
  std::string log_level = "info";
  bool print_config = false;
};

Error bad(const std::string& flag, const std::string& why) {
  return refuse(Code::arg_malformed, "", "--" + flag + ": " + why);
}

/// The text before and after the first `separator`; absent unless both are there.
std::optional<std::pair<std::string, std::string>> split(const std::string& text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) return std::nullopt;
  return std::pair{text.substr(0, at), text.substr(at + 1)};
}

std::optional<Error> read_organisations(const Raw& raw, Config& out) {
  for (const std::string& text : raw.organisations) {
    const auto given = split(text, '=');
    if (!given && text.find('=') != std::string::npos)
      return bad("org", "'" + text + "' is not MSP or MSP=FOLDER");
    out.organisations.push_back(given ? given->first : text);
    if (given) out.given.push_back({given->first, given->second});
  }
  return std::nullopt;
}

std::optional<Error> read_parties(const Raw& raw, Config& out) {
  for (const std::string& text : raw.parties) {
    const auto user_and_party = split(text, '=');
    const auto names = user_and_party ? split(user_and_party->first, ':') : std::nullopt;
    if (!names) return bad("party", "'" + text + "' is not MSP:USER=PARTYID");
    out.users.push_back({names->first, names->second, user_and_party->second});
  }
  return std::nullopt;
}

std::optional<Error> read_chaincodes(const Raw& raw, Config& out) {
  for (const std::string& text : raw.chaincodes) {
    const auto parts = split(text, '=');
    if (!parts || !split(parts->second, ':'))
      return bad("chaincode", "'" + text + "' is not NAME=HOST:PORT or NAME@PACKAGEID=HOST:PORT");
    const auto named = split(parts->first, '@');
    ChaincodeDefinition definition{.name = named ? named->first : parts->first,
                                   .address = parts->second};
    definition.package_id = named ? named->second : definition.name + ":devpeer";
    for (const ChaincodeDefinition& other : out.chaincodes) {
      if (other.name == definition.name)
        return bad("chaincode", "'" + other.name + "' is there twice; each needs its own name");
      // Chaincodes of one package share its stream.
      if (other.package_id == definition.package_id && other.address != definition.address)
        return bad("chaincode", "package " + other.package_id + " is at " + other.address +
                                    " and at " + definition.address + "; one server has it");
    }
    out.chaincodes.push_back(std::move(definition));
  }
  return std::nullopt;
}

/// Each `text` is NAME=VALUE for a chaincode that is there; `member` is where the value goes.
std::optional<Error> read_of_chaincodes(const std::string& flag,
                                        const std::vector<std::string>& texts,
                                        std::string ChaincodeDefinition::*member, Config& out) {
  for (const std::string& text : texts) {
    const auto parts = split(text, '=');
    const auto at = std::find_if(
        out.chaincodes.begin(), out.chaincodes.end(),
        [&](const auto& chaincode) { return parts && chaincode.name == parts->first; });
    if (at == out.chaincodes.end())
      return bad(flag, "'" + text + "' does not begin with NAME= of a --chaincode");
    (*at).*member = parts->second;
  }
  return std::nullopt;
}

/// A policy that begins with the name of a chaincode and '=' is that chaincode's.
std::optional<Error> read_policies(const Raw& raw, Config& out) {
  if (auto e = read_of_chaincodes("collections", raw.collections, &ChaincodeDefinition::collections,
                                  out))
    return e;
  std::vector<std::string> own;
  for (const std::string& text : raw.policies) {
    if (text.find('=') != std::string::npos) {
      own.push_back(text);
    } else if (std::exchange(out.policy, text) != "") {
      return bad("policy", "there are two for all chaincodes; name them: NAME=TEXT");
    }
  }
  return read_of_chaincodes("policy", own, &ChaincodeDefinition::policy, out);
}

std::optional<Error> read_faults(const Raw& raw, Config& out) {
  for (const std::string& text : raw.faults) {
    const auto parts = split(text, '=');
    std::uint64_t count = 0;
    const std::string digits = parts ? parts->second : "";
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, count);
    if (read.ec == std::errc::result_out_of_range)
      return bad("fault", "'" + text + "' is more than 64 bits hold");
    if (read.ec != std::errc() || read.ptr != end)
      return bad("fault", "'" + text + "' is not NAME=NUMBER");
    out.faults.emplace_back(parts->first, count);
  }
  return std::nullopt;
}

template <class T>
std::optional<Error> choose(const std::string& flag, const std::string& text,
                            const std::map<std::string, T>& choices, T& out) {
  const auto at = choices.find(text);
  if (at != choices.end()) {
    out = at->second;
    return std::nullopt;
  }
  std::string names;
  for (const auto& [name, value] : choices) names += (names.empty() ? "" : ", ") + name;
  return bad(flag, "'" + text + "' is none of " + names);
}

std::optional<Error> read_choices(const Raw& raw, Config& out) {
  if (auto e = choose<ClientAuthentication>("client-auth", raw.clients,
                                            {{"none", ClientAuthentication::none},
                                             {"optional", ClientAuthentication::optional},
                                             {"required", ClientAuthentication::required}},
                                            out.clients))
    return e;
  if (auto e = choose<bool>("chaincode-tls", raw.chaincode_tls, {{"on", true}, {"off", false}},
                            out.chaincode_tls))
    return e;
  if (auto e = choose<bool>("peer-line", raw.peer_line, {{"3.1", true}, {"2.5", false}},
                            out.announce_batches))
    return e;
  return choose<LogLevel>("log-level", raw.log_level,
                          {{"debug", LogLevel::debug},
                           {"info", LogLevel::info},
                           {"warn", LogLevel::warn},
                           {"error", LogLevel::error}},
                          out.log_level);
}

class Flags {
 public:
  Flags(CLI::App& app, Raw& raw, Config& out) : app_(app), raw_(raw), out_(out) {}

  void declare() {
    app_.set_version_flag("--version", version);
    app_.set_config("--config", "", "configuration file (TOML) of the keys below");
    app_.allow_config_extras(CLI::config_extras_mode::error);
    app_.add_flag("--print-config", raw_.print_config, "print what counts, and stop")
        ->configurable(false);
    add("org", raw_.organisations, "MSP[=FOLDER]",
        "an organisation; repeat for each. Its certificates are made, or those of the peer in "
        "FOLDER (msp, tls) are taken");
    add("party", raw_.parties, "MSP:USER=PARTYID",
        "a user whose certificate has the attribute tradelane.party; repeat for each");
    add("chaincode", raw_.chaincodes, "NAME[@PACKAGEID]=HOST:PORT",
        "a chaincode and where its server is; package id if not given: NAME:devpeer");
    add("channel", out_.channel, "NAME", "the channel");
    add("policy", raw_.policies, "[NAME=]TEXT",
        "endorsement policy of every chaincode, or of the one named: AND(A,OR(others)), "
        "OutOf(2,A,B,C); default: any two");
    add("collections", raw_.collections, "NAME=FILE",
        "private collections of a chaincode: the JSON file that Fabric takes");
    add("out", out_.out, "DIR", "identities, TLS and connection profiles; made when missing");
    add("data", out_.data, "DIR", "the ledger; without it everything is in memory");
    declare_network();
    declare_times();
    app_.add_flag("--create-only", out_.create_only, "make the files of --out, and stop");
    add("fault", raw_.faults, "NAME=N",
        "misbehave at the N-th chance: drop-stream, answer-error, kill-endorsed, kill-ordered, "
        "kill-validated, kill-committed; delay-ms: N ms before each answer to a chaincode");
  }

 private:
  void declare_network() {
    add("listen-base", out_.listen_base, "PORT",
        "the first organisation's gateway, the others follow; 0: any free ports");
    add("operations-port", out_.operations_port, "PORT", "health and version; 0: any free port");
    add("client-auth", raw_.clients, "MODE", "client certificates: none, optional, required");
    add("chaincode-tls", raw_.chaincode_tls, "on|off", "mutual TLS to the chaincode server");
    add("peer-line", raw_.peer_line, "3.1|2.5", "what READY announces");
    add("log-level", raw_.log_level, "LEVEL", "debug, info, warn, error");
  }
  void declare_times() {
    add("batch-count", out_.batch_count, "N", "envelopes in a block");
    add("batch-bytes", out_.batch_bytes, "BYTES", "bytes in a block");
    add("batch-ms", out_.batch_ms, "MS", "how long a block waits for more");
    add("dial-timeout-ms", out_.dial_timeout_ms, "MS", "connecting to a chaincode server");
    add("startup-timeout-ms", out_.startup_timeout_ms, "MS", "its registration");
    add("execute-timeout-ms", out_.execute_timeout_ms, "MS", "one run of a transaction");
    add("keepalive-ms", out_.keepalive_ms, "MS", "KEEPALIVE to the chaincode; 0: never");
    add("time-window-s", out_.time_window_s, "S", "how far a proposal's time may be off");
  }

  template <class T>
  void add(const std::string& name, T& value, const char* type, const char* help) {
    std::string variable = "TRADELANE_DEVPEER_" + name;
    for (char& c : variable)
      c = c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    app_.add_option("--" + name, value, help)
        ->type_name(type)
        ->envname(variable)
        ->capture_default_str();
  }

  CLI::App& app_;
  Raw& raw_;
  Config& out_;
};

std::optional<Error> check(const Config& config) {
  if (config.organisations.empty()) return bad("org", "at least one organisation is needed");
  if (config.organisations.size() > most_organisations)
    return bad("org", std::to_string(config.organisations.size()) +
                          " organisations; there may be " + std::to_string(most_organisations));
  if (config.listen_base > highest_port + 1 - static_cast<int>(config.organisations.size()))
    return bad("listen-base", "from " + std::to_string(config.listen_base) +
                                  " on there are too few ports for " +
                                  std::to_string(config.organisations.size()) +
                                  " organisations; the highest is " + std::to_string(highest_port));
  if (config.out.empty()) return bad("out", "it is missing; name a folder for identities and TLS");
  if (config.chaincodes.empty() && !config.create_only)
    return bad("chaincode", "it is missing; for example --chaincode tradelane=localhost:9999");
  if (config.batch_count == 0) return bad("batch-count", "a block needs at least one envelope");
  return std::nullopt;
}

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments) {
  CLI::App app{about};
  Raw raw;
  CommandLine out;
  Flags(app, raw, out.config).declare();
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    out.stop_with = app.help();
    return out;
  } catch (const CLI::CallForVersion&) {
    out.stop_with = std::string(version) + "\n";
    return out;
  } catch (const CLI::ParseError& error) {
    return refuse(Code::arg_malformed, "", std::string(error.what()) + "; see --help");
  }
  for (const auto& step : {read_organisations, read_parties, read_chaincodes, read_policies,
                           read_faults, read_choices})
    if (auto error = step(raw, out.config)) return *error;
  if (raw.print_config) {
    out.stop_with = app.config_to_str(true, false);
    return out;
  }
  if (auto error = check(out.config)) return *error;
  return out;
}

}  // namespace tradelane::devpeer
