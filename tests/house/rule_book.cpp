// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rule_book.hpp"

#include <algorithm>
#include <cctype>

namespace tradelane::house {
namespace {

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Capital letters, then digits: B7, PI2.
bool is_rule_number(std::string_view text) {
  const auto letters = std::find_if_not(text.begin(), text.end(), is_upper);
  return letters != text.begin() && letters != text.end() && letters - text.begin() <= 3 &&
         std::all_of(letters, text.end(), is_digit);
}

std::vector<Rule> rules_of(const File& book) {
  std::vector<Rule> out;
  for (const Line& line : lines_of(book.text)) {
    if (line.text == rule_table_heading) break;
    const auto cells = split(line.text, '|');
    if (cells.size() < 4 || !is_rule_number(trim(cells[1]))) continue;
    out.push_back({.line = line.number,
                   .number = trim(cells[1]),
                   .token = cells.size() >= 6 ? trim(cells[3]) : "",
                   .source = cells.size() >= 6 ? trim(cells[4]) : ""});
  }
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isspace(static_cast<unsigned char>(c)) == 0) out += c;
  return out;
}

/// Every literal of `file` that is a rule number, with its neighbourhood.
void collect(const File& file, std::vector<Literal>& out) {
  const std::string code = code_of(file.text, true);
  std::size_t line = 1;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at] == '\n') ++line;
    if (code[at] != '"') continue;
    const auto close = code.find('"', at + 1);
    if (close == std::string::npos) return;
    const auto text = std::string_view(code).substr(at + 1, close - at - 1);
    if (is_rule_number(text)) {
      const auto from = at > 80 ? at - 80 : 0;
      out.push_back({.path = file.path,
                     .line = line,
                     .number = std::string(text),
                     .before = without_blanks(std::string_view(code).substr(from, at - from)),
                     .after = without_blanks(std::string_view(code).substr(close + 1, 60))});
    }
    at = close;
  }
}

/// The literals that follow each other from `at` on, as one text.
std::string text_from(std::string_view code, std::size_t at) {
  std::string out;
  while (at < code.size() && code[at] == '"') {
    const auto close = code.find('"', at + 1);
    if (close == std::string_view::npos) return out;
    out += code.substr(at + 1, close - at - 1);
    at = code.find_first_not_of(" \n", close + 1);
  }
  return out;
}

}  // namespace

std::vector<Book> books_of(const Tree& tree) {
  std::vector<Book> out;
  for (const File& file : tree) {
    const auto parts = split(file.path, '/');
    const bool shared = file.path == "chaincode/contract/README.md";
    const bool own =
        parts.size() == 4 && file.in("chaincode/contracts/") && parts[3] == "README.md";
    if (!shared && !own) continue;
    const std::string folder = file.path.substr(0, file.path.rfind('/') + 1);
    out.push_back(
        {.file = &file, .sources = folder, .tests = "tests/" + folder, .rules = rules_of(file)});
  }
  return out;
}

std::vector<Literal> literals_in(const Tree& tree, const std::string& folder) {
  std::vector<Literal> out;
  for (const File& file : tree)
    if (file.is_cpp() && file.in(folder)) collect(file, out);
  return out;
}

/// A test cites a rule where it compares with it or lists it in a row of a table, not where the
/// same letters are the name of somebody.
bool cites(const Literal& literal) {
  if (literal.before.ends_with("==")) return true;
  if (!literal.before.ends_with(",") && !literal.before.ends_with("{")) return false;
  const auto code = literal.after.find('_');
  const auto next = literal.after.find_first_of("\"})", 2);
  return literal.after.starts_with("}") || literal.after.starts_with(",Code::") ||
         literal.after.starts_with(",token") ||
         (literal.after.starts_with(",\"") && code != std::string::npos && code < next);
}

std::vector<TitledTest> tests_in(const Tree& tree, const std::string& folder) {
  constexpr std::string_view mark = "TEST_CASE";
  std::vector<TitledTest> out;
  for (const File& file : tree) {
    if (!file.is_cpp() || !file.in(folder)) continue;
    const std::string code = code_of(file.text, true);
    for (auto at = code.find(mark); at != std::string::npos; at = code.find(mark, at + 1)) {
      const auto quote = code.find('"', at);
      if (quote == std::string::npos) break;
      const auto line =
          std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      out.push_back({.path = file.path,
                     .line = static_cast<std::size_t>(line) + 1,
                     .title = text_from(code, quote)});
    }
  }
  return out;
}

}  // namespace tradelane::house
