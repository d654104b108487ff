// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/screen.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/cli/paper.hpp"

using namespace tradelane;

TEST_CASE("colours and progress are for terminals, unless somebody wants none") {
  struct Row {
    const char* variable;
    const char* value;
    bool colors;
    bool progress;
  };
  const Row rows[] = {{"OTHER", "1", true, true},
                      {"NO_COLOR", "", true, true},
                      {"NO_COLOR", "1", false, true},
                      {"TERM", "dumb", false, false},
                      {"TERM", "xterm", true, true}};
  test::Paper paper;
  for (const Row& row : rows) {
    CAPTURE(row.variable);
    CAPTURE(row.value);
    const auto variables = [&](const std::string& name) -> std::optional<std::string> {
      if (name == row.variable) return row.value;
      return std::nullopt;
    };
    const auto on_terminal = cli::screen_of(paper.out, paper.err, true, true, variables);
    CHECK(on_terminal.colors_out == row.colors);
    CHECK(on_terminal.colors_err == row.colors);
    CHECK(on_terminal.shows_progress == row.progress);
    const auto in_pipe = cli::screen_of(paper.out, paper.err, false, false, variables);
    CHECK_FALSE(in_pipe.colors_out);
    CHECK_FALSE(in_pipe.colors_err);
    CHECK_FALSE(in_pipe.shows_progress);
  }
}

TEST_CASE("progress is one line, written over and taken away") {
  test::Paper paper;
  paper.screen.shows_progress = true;
  {
    cli::Progress progress(paper.screen);
    progress.show("one");
    progress.show("two");
  }
  CHECK(paper.err.str() == "\r\x1b[Kone ...\r\x1b[Ktwo ...\r\x1b[K");
  test::Paper quiet;
  cli::Progress(quiet.screen).show("one");
  CHECK(quiet.err.str().empty());
}

TEST_CASE("paint") {
  CHECK(cli::paint("x", cli::Color::red, false) == "x");
  CHECK(cli::paint("x", cli::Color::red, true) == "\x1b[31mx\x1b[0m");
}
