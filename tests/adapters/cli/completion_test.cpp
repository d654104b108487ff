// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/completion.hpp"

#include <filesystem>
#include <sstream>

#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/options.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

/// Runs `line` in a shell, in `folder`.
void run_in(const test::TempFolder& folder, const std::string& line) {
  test::Process shell({"/bin/bash", "-c", "cd '" + folder.path().string() + "'; " + line});
  CHECK(shell.wait() == 0);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

/// The words that `tradelane` gets when each of `lines` is typed at an interactive bash, where `\t`
/// is the key that completes. In its folder are `script`, `a b` and the folder `deep`.
std::vector<std::string> typed(const std::vector<std::string>& lines) {
  const test::TempFolder folder;
  folder.write("script", test::run({"completion", "bash"}).out);
  folder.write("a b", "");
  std::filesystem::create_directory(folder.file("deep"));
  folder.write("rc",
               "PS1=; . ./script; tradelane() { printf '<%s>' \"$@\" >>typed; echo >>typed; }\n");
  std::string keys;
  for (const std::string& line : lines) keys += "tradelane " + line + "\n";
  folder.write("keys", keys + "exit\n");
  run_in(folder,
         "export TERM=dumb INPUTRC=/dev/null HISTFILE=; script -qec "
         "'bash --noprofile --rcfile rc -i' /dev/null <keys >shown");
  INFO(folder.read("shown"));
  const auto out = lines_of(folder.read("typed"));
  REQUIRE(out.size() == lines.size());
  return out;
}

std::string joined(const std::vector<std::string>& words) { return cli::joined(words, " "); }

std::vector<std::string> names_of(const cli::CommandWords& command) {
  std::vector<std::string> out;
  for (const cli::OptionWord& option : command.options) out.push_back(option.name);
  return out;
}

}  // namespace

TEST_CASE("an interactive bash completes commands, options, values and files") {
  struct Row {
    const char* keys;
    const char* words;
  };
  const Row rows[] = {
      {"vers\t", "<version>"},
      {"--vers\t", "<--version>"},
      {"act \t--tr\t", "<act><sign><--tr>"},
      {"identity l\tdee\t", "<identity><list><deep/>"},
      {"package ins\t--ou\tj\t", "<package><inspect><--output><json>"},
      {"package --helm\tx", "<package><--helm-values><x>"},
      {"query ebl:Get --outp\tya\t", "<query><ebl:Get><--output><yaml>"},
      {"query ebl:Get --output=ya\t", "<query><ebl:Get><--output=yaml>"},
      {"query ebl:Get --profile=scr\t", "<query><ebl:Get><--profile=script>"},
      {"query ebl:Get @scr\t", "<query><ebl:Get><@script>"},
      {"query ebl:Get owner=@scr\t", "<query><ebl:Get><owner=@script>"},
      {"query ebl:Get @a\t", "<query><ebl:Get><@a b>"},
      {"invoke --msp dee\t", "<invoke><--msp><deep/>"},
      {"acl --metadata a\t", "<acl><--metadata><a b>"},
  };
  std::vector<std::string> lines;
  for (const Row& row : rows) lines.emplace_back(row.keys);
  const auto words = typed(lines);
  for (std::size_t i = 0; i < words.size(); ++i) {
    CAPTURE(rows[i].keys);
    CHECK(words[i] == rows[i].words);
  }
}

TEST_CASE("bash offers exactly the commands, options and values that there are") {
  const test::TempFolder folder;
  folder.write("script", test::run({"completion", "bash"}).out);
  std::string asked =
      ". ./script; ask() { COMP_WORDS=(tradelane \"$@\"); COMP_CWORD=$#; _tradelane; "
      "echo \"${COMPREPLY[*]}\"; }\n";
  std::vector<std::string> expected;
  const auto ask = [&](const std::string& words, const std::vector<std::string>& offered) {
    asked += "ask " + words + "\n";
    expected.push_back(words + ": " + joined(offered));
  };
  for (const cli::CommandWords& command : cli::all_words()) {
    if (!command.commands.empty()) ask(command.path + " ''", command.commands);
    ask(command.path + " --", names_of(command));
    for (const cli::OptionWord& option : command.options)
      if (!option.values.empty()) ask(command.path + " " + option.name + " ''", option.values);
  }
  REQUIRE(expected.size() > cli::all_words().size());
  folder.write("ask", asked);
  run_in(folder, "bash ./ask >offered");
  const auto offered = lines_of(folder.read("offered"));
  REQUIRE(offered.size() == expected.size());
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const std::string& line = expected[i];
    CHECK(line.substr(0, line.find(": ") + 2) + offered[i] == line);
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
