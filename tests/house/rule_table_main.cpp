// SPDX-License-Identifier: Apache-2.0
// Makes the tables from rule to source, code and test anew: rule_table CONTRACT...
#include <algorithm>
#include <fstream>
#include <iostream>

#include "tests/house/rule_table.hpp"

using namespace tradelane::house;

int main(int count, char** words) {
  const std::string root = TRADELANE_SOURCE_DIR;
  const Tree tree = load(root);
  const auto books = books_of(tree);
  for (int i = 1; i < count; ++i) {
    const std::string path = "chaincode/contracts/" + std::string(words[i]) + "/README.md";
    const auto book = std::find_if(books.begin(), books.end(),
                                   [&](const Book& b) { return b.file->path == path; });
    if (book == books.end()) {
      std::cerr << "there is no " << path << "\n";
      return 1;
    }
    std::ofstream(root + "/" + path, std::ios::binary) << with_rule_table(tree, *book);
  }
}
