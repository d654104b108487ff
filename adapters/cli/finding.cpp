// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/finding.hpp"

#include <algorithm>
#include <ostream>

#include "adapters/cli/output.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t level_width = 9;

std::string_view text_of(Finding::Level level) {
  switch (level) {
    case Finding::Level::ok:
      return "ok";
    case Finding::Level::note:
      return "note";
    case Finding::Level::warning:
      return "warning";
    case Finding::Level::error:
      return "error";
  }
  return "";
}

Color color_of(Finding::Level level) {
  switch (level) {
    case Finding::Level::ok:
      return Color::green;
    case Finding::Level::note:
      return Color::faint;
    case Finding::Level::warning:
      return Color::yellow;
    case Finding::Level::error:
      return Color::red;
  }
  return Color::faint;
}

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width > text.size() ? width - text.size() : 1, ' ');
}

}  // namespace

Json to_json(const Finding& finding) {
  return Json::Object{{"about", finding.about},
                      {"fix", finding.fix},
                      {"level", text_of(finding.level)},
                      {"text", finding.text}};
}

bool has_errors(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.level == Finding::Level::error; });
}

void print(const Screen& screen, const Findings& findings, Output output) {
  if (output != Output::table) {
    Json::Array rows;
    for (const Finding& finding : findings) rows.push_back(to_json(finding));
    return print(screen.out, rows, output);
  }
  std::size_t width = 0;
  for (const Finding& finding : findings) width = std::max(width, finding.about.size() + 2);
  for (const Finding& finding : findings) {
    screen.out << paint(padded(text_of(finding.level), level_width), color_of(finding.level),
                        screen.colors_out)
               << padded(finding.about, width) << printable(finding.text) << "\n";
    if (!finding.fix.empty())
      screen.out << std::string(level_width, ' ') << padded("", width)
                 << "fix: " << printable(finding.fix) << "\n";
  }
  screen.out.flush();
}

}  // namespace tradelane::cli
