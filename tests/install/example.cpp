// SPDX-License-Identifier: Apache-2.0
#include "tests/install/example.hpp"

#include <filesystem>
#include <stdexcept>

#include "tests/support/child.hpp"
#include "tests/support/log_file.hpp"

namespace tradelane::test {
namespace {

const std::string source = std::string(TRADELANE_SOURCE_DIR) + "/fixtures";

Printed run(const std::vector<std::string>& command) {
  Child child(command);
  const int status = child.wait();
  return {.status = status, .text = child.output()};
}

void must(const std::string& what, const Printed& answer) {
  constexpr std::size_t most = 4'000;
  const std::size_t from = answer.text.size() > most ? answer.text.size() - most : 0;
  if (answer.status != 0) throw std::runtime_error(what + ": " + answer.text.substr(from));
}

/// Ends what runs in the background; shows its logs when something went wrong.
constexpr const char* ending = R"(set -eu
finish() {
  status=$?
  trap - EXIT
  kill $(jobs -p) 2>/dev/null || true
  wait
  [ $status = 0 ] || tail -n 30 build/*.log
  exit $status
}
trap finish EXIT
)";

/// As the library itself was built, or it could not be linked.
std::string flags_of_compiler() {
  const std::string sanitizers = TRADELANE_SANITIZE;
  return sanitizers.empty() ? "-O0" : "-O0 -fsanitize=" + sanitizers;
}

}  // namespace

std::string file_of_example(const std::string& name) {
  return content_of(source + "/asset-transfer/" + name);
}

std::vector<std::string> blocks_of_readme(const std::string& language, const std::string& file) {
  const std::string text = file.empty() ? file_of_example("README.md") : content_of(file);
  const std::string opening = "\n```" + language + "\n";
  std::vector<std::string> out;
  for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    at += opening.size();
    out.push_back(text.substr(at, text.find("```\n", at) - at));
  }
  return out;
}

Example::Example() {
  std::filesystem::create_directories(folder_ + "/build");
  std::filesystem::create_directory_symlink(source, folder_ + "/fixtures");
  for (const char* part : {"base", "chaincode", "gateway", "tools"})
    must("cmake --install", run({TRADELANE_CMAKE, "--install", TRADELANE_BUILD_DIR, "--component",
                                 part, "--prefix", prefix_}));
  variables_ = {{"PREFIX", prefix_},
                {"CXX", TRADELANE_CXX},
                {"CXXFLAGS", flags_of_compiler()},
                {"CMAKE_CXX_COMPILER_LAUNCHER", TRADELANE_LAUNCHER},
                {"CMAKE_GENERATOR", "Ninja"}};
  must("building the example", type(*this, blocks_of_readme("sh").at(1)));
}

const Example& example() {
  static const Example made;
  return made;
}

Printed type(const Example& example, const std::string& script,
             const std::map<std::string, std::string>& more) {
  std::string all = std::string(ending) + "cd '" + example.folder() + "'\nrm -f build/*.log\n";
  for (const auto* variables : {&example.variables(), &more})
    for (const auto& [name, value] : *variables) all += "export " + name + "='" + value + "'\n";
  // Whoever waits for a server that has not begun would wait for ever.
  return run({"/usr/bin/timeout", "400", "/bin/bash", "-c", all + script});
}

}  // namespace tradelane::test
