// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/house/tree.hpp"

/// The rules of the house, each a pure function of the tree. Sources: house.md 2 to 4, style.md 5.
namespace tradelane::house {

// layers.cpp
/// Only the folders and files that the house names stand at the root, and in `chaincode`,
/// `adapters` and `tests`.
Problems wrong_places(const Tree& tree);
/// Each include of ours names a layer that the including layer may see.
Problems wrong_includes(const Tree& tree);
/// Each library is included only where its layer is.
Problems wrong_libraries(const Tree& tree);

// words.cpp
/// Contracts reach no clock, random source, thread, file, environment, float or changing global.
Problems banned_words(const Tree& tree);
/// Nothing is left for later in the text, and no file knows the machine it was written on.
Problems leftovers(const Tree& tree);
/// The licence is named at the top of every source.
Problems missing_licence(const Tree& tree);

// sizes.cpp
Problems long_files(const Tree& tree);
Problems long_functions(const Tree& tree);
Problems long_lines(const Tree& tree);

// mirrors.cpp
/// Every source file has its test at the same path below `tests/`, or a test that says
/// "Tests also: <path>".
Problems missing_tests(const Tree& tree);
/// Every fixture is named by a test, the demo or a manifest, or lies in a folder that a test walks.
Problems unused_fixtures(const Tree& tree);
/// Every contract has the same files, every transaction an argument struct and a test.
Problems incomplete_contracts(const Tree& tree);

// rules.cpp
/// Every rule number and its code stand in the rule book, in the contract's code and in a test.
Problems rules_without_code(const Tree& tree);
Problems rules_without_test(const Tree& tree);
Problems code_without_rule(const Tree& tree);
/// Every code of codes.hpp is expected by a test, unless a rule book says what it waits for.
Problems unexpected_codes(const Tree& tree);
/// Every token that the references give (tests/house/tokens) stands in the contract's rule book.
Problems missing_tokens(const Tree& tree);

}  // namespace tradelane::house
