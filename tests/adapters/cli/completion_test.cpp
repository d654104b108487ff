// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/completion.hpp"

#include "adapters/cli/options.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

/// What bash offers behind `words`, of which the last is being typed.
std::string offered(const std::vector<std::string>& words) {
  const test::TempFolder folder;
  folder.write("script", test::run({"completion", "bash"}).out);
  std::string line = "cd " + folder.path().string() + "; . ./script; COMP_WORDS=(tradelane";
  for (const std::string& word : words) line += " '" + word + "'";
  line +=
      "); COMP_CWORD=" + std::to_string(words.size()) + "; _tradelane; echo \"${COMPREPLY[*]}\"";
  test::Process bash({"/bin/bash", "-c", line});
  const std::string out = bash.read_line();
  CHECK(bash.wait() == 0);
  return out;
}

}  // namespace

TEST_CASE("bash completes commands, options, values and files") {
  struct Row {
    std::vector<std::string> words;
    const char* offered;
  };
  const Row rows[] = {
      {{"ver"}, "version"},
      {{"act", ""}, "sign"},
      {{"identity", "l"}, "list"},
      {{"package", "--hel"}, "--help --helm-values"},
      {{"package", "inspect", "--o"}, "--output"},
      {{"query", "--output", ""}, "table json yaml"},
      {{"query", "ebl:Get", "--output", "y"}, "yaml"},
      {{"invoke", "ebl:Get", "@scr"}, "@script"},
      {{"invoke", "--msp", "scr"}, "script"},
      {{"--vers"}, "--version"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.offered);
    CHECK(offered(row.words) == row.offered);
  }
}

TEST_CASE("each shell's script names every command and option") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    CAPTURE(shell);
    const std::string script = test::run({"completion", shell}).out;
    for (const cli::CommandWords& command : cli::all_words()) {
      CAPTURE(command.path);
      CHECK(script.find(command.path) != std::string::npos);
      for (const cli::OptionWord& option : command.options)
        CHECK(script.find(option.name.substr(2)) != std::string::npos);
    }
  }
}

TEST_CASE("the words are those of the options") {
  const auto words = cli::all_words();
  REQUIRE_FALSE(words.empty());
  CHECK(words.front().path.empty());
  bool found = false;
  for (const cli::CommandWords& command : words) {
    if (command.path != "package inspect") continue;
    found = true;
    CHECK(command.commands.empty());
    REQUIRE(command.options.size() == 2);
    CHECK(command.options[0].name == "--help");
    CHECK_FALSE(command.options[0].takes_value);
    CHECK(command.options[1].name == "--output");
    CHECK(command.options[1].takes_value);
  }
  CHECK(found);
}
