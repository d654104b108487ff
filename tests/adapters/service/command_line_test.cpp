// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/command_line.hpp"

#include <doctest/doctest.h>

#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::service;

namespace {

struct World {
  std::string text = "standard";
  std::vector<std::string> list = {};
  Keys keys;
  Program program{.name = "tradelane-test", .about = "tests.\nExample: tradelane-test --text x"};

  World() {
    keys.add_text("text", "FILE", "a text", text);
    keys.add_list("feed", "ID", "a list", list);
  }
  Result<CommandLine> parse(const std::vector<std::string>& arguments) const {
    return parse_command_line(program, keys, arguments);
  }
};

}  // namespace

TEST_CASE_FIXTURE(World, "command line: flags, lists given in two ways, nothing unknown") {
  const auto line = parse({"--text", "x", "--feed", "a", "--feed", "b,c", "--config", "f"});
  REQUIRE(line.ok());
  CHECK(line->flags == Values{{"text", "x"}, {"feed", "a,b,c"}});
  CHECK(line->config_file == "f");
  CHECK_FALSE(line->print_config);
  CHECK(parse({})->flags.empty());
  CHECK(parse({"--print-config"})->print_config);
  CHECK_FALSE(parse({"--txt", "x"}).ok());
  CHECK_FALSE(parse({"--text"}).ok());
  CHECK_FALSE(parse({"--text", "x", "--text", "y"}).ok());
  CHECK(parse({"x"}).error().detail.ends_with("; see --help"));
}

TEST_CASE_FIXTURE(World, "command line: help names every key with default and environment") {
  const std::string help = *parse({"--help"})->stop_with;
  for (const char* part : {"tradelane-test: tests.", "Example: tradelane-test --text x", "--text",
                           "[standard]", "TRADELANE_TEXT", "TRADELANE_FEED", "--print-config"}) {
    CAPTURE(part);
    CHECK(help.find(part) != std::string::npos);
  }
  CHECK(*parse({"--version"})->stop_with == "tradelane-test 0.1.0\n");
}

TEST_CASE_FIXTURE(World, "command line: file, then environment, then flags") {
  const test::TempFolder folder;
  folder.write("config.json", R"({"text":"file","feed":["file"]})");
  CommandLine line{.config_file = folder.file("config.json")};
  REQUIRE(set_all(keys, line, {}).ok());
  CHECK(text == "file");
  REQUIRE(set_all(keys, line, {{"TRADELANE_TEXT", "environment"}}).ok());
  CHECK(text == "environment");
  line.flags = {{"text", "flag"}};
  REQUIRE(set_all(keys, line, {{"TRADELANE_TEXT", "environment"}}).ok());
  CHECK(text == "flag");
  CHECK(list == std::vector<std::string>{"file"});

  folder.write("config.json", R"({"txt":"file"})");
  CHECK(set_all(keys, line, {}).error().detail == "txt: there is no such key");
  line.config_file = folder.file("none.json");
  CHECK(set_all(keys, line, {}).error().detail ==
        "config: cannot read " + folder.file("none.json"));
}
