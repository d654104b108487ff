// SPDX-License-Identifier: Apache-2.0
// Each check finds what it is there for, and lets pass what is right.
#include "tests/house/checks.hpp"

#include <functional>

#include <doctest/doctest.h>

using namespace tradelane::house;

namespace {

std::string lines(std::size_t count, const std::string& line) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += line;
  return out;
}

const std::string include = "#include \"";
const std::string spdx = "// SPDX-License-Identifier: Apache-2.0\n";

Problems includes(const std::string& path, const std::string& name) {
  return wrong_includes({{path, include + name + "\"\n"}});
}
Problems libraries(const std::string& path, const std::string& name) {
  return wrong_libraries({{path, "#include <" + name + ">\n"}});
}
Problems words(const std::string& text) {
  return banned_words({{"chaincode/contracts/ebl/issue.cpp", text}});
}

/// A contract of one rule: book, code and test say B1 and EBL_STATE.
Tree small_contract(const std::string& number, const std::string& code, const std::string& test) {
  return {{"chaincode/contracts/ebl/README.md", "| " + number + " | A bill. | EBL_STATE | own |\n"},
          {"chaincode/contracts/ebl/issue.cpp", code},
          {"tests/chaincode/contracts/ebl/issue_test.cpp", test}};
}
const std::string good_code = "return refuse(Code::ebl_state, \"B1\");";
const std::string good_test = "CHECK(answer.rule == \"B1\");";

}  // namespace

TEST_CASE("checks: places") {
  CHECK(wrong_places({{"docs/a.md", ""}}).size() == 1);
  CHECK(wrong_places({{"chaincode/util/a.cpp", ""}}).size() == 1);
  CHECK(wrong_places({{"notes.txt", ""}}).size() == 1);
  CHECK(wrong_places({{"chaincode/base/a.cpp", ""}, {"chaincode/README.md", ""}, {"README.md", ""}})
            .empty());
}

