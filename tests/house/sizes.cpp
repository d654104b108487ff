// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "tests/house/checks.hpp"

namespace tradelane::house {
namespace {

constexpr std::size_t most_lines_of_a_file = 500;
constexpr std::size_t most_lines_of_a_function = 70;
constexpr std::size_t most_columns = 100;

/// Blocks that hold functions and are none themselves.
bool holds_functions(std::string_view head) {
  constexpr std::array<std::string_view, 6> words{"namespace", "class", "struct",
                                                  "union",     "enum",  "extern"};
  const bool names_one =
      std::any_of(words.begin(), words.end(), [&](auto word) { return has_word(head, word); });
  return names_one && head.find('(') == std::string_view::npos;
}

/// A head with parentheses and without "=" behind them opens the body of a function.
bool opens_function(std::string_view head) {
  const auto close = head.rfind(')');
  return close != std::string_view::npos && head.find('=', close) == std::string_view::npos;
}

struct Walk {
  std::vector<bool> transparent = {};  // for each open brace
  std::string head = {};
  std::size_t function_depth = 0;  // braces open when the function began, plus one; 0 outside
  std::size_t began = 0;

  void open(std::size_t line) {
    if (function_depth == 0 && !holds_functions(head) && opens_function(head)) {
      function_depth = transparent.size() + 1;
      began = line;
    }
    transparent.push_back(holds_functions(head));
    head.clear();
  }
  /// How many lines the function that ends here has; 0 when none does.
  std::size_t close(std::size_t line) {
    if (!transparent.empty()) transparent.pop_back();
    head.clear();
    if (function_depth == 0 || transparent.size() + 1 != function_depth) return 0;
    function_depth = 0;
    return line - began + 1;
  }
};

void measure(const File& file, Problems& out) {
  const std::string code = code_of(file.text, false);
  Walk walk;
  for (const Line& line : lines_of(code)) {
    if (trim(line.text).starts_with("#")) continue;
    for (const char c : line.text) {
      if (c == '{') {
        walk.open(line.number);
      } else if (c == '}') {
        const auto length = walk.close(line.number);
        if (length > most_lines_of_a_function)
          out.push_back(
              {file.path, walk.began, "a function of " + std::to_string(length) + " lines"});
      } else if (c == ';') {
        walk.head.clear();
      } else {
        walk.head += c;
      }
    }
    walk.head += ' ';
  }
}

/// Characters, not bytes: continuation bytes of UTF-8 do not count.
std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool is_counted(const File& file) {
  return file.is_cpp() || file.is(".proto") || file.is("CMakeLists.txt") ||
         file.text.starts_with("#!");
}

}  // namespace

Problems long_files(const Tree& tree) {
  Problems out;
  for (const File& file : tree)
    if (is_counted(file) && lines_of(file.text).size() > most_lines_of_a_file)
      out.push_back({file.path, most_lines_of_a_file + 1, "the file has more than 500 lines"});
  return out;
}

Problems long_functions(const Tree& tree) {
  Problems out;
  for (const File& file : tree)
    if (file.is_cpp()) measure(file, out);
  return out;
}

Problems long_lines(const Tree& tree) {
  Problems out;
  for (const File& file : tree)
    if (file.is_cpp() || file.is(".proto"))
      for (const Line& line : lines_of(file.text))
        if (columns(line.text) > most_columns)
          out.push_back({file.path, line.number, "the line has more than 100 columns"});
  return out;
}

}  // namespace tradelane::house
