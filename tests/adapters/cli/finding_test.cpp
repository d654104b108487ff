// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/finding.hpp"

#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/paper.hpp"

using namespace tradelane;
using Level = cli::Finding::Level;

namespace {

const cli::Findings findings{{Level::ok, "peer", "It is up.", ""},
                             {Level::error, "package id", "It is\nanother.", "Start it anew."}};

}  // namespace

TEST_CASE("findings as a table, with each fix below, and as lists") {
  test::Paper paper;
  print(paper.screen, findings, cli::Output::table);
  CHECK(paper.out.str() ==
        "ok       peer        It is up.\n"
        "error    package id  It is another.\n"
        "                     fix: Start it anew.\n");
  const test::Paper list;
  print(list.screen, findings, cli::Output::json);
  CHECK(list.out.str() ==
        R"([{"about":"peer","fix":"","level":"ok","text":"It is up."},)"
        R"({"about":"package id","fix":"Start it anew.","level":"error","text":"It is\nanother."}])"
        "\n");
  test::Paper colored;
  colored.screen.colors_out = true;
  print(colored.screen, {findings.back()}, cli::Output::table);
  CHECK(colored.out.str().starts_with("\x1b[31merror    \x1b[0m"));
}

TEST_CASE("only an error is one") {
  CHECK(cli::has_errors(findings));
  CHECK_FALSE(cli::has_errors({findings.front()}));
  CHECK_FALSE(cli::has_errors({{Level::warning, "a", "b", "c"}, {Level::note, "a", "b", ""}}));
}
