// SPDX-License-Identifier: Apache-2.0
// The house keeps itself: house.md 2 to 4 as checks of the sources. A failure names file, line and
// reason; how each check works, and that it can fail, is shown in tests/house/checks_test.cpp.
#include <iostream>

#include <doctest/doctest.h>

#include "tests/house/checks.hpp"
#include "tests/house/last_run.hpp"
#include "tests/house/rule_table.hpp"

using namespace tradelane::house;

namespace {

const Tree& ours() {
  static const Tree tree = load(TRADELANE_SOURCE_DIR);
  return tree;
}

void expect_none(const Problems& problems) {
  const std::string text = text_of(problems);
  CHECK_MESSAGE(problems.empty(), text);
}

}  // namespace

TEST_CASE("house: the tree was read") {
  CHECK(ours().size() > 200);
  CHECK(find(ours(), "chaincode/base/codes.hpp") != nullptr);
}

TEST_CASE("house: only the places that the house names") { expect_none(wrong_places(ours())); }
TEST_CASE("house: each layer sees what it may see") { expect_none(wrong_includes(ours())); }
TEST_CASE("house: each library stays behind its layer") { expect_none(wrong_libraries(ours())); }

TEST_CASE("house: contracts are pure, and exact layers have no floats") {
  expect_none(banned_words(ours()));
}
TEST_CASE("house: nothing is left over") { expect_none(leftovers(ours())); }
TEST_CASE("house: each source names its licence") { expect_none(missing_licence(ours())); }

TEST_CASE("house: files of at most 500 lines") { expect_none(long_files(ours())); }
TEST_CASE("house: functions of at most 70 lines") { expect_none(long_functions(ours())); }
TEST_CASE("house: lines of at most 100 columns") { expect_none(long_lines(ours())); }

TEST_CASE("house: each source has its test") { expect_none(missing_tests(ours())); }
TEST_CASE("house: each fixture is used") { expect_none(unused_fixtures(ours())); }
TEST_CASE("house: contracts are complete and alike") { expect_none(incomplete_contracts(ours())); }

TEST_CASE("house: each rule is in the code") { expect_none(rules_without_code(ours())); }
TEST_CASE("house: each rule is expected by a test") { expect_none(rules_without_test(ours())); }
TEST_CASE("house: the table of a rule book is the one that rule_table makes") {
  expect_none(wrong_rule_tables(ours(), {}));
}
TEST_CASE("house: each refusal is in a rule book, with its code") {
  expect_none(code_without_rule(ours()));
}
TEST_CASE("house: each code is expected by a test, or waits") {
  expect_none(unexpected_codes(ours()));
}
TEST_CASE("house: each token of the references is in its rule book") {
  expect_none(missing_tokens(ours()));
}

TEST_CASE("house: it is said when what ran on Fabric has changed since") {
  // For whoever reads, not a failure: Fabric's programs are not everywhere.
  const std::string line = changes_since_last_run(ours(), git_in(TRADELANE_SOURCE_DIR));
  if (!line.empty()) std::cout << line << "\n";
  CHECK(find(ours(), "tests/fabric/README.md") != nullptr);
}
