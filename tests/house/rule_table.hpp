// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/house/rule_book.hpp"

/// The table from rule to source, code and test that a rule book ends with. Made, never written.
namespace tradelane::house {

/// From the heading to the end of the file.
std::string rule_table(const Tree& tree, const Book& book);

/// The rule book as it should be: its table made anew, or put at its end where there was none.
std::string with_rule_table(const Tree& tree, const Book& book);

/// Each rule book with a table has the one that is made, and these contracts have one.
Problems wrong_rule_tables(const Tree& tree, const std::vector<std::string>& contracts);

}  // namespace tradelane::house
