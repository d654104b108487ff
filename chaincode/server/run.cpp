// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/run.hpp"

#include <chrono>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

#include "chaincode/operations/environment.hpp"
#include "chaincode/operations/signals.hpp"
#include "chaincode/server/command_line.hpp"
#include "chaincode/server/option.hpp"
#include "chaincode/server/process.hpp"
#include "chaincode/server/sources.hpp"

namespace tradelane::server {
namespace {

using operations::Signals;

constexpr int broken = 1;
constexpr int wrong_configuration = 2;

Result<Values> read_file(const std::string& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream)
    return bad_value("config", path +
                                   " cannot be read; give the path of a JSON file that this "
                                   "user may read");
  auto values = read_file_values(text.str());
  if (!values) return bad_value("config", path + ": " + values.error().detail);
  return values;
}

Result<Config> gather(const CommandLine& line) {
  Values file;
  if (line.config_file) {
    auto values = read_file(*line.config_file);
    if (!values) return values.error();
    file = std::move(*values);
  }
  const auto variables = environment_values(operations::environment());
  if (!variables) return variables.error();
  return make_config({file, *variables, line.flags});
}

int complain(const Program& program, const Error& error) {
  std::cerr << program.name << ": " << error.detail << "\n";
  return wrong_configuration;
}

/// Gives running transactions their time; a second signal ends the wait.
void drain(Process& process, const Signals& signals, std::chrono::seconds longest) {
  process.drain();
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!process.is_drained() && std::chrono::steady_clock::now() < end)
    if (signals.wait(std::chrono::milliseconds(50)) == Signals::Wish::end) break;
  const auto running = static_cast<std::int64_t>(process.in_flight());
  if (running > 0) process.log().warn("cut_short", {{"in_flight", running}});
}

/// Until a signal says that this is to end; false when it must end by itself.
bool serve(Process& process, const Signals& signals) {
  auto wish = Signals::Wish::none;
  while (wish != Signals::Wish::end && !process.has_failed()) {
    wish = signals.wait(std::chrono::seconds(1));
    if (wish == Signals::Wish::reload) process.reload();
  }
  return wish == Signals::Wish::end;
}

using Start = std::function<Result<std::unique_ptr<Process>>(const Config&)>;

/// From the first signal that is waited for to the last line of the log.
int live(Process& process, const Signals& signals, std::chrono::seconds longest_drain) {
  std::cout << process.ready_line() << std::endl;
  if (!serve(process, signals)) {
    process.log().error("dead_listener",
                        {{"mend",
                          "start it anew; if that happens often, raise the limit of open "
                          "files, or find who connects"}});
    return broken;
  }
  drain(process, signals, longest_drain);
  process.log().info("stopped");
  return 0;
}

int try_to_run(const Program& program, const std::vector<std::string>& arguments,
               const Start& start) {
  const auto line = parse_command_line(program, arguments);
  if (!line) return complain(program, line.error());
  if (line->stop_with) {
    std::cout << *line->stop_with;
    return 0;
  }
  const auto config = gather(*line);
  if (!config) return complain(program, config.error());
  if (line->print_config) {
    std::cout << print(*config);
    return 0;
  }
  const Signals signals;
  const auto process = start(*config);
  if (!process) return complain(program, process.error());
  return live(**process, signals, config->drain);
}

/// What a machine lacks, such as memory or descriptors, is a line as well.
int run(const Program& program, const std::vector<std::string>& arguments, const Start& start) {
  try {
    return try_to_run(program, arguments, start);
  } catch (const std::exception& error) {
    std::cerr << program.name << ": " << error.what() << "\n";
    return broken;
  }
}

}  // namespace

int run(const Program& program, const shim::Chaincode& chaincode,
        const std::vector<std::string>& arguments) {
  return run(program, arguments,
             [&](const Config& config) { return Process::start(program, chaincode, config); });
}

int run(const Program& program, const ledger::Chaincode& chaincode,
        const std::vector<std::string>& arguments) {
  return run(program, arguments,
             [&](const Config& config) { return Process::start(program, chaincode, config); });
}

}  // namespace tradelane::server
