// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rule_table.hpp"

#include <algorithm>
#include <set>

namespace tradelane::house {
namespace {

constexpr std::string_view introduction =
    "\n\nMade by `rule_table`; `house_test` fails when it would be made otherwise. The test is the "
    "first that expects the rule.\n\n| rule | source | code | where | test "
    "|\n|---|---|---|---|---|\n";

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// The files that say `number`, without doubles.
std::string files_with(const std::vector<Literal>& literals, const std::string& number) {
  std::set<std::string> names;
  for (const Literal& literal : literals)
    if (literal.number == number) names.insert(name_of(literal.path));
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : " ") + name;
  return out;
}

/// The test that a line of a file belongs to.
const TitledTest* test_at(const std::vector<TitledTest>& tests, const Literal& literal) {
  const TitledTest* out = nullptr;
  for (const TitledTest& test : tests)
    if (test.path == literal.path && test.line <= literal.line) out = &test;
  return out;
}

std::string first_test(const std::vector<TitledTest>& tests, const std::vector<Literal>& literals,
                       const std::string& number) {
  const auto text = [](const TitledTest& test) { return name_of(test.path) + ": " + test.title; };
  for (const Literal& literal : literals)
    if (literal.number == number && cites(literal))
      if (const TitledTest* test = test_at(tests, literal)) return text(*test);
  for (const TitledTest& test : tests)
    if (has_word(test.title, number)) return text(test);
  return "";
}

/// A bar would end its cell.
std::string cell(std::string text) {
  std::replace(text.begin(), text.end(), '|', '/');
  return text.empty() ? "–" : text;
}

std::string contract_of(const Book& book) {
  const auto parts = split(book.file->path, '/');
  return parts[parts.size() - 2];
}

}  // namespace

std::string rule_table(const Tree& tree, const Book& book) {
  const auto code = literals_in(tree, book.sources);
  const auto literals = literals_in(tree, book.tests);
  const auto tests = tests_in(tree, book.tests);
  std::string out = std::string(rule_table_heading) + std::string(introduction);
  for (const Rule& rule : book.rules) {
    out += "| " + rule.number;
    for (const std::string& text : {rule.source, rule.token, files_with(code, rule.number),
                                    first_test(tests, literals, rule.number)})
      out += " | " + cell(text);
    out += " |\n";
  }
  return out;
}

std::string with_rule_table(const Tree& tree, const Book& book) {
  std::string text = book.file->text;
  const auto at = text.find(rule_table_heading);
  text = at == std::string::npos ? text + "\n" : text.substr(0, at);
  return text + rule_table(tree, book);
}

Problems wrong_rule_tables(const Tree& tree, const std::vector<std::string>& contracts) {
  Problems out;
  std::set<std::string> missing(contracts.begin(), contracts.end());
  for (const Book& book : books_of(tree)) {
    const bool is_asked = missing.erase(contract_of(book)) > 0;
    const bool has_one = book.file->text.find(rule_table_heading) != std::string::npos;
    if (!has_one && !is_asked) continue;
    if (book.file->text != with_rule_table(tree, book))
      out.push_back(
          {book.file->path, 0, "its table of rules is not the one that rule_table makes"});
  }
  for (const auto& contract : missing)
    out.push_back({"chaincode/contracts/" + contract + "/README.md", 0, "it is gone"});
  return out;
}

}  // namespace tradelane::house
