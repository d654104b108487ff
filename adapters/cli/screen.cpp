// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/screen.hpp"

#include <ostream>

namespace tradelane::cli {

namespace {

constexpr std::string_view to_line_start = "\r\x1b[K";

std::string_view sequence_of(Color color) {
  switch (color) {
    case Color::red:
      return "\x1b[31m";
    case Color::yellow:
      return "\x1b[33m";
    case Color::green:
      return "\x1b[32m";
    case Color::faint:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

Screen screen_of(std::ostream& out, std::ostream& err, bool out_is_terminal, bool err_is_terminal,
                 const Variables& variables) {
  const bool dumb = variables("TERM").value_or("") == "dumb";
  const bool colors = !dumb && variables("NO_COLOR").value_or("").empty();
  return {.out = out,
          .err = err,
          .colors_out = out_is_terminal && colors,
          .colors_err = err_is_terminal && colors,
          .shows_progress = err_is_terminal && !dumb};
}

std::string paint(std::string_view text, Color color, bool colors) {
  if (!colors) return std::string(text);
  return std::string(sequence_of(color)) + std::string(text) + "\x1b[0m";
}

Progress::~Progress() { clear(); }

void Progress::show(std::string_view text) {
  if (!screen_.shows_progress) return;
  // What was printed before belongs above this line.
  screen_.out.flush();
  screen_.err << to_line_start << text << " ..." << std::flush;
  is_shown_ = true;
}

void Progress::clear() {
  if (is_shown_) screen_.err << to_line_start << std::flush;
  is_shown_ = false;
}

}  // namespace tradelane::cli