TEST_CASE("checks: who may include whom") {
  struct Row {
    std::string path;
    std::string name;
    std::size_t found;
  };
  const Row rows[] = {
      {"chaincode/base/a.cpp", "chaincode/base/b.hpp", 0},
      {"chaincode/base/a.cpp", "chaincode/codec/b.hpp", 1},
      {"chaincode/codec/a.cpp", "chaincode/crypto/b.hpp", 1},
      {"chaincode/ledger/a.cpp", "proto/peer/chaincode.pb.h", 1},
      {"chaincode/contract/a.cpp", "chaincode/shim/stub.hpp", 1},
      {"chaincode/contracts/ebl/a.cpp", "chaincode/contracts/ebl/transactions.hpp", 0},
      {"chaincode/contracts/ebl/a.cpp", "chaincode/contracts/consent/effects.hpp", 0},
      {"chaincode/contracts/ebl/a.cpp", "chaincode/contracts/consent/transactions.hpp", 1},
      {"chaincode/shim/a.cpp", "chaincode/contract/router.hpp", 1},
      {"chaincode/shim/a.cpp", "proto/peer/shim.pb.h", 1},
      {"chaincode/operations/a.cpp", "chaincode/ledger/key.hpp", 1},
      {"chaincode/server/a.cpp", "chaincode/shim/server.hpp", 0},
      {"chaincode/server/a.cpp", "chaincode/contract/router.hpp", 1},
      {"chaincode/server/contracts.cpp", "chaincode/contracts/ebl/contract.hpp", 0},
      {"chaincode/server/a.cpp", "adapters/gateway/gateway.hpp", 1},
      {"chaincode/server/contracts.cpp", "chaincode/crypto/private_key.hpp", 1},
      {"chaincode/devpeer/a.cpp", "chaincode/crypto/private_key.hpp", 0},
      {"adapters/gateway/a.cpp", "adapters/feed/inbox.hpp", 1},
      {"adapters/gateway/a.cpp", "adapters/service/desk.hpp", 1},
      {"adapters/service/a.cpp", "adapters/feed/store.hpp", 0},
      {"adapters/service/a.cpp", "chaincode/contracts/consent/transactions.hpp", 1},
      {"adapters/cdi/a.cpp", "adapters/service/desk.hpp", 0},
      {"adapters/cdi/a.cpp", "adapters/shanghai/wire.hpp", 1},
      {"adapters/cdi/a.cpp", "chaincode/contracts/consent/transactions.hpp", 0},
      {"adapters/cdi/a.cpp", "chaincode/contract/act.hpp", 0},
      {"adapters/cdi/a.cpp", "chaincode/contract/router.hpp", 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CAPTURE(row.name);
    CHECK(includes(row.path, row.name).size() == row.found);
  }
}

TEST_CASE("checks: libraries") {
  CHECK(libraries("chaincode/contract/a.cpp", "grpcpp/grpcpp.h").size() == 1);
  CHECK(libraries("adapters/cdi/a.cpp", "httplib.h").size() == 1);
  CHECK(libraries("adapters/http/a.cpp", "httplib.h").empty());
  CHECK(libraries("chaincode/crypto/a.cpp", "openssl/evp.h").empty());
}

TEST_CASE("checks: words that a contract may not use") {
  CHECK(words("auto now = std::chrono::system_clock::now();").size() == 1);
  CHECK(words("#include <thread>\n").size() == 1);
  CHECK(words("std::unordered_map<int, int> m;").size() == 1);
  CHECK(words("static int calls = 0;").size() == 1);
  CHECK(words("  static const int calls = 0;").empty());
  CHECK(words("static int count(int of);").empty());
  CHECK(words("// a double pledge\n").empty());
  CHECK(words("refuse(x, \"double\");").empty());
  // A layer whose bytes endorsers compare is told once more.
  CHECK(words("double rate;").size() == 2);
  CHECK(banned_words({{"chaincode/codec/a.cpp", "float x;"}}).size() == 1);
  CHECK(banned_words({{"chaincode/shim/a.cpp", "double x;"}}).empty());
}

TEST_CASE("checks: leftovers and licence") {
  CHECK(leftovers({{"a.cpp", std::string("// TO") + "DO: later\n"}}).size() == 1);
  CHECK(leftovers({{"a.md", std::string("see /ho") + "me/me\n"}}).size() == 1);
  CHECK(leftovers({{"a.cpp", "// everything is done\n"}}).empty());
  CHECK(missing_licence({{"a.cpp", "#pragma once\n"}}).size() == 1);
  CHECK(missing_licence({{"a.cpp", spdx}}).empty());
  CHECK(missing_licence({{"run", "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"}}).empty());
}

TEST_CASE("checks: sizes, at the limit and one above") {
  CHECK(long_files({{"a.cpp", lines(500, "\n")}}).empty());
  CHECK(long_files({{"a.cpp", lines(501, "\n")}}).size() == 1);
  const auto function = [](std::size_t count) {
    return long_functions(
        {{"a.cpp", "namespace a {\nint f(int b) {\n" + lines(count - 2, ";\n") + "}\n}\n"}});
  };
  CHECK(function(70).empty());
  CHECK(function(71).size() == 1);
  CHECK(long_functions({{"a.cpp", "namespace a {\n" + lines(90, ";\n") + "}\n"}}).empty());
  CHECK(long_functions({{"a.cpp", "const int a[] = {\n" + lines(90, "1,\n") + "};\n"}}).empty());
  CHECK(long_lines({{"a.cpp", std::string(100, 'x')}}).empty());
  CHECK(long_lines({{"a.cpp", std::string(101, 'x')}}).size() == 1);
  CHECK(long_lines({{"a.cpp", lines(100, "é")}}).empty());
}

TEST_CASE("checks: each source has its test") {
  const File source{"chaincode/base/a.cpp", ""};
  CHECK(missing_tests({source}).size() == 1);
  CHECK(missing_tests({source, {"tests/chaincode/base/a_test.cpp", ""}}).empty());
  const File other{"tests/chaincode/base/b_test.cpp", "// Tests also: chaincode/base/a.cpp\n"};
  CHECK(missing_tests({source, other}).empty());
  CHECK(missing_tests({other}).size() == 1);
}

TEST_CASE("checks: each fixture is used") {
  const File fixture{"fixtures/x/bad/one.xml", ""};
  CHECK(unused_fixtures({fixture}).size() == 1);
  CHECK(unused_fixtures({fixture, {"fixtures/x/README.md", "one.xml"}}).size() == 1);
  CHECK(unused_fixtures(
            {fixture, {"fixtures/x/list.json", "one.xml"}, {"tests/a_test.cpp", "list.json"}})
            .empty());
  const File walk{"tests/a_test.cpp", "directory_iterator(root + \"/fixtures/x/bad\")"};
  CHECK(unused_fixtures({fixture, walk}).empty());
}

TEST_CASE("checks: contracts are complete") {
  const File table{"chaincode/contracts/ebl/contract.cpp", "on<Issue>(\"Issue\", who, issue)"};
  const File test{"tests/chaincode/contracts/ebl/issue_test.cpp", "submit(\"CAR\", \"Issue\", a)"};
  // Six other files are missing; with the test, that is all.
  CHECK(incomplete_contracts({table}).size() == 7);
  CHECK(incomplete_contracts({table, test}).size() == 6);
}

TEST_CASE("checks: rule, code and test agree") {
  CHECK(rules_without_code(small_contract("B1", good_code, good_test)).empty());
  CHECK(rules_without_code(small_contract("B2", good_code, good_test)).size() == 1);
  CHECK(rules_without_test(small_contract("B1", good_code, good_test)).empty());
  CHECK(rules_without_test(small_contract("B1", good_code, "{x, \"B1\", \"EBL_STATE\"},")).empty());
  CHECK(rules_without_test(small_contract("B1", good_code, "TEST_CASE(\"B1: x\")")).empty());
  CHECK(rules_without_test(small_contract("B1", good_code, "give(\"B1\", \"CAR\");")).size() == 1);
  CHECK(rules_without_test(small_contract("B1", good_code, "// == \"B1\"")).size() == 1);
  CHECK(code_without_rule(small_contract("B1", good_code, good_test)).empty());
  CHECK(code_without_rule(small_contract("B2", good_code, good_test)).size() == 1);
  const std::string other = "refuse(Code::ebl_pledged, \"B1\")";
  CHECK(code_without_rule(small_contract("B1", other, good_test)).size() == 1);
}

TEST_CASE("checks: each code is expected, or waits") {
  const File codes{"chaincode/base/codes.hpp", "  X(ebl_state, \"EBL_STATE\", conflict, \"S.\")\n"};
  CHECK(unexpected_codes({}).size() == 1);
  CHECK(unexpected_codes({codes}).size() == 1);
  CHECK(unexpected_codes({codes, {"tests/a_test.cpp", "Code::ebl_state"}}).empty());
  CHECK(unexpected_codes({codes, {"tests/a_test.cpp", "\"EBL_STATE\""}}).empty());
  CHECK(unexpected_codes({codes, {"tests/a_test.cpp", "\"EBL_STATES\""}}).size() == 1);
  const File book{"chaincode/contracts/ebl/README.md", "Waiting: `EBL_STATE` for Reissue.\n"};
  CHECK(unexpected_codes({codes, book}).empty());
}

TEST_CASE("checks: a code of a deny reason is expected by the reason") {
  const File codes{"chaincode/base/codes.hpp",
                   "  X(cns_expired, \"CNS_EXPIRED\", denied, \"S.\")\n"};
  const File book{"chaincode/contracts/consent/README.md",
                  "| 5 | EXPIRED | CNS_EXPIRED | late |\n"};
  CHECK(unexpected_codes({codes, book}).size() == 1);
  CHECK(unexpected_codes({codes, book, {"tests/a_test.cpp", "{\"EXPIRED\", x}"}}).empty());
}

TEST_CASE("checks: tokens of the references") {
  const File list{"tests/house/tokens/ebl.txt", "EBL_STATE # ebl.md 8.4\n# a comment\n"};
  CHECK(missing_tokens({list}).size() == 1);
  CHECK(missing_tokens({list, {"chaincode/contracts/ebl/README.md", "EBL_STATE"}}).empty());
  CHECK(missing_tokens({list, {"chaincode/contracts/ebl/README.md", "EBL_OTHER"}}).size() == 1);
}
