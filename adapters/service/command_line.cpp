// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/command_line.hpp"

#include <fstream>
#include <list>
#include <sstream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelane::service {
namespace {

std::string description(const Key& key) {
  const std::string standard = key.get();
  return key.help + (standard.empty() ? "" : " [" + standard + "]") + "; env: " + key.environment();
}

}  // namespace

Result<CommandLine> parse_command_line(const Program& program, const Keys& keys,
                                       const std::vector<std::string>& arguments) {
  const std::string version = program.name + " 0.1.0";
  CLI::App app{program.name + ": " + program.about +
               "\nConfiguration: file < environment < flags."};
  app.set_version_flag("--version", version);
  CommandLine out;
  std::string file;
  std::list<std::vector<std::string>> given;
  app.add_option("--config", file, "configuration file, one JSON object of the keys below")
      ->type_name("FILE");
  app.add_flag("--print-config", out.print_config, "print what counts, and stop");
  for (const Key& key : keys.all())
    app.add_option("--" + key.name, given.emplace_back(), description(key))
        ->type_name(key.unit)
        ->expected(1)
        ->multi_option_policy(key.repeatable ? CLI::MultiOptionPolicy::TakeAll
                                             : CLI::MultiOptionPolicy::Throw);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    out.stop_with = app.help();
  } catch (const CLI::CallForVersion&) {
    out.stop_with = version + "\n";
  } catch (const CLI::ParseError& error) {
    return refuse(Code::arg_malformed, "", std::string(error.what()) + "; see --help");
  }
  auto values = given.begin();
  for (const Key& key : keys.all()) {
    if (!values->empty()) out.flags.emplace(key.name, joined(*values));
    ++values;
  }
  if (!file.empty()) out.config_file = file;
  return out;
}

Result<> set_all(const Keys& keys, const CommandLine& line,
                 const std::map<std::string, std::string>& environment) {
  if (line.config_file) {
    std::ifstream stream(*line.config_file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return refuse(Code::arg_malformed, "", "config: cannot read " + *line.config_file);
    const auto values = read_file_values(text.str());
    if (!values) return values.error();
    if (auto done = keys.set(*values); !done) return done;
  }
  if (auto done = keys.set(environment_values(keys, environment)); !done) return done;
  return keys.set(line.flags);
}

}  // namespace tradelane::service
