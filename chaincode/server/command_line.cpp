// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/command_line.hpp"

#include <algorithm>
#include <list>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelane::server {
namespace {

constexpr const char* about =
    "tradelane-chaincode: the contracts of tradelane as a service for Hyperledger Fabric peers.\n"
    "Configuration: file < environment < flags.\n"
    "Example: tradelane-chaincode --package-id trade_1:3f2a... --listen 127.0.0.1:9999 --tls off";

std::string description(const Option& option) {
  std::string text = option.help;
  if (!option.standard.empty()) text += " [" + option.standard + "]";
  for (const std::string& name : option.environment)
    text += (name == option.environment.front() ? "; env: " : ", ") + name;
  return text;
}

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments) {
  CLI::App app{about};
  app.set_version_flag("--version", std::string("tradelane-chaincode 0.1.0"));
  CommandLine out;
  std::string file;
  std::list<std::pair<const Option*, std::string>> given;
  app.add_option("--config", file, "configuration file, one JSON object of the keys below")
      ->type_name("FILE");
  app.add_flag("--print-config", out.print_config, "print what counts, and stop");
  for (const Option& option : options()) {
    given.emplace_back(&option, "");
    app.add_option("--" + option.name, given.back().second, description(option))
        ->type_name(option.unit.empty() ? "TEXT" : option.unit);
  }
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    out.stop_with = app.help();
  } catch (const CLI::CallForVersion&) {
    out.stop_with = "tradelane-chaincode 0.1.0\n";
  } catch (const CLI::ParseError& error) {
    return refuse(Code::arg_malformed, "", std::string(error.what()) + "; see --help");
  }
  for (const auto& [option, text] : given)
    if (app.count("--" + option->name) > 0) out.flags.emplace(option->name, text);
  if (!file.empty()) out.config_file = file;
  return out;
}

}  // namespace tradelane::server
