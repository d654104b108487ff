// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "tests/house/checks.hpp"
#include "tests/house/rule_book.hpp"

namespace tradelane::house {
namespace {

/// The title of a test may name the rule that it is about.
bool in_a_title(const std::vector<TitledTest>& tests, const std::string& number) {
  return std::any_of(tests.begin(), tests.end(),
                     [&](const TitledTest& test) { return has_word(test.title, number); });
}

/// The enumerator in `refuse(Code::x, "B7"`, if that is how the literal is used.
std::optional<std::string> code_before(const Literal& literal) {
  const auto at = literal.before.rfind("refuse(Code::");
  if (at == std::string::npos || !literal.before.ends_with(",")) return std::nullopt;
  const auto name = literal.before.substr(at + 13, literal.before.size() - at - 14);
  if (name.find_first_of("(),\"") != std::string::npos) return std::nullopt;
  return name;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

struct CodeEntry {
  std::size_t line;
  std::string enumerator;
  std::string token;
};

/// The X(enumerator, "TOKEN", … lines of codes.hpp.
std::vector<CodeEntry> codes_of(const File& file) {
  std::vector<CodeEntry> out;
  for (const Line& line : lines_of(file.text)) {
    const auto open = line.text.find("  X(");
    const auto quote = line.text.find('"');
    if (open == std::string_view::npos || quote == std::string_view::npos) continue;
    const auto comma = line.text.find(',');
    const auto close = line.text.find('"', quote + 1);
    out.push_back({.line = line.number,
                   .enumerator = std::string(line.text.substr(open + 4, comma - open - 4)),
                   .token = std::string(line.text.substr(quote + 1, close - quote - 1))});
  }
  return out;
}

constexpr std::string_view codes_path = "chaincode/base/codes.hpp";

/// A rule book says on the same line what a token waits for.
bool waits(const Tree& tree, const std::string& token) {
  for (const Book& book : books_of(tree))
    for (const Line& line : lines_of(book.file->text))
      if (has_word(line.text, token) && (line.text.find("waits for") != std::string_view::npos ||
                                         line.text.starts_with("Waiting:")))
        return true;
  return false;
}

/// What a rule book's table of deny reasons calls this code; a journal says the reason instead.
std::string reason_of(const Tree& tree, const std::string& token) {
  for (const Book& book : books_of(tree))
    for (const Line& line : lines_of(book.file->text)) {
      const auto cells = split(line.text, '|');
      if (cells.size() < 5 || trim(cells[3]) != token) continue;
      if (const auto reason = trim(cells[2]); token.ends_with("_" + reason)) return reason;
    }
  return "";
}

bool is_expected(const Tree& tree, const CodeEntry& code) {
  const std::string reason = reason_of(tree, code.token);
  return std::any_of(tree.begin(), tree.end(), [&](const File& file) {
    if (file.in("fixtures/") && file.path.find(code.token + "-") != std::string::npos) return true;
    if (!file.in("tests/") || file.in("tests/house")) return false;
    if (!file.is_cpp() || file.path == "tests/chaincode/base/codes_test.cpp") return false;
    if (!reason.empty() && file.text.find("\"" + reason + "\"") != std::string::npos) return true;
    return has_word(file.text, code.token) || has_word(file.text, "Code::" + code.enumerator);
  });
}

}  // namespace

Problems rules_without_code(const Tree& tree) {
  Problems out;
  for (const Book& book : books_of(tree)) {
    const auto literals = literals_in(tree, book.sources);
    for (const Rule& rule : book.rules)
      if (std::none_of(literals.begin(), literals.end(),
                       [&](const Literal& l) { return l.number == rule.number; }))
        out.push_back({book.file->path, rule.line, rule.number + " is not in the code"});
    if (book.rules.empty()) out.push_back({book.file->path, 0, "the rule book has no rule"});
  }
  return out;
}

Problems rules_without_test(const Tree& tree) {
  Problems out;
  for (const Book& book : books_of(tree)) {
    const auto literals = literals_in(tree, book.tests);
    const auto tests = tests_in(tree, book.tests);
    for (const Rule& rule : book.rules)
      if (!in_a_title(tests, rule.number) &&
          std::none_of(literals.begin(), literals.end(),
                       [&](const Literal& l) { return l.number == rule.number && cites(l); }))
        out.push_back({book.file->path, rule.line, "no test expects " + rule.number});
  }
  return out;
}

Problems code_without_rule(const Tree& tree) {
  std::map<std::string, std::string> tokens;
  for (const Book& book : books_of(tree))
    for (const Rule& rule : book.rules) tokens.emplace(rule.number, rule.token);
  Problems out;
  for (const Literal& literal : literals_in(tree, "chaincode/contract")) {
    const auto code = code_before(literal);
    if (!code) continue;
    const auto rule = tokens.find(literal.number);
    if (rule == tokens.end())
      out.push_back({literal.path, literal.line, literal.number + " is in no rule book"});
    else if (!has_word(rule->second, upper(*code)))
      out.push_back({literal.path, literal.line,
                     literal.number + " says " + upper(*code) + ", its rule book " + rule->second});
  }
  return out;
}

Problems unexpected_codes(const Tree& tree) {
  const File* list = find(tree, codes_path);
  if (list == nullptr) return {{std::string(codes_path), 0, "it is gone"}};
  Problems out;
  const auto codes = codes_of(*list);
  if (codes.empty()) out.push_back({list->path, 0, "no code was found"});
  for (const CodeEntry& code : codes)
    if (!is_expected(tree, code) && !waits(tree, code.token))
      out.push_back({list->path, code.line, "no test expects " + code.token});
  return out;
}

Problems missing_tokens(const Tree& tree) {
  constexpr std::string_view folder = "tests/house/tokens/";
  Problems out;
  for (const File& file : tree) {
    if (!file.in(folder)) continue;
    const auto contract = file.path.substr(folder.size(), file.path.size() - folder.size() - 4);
    const File* book = find(tree, "chaincode/contracts/" + contract + "/README.md");
    if (book == nullptr) {
      out.push_back({file.path, 0, "there is no contract " + contract});
      continue;
    }
    for (const Line& line : lines_of(file.text)) {
      const std::string token = trim(line.text.substr(0, line.text.find('#')));
      if (!token.empty() && !has_word(book->text, token))
        out.push_back({book->path, 0, token + " is missing (" + trim(line.text) + ")"});
    }
  }
  return out;
}

}  // namespace tradelane::house
