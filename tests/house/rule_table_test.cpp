// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rule_table.hpp"

#include <doctest/doctest.h>

using namespace tradelane::house;

namespace {

constexpr const char* book_path = "chaincode/contracts/ebl/README.md";

Tree tree_with(const std::string& test, const std::string& more_of_the_book = "") {
  return {{book_path, "| B1 | A bill. | EBL_STATE | own |\n" + more_of_the_book},
          {"chaincode/contracts/ebl/issue.cpp", "refuse(Code::ebl_state, \"B1\")"},
          {"tests/chaincode/contracts/ebl/issue_test.cpp", test}};
}

std::string row_of(const Tree& tree) {
  const std::string table = rule_table(tree, books_of(tree).front());
  return table.substr(table.find("| B1"));
}

/// The same tree with the table that it should have.
Tree mended(Tree tree) {
  tree[0].text = with_rule_table(tree, books_of(tree).front());
  return tree;
}

}  // namespace

TEST_CASE("rule table: source, code, file and the first test that expects the rule") {
  const std::string rest = "| B1 | own | EBL_STATE | issue.cpp | issue_test.cpp: ";
  CHECK(row_of(tree_with("TEST_CASE(\"a\") {}\nTEST_CASE(\"b \"\n \"c\") { x.rule == \"B1\"; }\n"
                         "TEST_CASE(\"d\") { x.rule == \"B1\"; }")) == rest + "b c |\n");
  CHECK(row_of(tree_with("TEST_CASE_FIXTURE(W, \"B1: a | b\") {}")) == rest + "B1: a / b |\n");
  CHECK(row_of(tree_with("TEST_CASE(\"a\") { give(\"B1\"); }")) ==
        "| B1 | own | EBL_STATE | issue.cpp | – |\n");
}

TEST_CASE("rule table: it is the one that would be made, and no rules are read from it") {
  const Tree without = tree_with("TEST_CASE(\"a\") { x.rule == \"B1\"; }");
  CHECK(wrong_rule_tables(without, {}).empty());
  CHECK(wrong_rule_tables(without, {"ebl"}).size() == 1);
  CHECK(wrong_rule_tables(without, {"party"}).size() == 1);
  const Tree good = mended(without);
  CHECK(wrong_rule_tables(good, {"ebl"}).empty());
  CHECK(books_of(good).front().rules.size() == 1);
  CHECK(mended(good)[0].text == good[0].text);
  Tree renamed = good;
  renamed[2].text = "TEST_CASE(\"z\") { x.rule == \"B1\"; }";
  CHECK(wrong_rule_tables(renamed, {}).size() == 1);
  CHECK(wrong_rule_tables(mended(renamed), {"ebl"}).empty());
}
