// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/command_line.hpp"

#include <algorithm>
#include <list>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "chaincode/server/options.hpp"

namespace tradelane::server {
namespace {

std::string about(const Program& program) {
  return program.name + ": " +
         (program.about.empty() ? "a chaincode as a service" : program.about) +
         ".\nConfiguration: file < environment < flags.\nExample: " + program.name +
         " --package-id trade_1:3f2a... --listen 127.0.0.1:9999 --tls off";
}

std::string description(const Option& option) {
  std::string text = option.help;
  if (option.range)
    text += " (" + std::to_string(option.range->least) + " to " +
            std::to_string(option.range->most) + ")";
  if (const auto standard = option.standard(); !standard.empty()) text += " [" + standard + "]";
  for (const std::string& name : option.environment)
    text += (name == option.environment.front() ? "; env: " : ", ") + name;
  return text;
}

/// One flag and what was given for it.
struct Flag {
  const Option* option;
  std::vector<std::string> texts = {};
};

void add(CLI::App& app, Flag& flag) {
  std::string names = "--" + flag.option->name;
  for (const std::string& other : flag.option->flags) names += ",--" + other;
  CLI::Option* added = app.add_option(names, flag.texts, description(*flag.option));
  added->type_name(flag.option->unit)->allow_extra_args(false)->group(flag.option->group);
  if (!flag.option->is_repeatable)
    added->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

/// The first of those that mean nothing, as it was typed.
Error unexpected(const std::vector<std::string>& arguments, const std::vector<std::string>& extra) {
  const auto first =
      std::find_first_of(arguments.begin(), arguments.end(), extra.begin(), extra.end());
  return refuse(
      Code::arg_malformed, "",
      shown(first == arguments.end() ? extra.front() : *first) + " means nothing here; see --help");
}

/// Puts what to print and stop with into `out`.
Result<> parse(CLI::App& app, const std::vector<std::string>& arguments, const std::string& version,
               CommandLine& out) {
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    out.stop_with = app.help();
  } catch (const CLI::CallForVersion&) {
    out.stop_with = version + "\n";
  } catch (const CLI::ExtrasError&) {
    return unexpected(arguments, app.remaining());
  } catch (const CLI::ParseError& error) {
    return refuse(Code::arg_malformed, "", std::string(error.what()) + "; see --help");
  }
  return Done{};
}

}  // namespace

Result<CommandLine> parse_command_line(const Program& program,
                                       const std::vector<std::string>& arguments) {
  CLI::App app{about(program), program.name};
  const std::string version = program.name + " " + program.version;
  app.set_version_flag("--version", version);
  CommandLine out;
  std::string file;
  app.add_option("--config", file, "configuration file, one JSON object of the keys below")
      ->type_name("FILE");
  app.add_flag("--print-config", out.print_config, "print what counts, and stop");
  std::list<Flag> flags;
  for (const Option& option : options()) add(app, flags.emplace_back(Flag{&option}));
  if (const auto parsed = parse(app, arguments, version, out); !parsed) return parsed.error();
  for (const Flag& flag : flags) {
    std::string text;
    for (const std::string& one : flag.texts) text += (text.empty() ? "" : ",") + one;
    if (!flag.texts.empty()) out.flags.emplace(flag.option->name, std::move(text));
  }
  if (!file.empty()) out.config_file = file;
  return out;
}

}  // namespace tradelane::server
