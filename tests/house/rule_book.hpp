// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/house/tree.hpp"

/// The rule books, and where code and tests cite their numbers. Pure functions of the tree.
namespace tradelane::house {

/// What comes after it in a rule book is made by `rule_table`, and holds no rules.
constexpr std::string_view rule_table_heading = "## Each rule in code and test";

struct Rule {
  std::size_t line = 0;
  std::string number = {};
  /// Several, separated by blanks; empty for an invariant, and so is the source.
  std::string token = {};
  std::string source = {};
};

struct Book {
  const File* file = nullptr;
  /// Folder of the code, and of the tests.
  std::string sources = {};
  std::string tests = {};
  std::vector<Rule> rules = {};
};

/// The shared rules and those of each contract.
std::vector<Book> books_of(const Tree& tree);

/// A literal that is a rule number, with its neighbourhood.
struct Literal {
  std::string path = {};
  std::size_t line = 0;
  std::string number = {};
  /// The code right before the literal and right after it, without blanks.
  std::string before = {};
  std::string after = {};
};

/// Of all C++ files below `folder`.
std::vector<Literal> literals_in(const Tree& tree, const std::string& folder);

/// A test cites a rule where it compares with it or lists it in a row of a table, not where the
/// same letters are the name of somebody.
bool cites(const Literal& literal);

/// A test by its title and where it begins.
struct TitledTest {
  std::string path = {};
  std::size_t line = 0;
  std::string title = {};
};

/// Of all C++ files below `folder`, in their order.
std::vector<TitledTest> tests_in(const Tree& tree, const std::string& folder);

}  // namespace tradelane::house
