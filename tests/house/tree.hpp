// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The repository as text: what the house rules are checked against. Values, no state.
namespace tradelane::house {

struct File {
  std::string path;  // from the root, with /
  std::string text;

  bool in(std::string_view folder) const { return path.starts_with(folder); }
  bool is(std::string_view ending) const { return path.ends_with(ending); }
  bool is_cpp() const { return is(".cpp") || is(".hpp"); }
};

using Tree = std::vector<File>;

/// Every file below `root` but what is built, fetched or git's own; ordered by path.
Tree load(const std::string& root);

/// Absent files are null.
const File* find(const Tree& tree, std::string_view path);

struct Problem {
  std::string path;
  std::size_t line;  // from 1; 0 is the file as a whole
  std::string reason;
};
using Problems = std::vector<Problem>;

/// "path:line: reason" lines.
std::string text_of(const Problems& problems);

struct Line {
  std::size_t number;
  std::string_view text;
};
std::vector<Line> lines_of(std::string_view text);

/// C++ with comments blanked, and with the content of literals blanked too when `literals` is
/// false. Line numbers and columns stay.
std::string code_of(std::string_view text, bool literals);

/// True when `word` occurs in `text` between characters that cannot belong to a name.
bool has_word(std::string_view text, std::string_view word);

/// What stands before and after the first `separator`; the second is empty without one.
std::vector<std::string> split(std::string_view text, char separator);
std::string trim(std::string_view text);

}  // namespace tradelane::house
