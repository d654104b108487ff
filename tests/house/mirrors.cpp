// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "tests/house/checks.hpp"

namespace tradelane::house {
namespace {

bool is_test(const File& file) { return file.in("tests/") && file.is("_test.cpp"); }

/// The paths behind "Tests also: " in the tests, separated by blanks or commas.
std::set<std::string> tested_elsewhere(const Tree& tree) {
  constexpr std::string_view mark = "// Tests also: ";
  std::set<std::string> out;
  for (const File& file : tree)
    if (is_test(file))
      for (const Line& line : lines_of(file.text))
        if (line.text.starts_with(mark))
          for (const auto& name : split(line.text.substr(mark.size()), ' '))
            out.insert(name.substr(0, name.find(',')));
  return out;
}

std::string name_of(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }
std::string folder_of(std::string_view path) {
  return std::string(path.substr(0, path.rfind('/')));
}

/// Tests, the demo, manifests and programs: whatever can name a fixture. A text does not use it.
bool can_use_fixtures(const File& file) {
  if (file.is(".md")) return false;
  return file.in("tests/") || file.in("fixtures/demo") || file.in("adapters/") ||
         (file.in("fixtures/") && file.is(".json"));
}

bool walks(const File& file, const std::string& folder) {
  const bool lists = file.text.find("directory_iterator") != std::string::npos ||
                     file.text.find("files_in(") != std::string::npos;
  return lists && file.text.find(folder) != std::string::npos;
}

bool is_used(const Tree& tree, const File& fixture) {
  const auto name = name_of(fixture.path);
  const auto folder = folder_of(fixture.path);
  const auto last = "\"" + name_of(folder) + "\"";
  return std::any_of(tree.begin(), tree.end(), [&](const File& file) {
    if (file.path == fixture.path || !can_use_fixtures(file)) return false;
    return file.text.find(name) != std::string::npos || walks(file, folder) || walks(file, last);
  });
}

/// "consent" of "chaincode/contracts/consent/contract.cpp"; empty for any other file.
std::string contract_of(const File& file) {
  const auto parts = split(file.path, '/');
  const bool is_table =
      parts.size() == 4 && file.in("chaincode/contracts/") && parts[3] == "contract.cpp";
  return is_table ? parts[2] : "";
}

/// What stands in quotes behind each `on<` and `query<` of a contract's table.
std::vector<std::string> transactions_of(const File& table) {
  std::vector<std::string> out;
  const std::string code = code_of(table.text, true);
  for (const char* mark : {"on<", "query<"})
    for (auto at = code.find(mark); at != std::string::npos; at = code.find(mark, at + 1)) {
      if (at > 0 && std::isalnum(static_cast<unsigned char>(code[at - 1])) != 0) continue;
      const auto open = code.find('"', at);
      const auto close = code.find('"', open + 1);
      if (close != std::string::npos) out.push_back(code.substr(open + 1, close - open - 1));
    }
  return out;
}

bool is_tested(const Tree& tree, const std::string& contract, const std::string& transaction) {
  const std::string folder = "tests/chaincode/contracts/" + contract + "/";
  return std::any_of(tree.begin(), tree.end(), [&](const File& file) {
    return file.in(folder) && is_test(file) &&
           (file.text.find("\"" + transaction + "\"") != std::string::npos ||
            file.text.find("\"" + contract + ":" + transaction + "\"") != std::string::npos);
  });
}

constexpr std::array<std::string_view, 7> same_files{
    "README.md",    "records.hpp", "keys.hpp",      "transactions.hpp",
    "contract.cpp", "queries.cpp", "invariants.cpp"};

}  // namespace

Problems missing_tests(const Tree& tree) {
  const auto elsewhere = tested_elsewhere(tree);
  Problems out;
  for (const File& file : tree) {
    const bool is_source = (file.in("chaincode/") || file.in("adapters/")) && file.is(".cpp");
    if (!is_source || elsewhere.contains(file.path)) continue;
    const std::string test = "tests/" + file.path.substr(0, file.path.size() - 4) + "_test.cpp";
    if (find(tree, test) == nullptr) out.push_back({file.path, 0, "there is no " + test});
  }
  for (const auto& path : elsewhere)
    if (find(tree, path) == nullptr) out.push_back({path, 0, "a test names it, and it is gone"});
  return out;
}

Problems unused_fixtures(const Tree& tree) {
  Problems out;
  for (const File& file : tree)
    if (file.in("fixtures/") && !file.in("fixtures/demo") && !file.is("README.md") &&
        !is_used(tree, file))
      out.push_back({file.path, 0, "no test, demo or manifest names this fixture"});
  return out;
}

Problems incomplete_contracts(const Tree& tree) {
  Problems out;
  for (const File& file : tree) {
    const std::string contract = contract_of(file);
    if (contract.empty()) continue;
    const std::string folder = folder_of(file.path) + "/";
    for (const auto name : same_files)
      if (find(tree, folder + std::string(name)) == nullptr)
        out.push_back({folder + std::string(name), 0, "every contract has this file"});
    const auto transactions = transactions_of(file);
    if (transactions.empty()) out.push_back({file.path, 0, "no transaction was found"});
    for (const auto& transaction : transactions)
      if (!is_tested(tree, contract, transaction))
        out.push_back({file.path, 0, "no test invokes " + transaction});
  }
  return out;
}

}  // namespace tradelane::house
