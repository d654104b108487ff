// SPDX-License-Identifier: Apache-2.0
// The thirty lines in the README of adapters/gateway, built and run as they stand there.
#include <algorithm>

#include <doctest/doctest.h>

#include "tests/install/example.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/log_file.hpp"

using namespace tradelane;
using test::example;

namespace {

const std::string readme_file = std::string(TRADELANE_SOURCE_DIR) + "/adapters/gateway/README.md";

/// A here document: as it stands, nothing expanded.
std::string write(const std::string& file, const std::string& content) {
  return "cat >" + file + " <<'END_OF_FILE'\n" + content + "END_OF_FILE\n";
}

std::string call(const std::string& function, const std::string& arguments) {
  return "build/thirty/build/thirty-lines build/net/connection-Org1MSP.json "
         "build/net/Org1MSP/users/User1/msp mychannel basic " +
         function + " " + arguments;
}

}  // namespace

TEST_CASE("install: thirty lines are a client of one's own") {
  const auto lists = test::blocks_of_readme("cmake", readme_file);
  const auto programs = test::blocks_of_readme("cpp", readme_file);
  REQUIRE(lists.size() == 1);
  REQUIRE(programs.size() == 1);
  CHECK(std::count(programs[0].begin(), programs[0].end(), '\n') <= 36);
  const auto answer =
      test::type(example(),
                 test::blocks_of_readme("sh").at(2) + "mkdir -p build/thirty\n" +
                     write("build/thirty/CMakeLists.txt", lists[0]) +
                     write("build/thirty/main.cpp", programs[0]) +
                     "cmake -S build/thirty -B build/thirty/build -DCMAKE_PREFIX_PATH=\"$PREFIX\"\n"
                     "cmake --build build/thirty/build\n" +
                     call("CreateAsset", "asset7 violet 5 Wing 300") + "\n" +
                     call("TransferAsset", "asset7 Mei") + "\n" +
                     call("TransferAsset", "asset1 Mei") + " || echo \"status $?\"\n",
                 {{"SERVER", "127.0.0.1:" + std::to_string(test::free_ports(1))}});
  CAPTURE(answer.text);
  CHECK(answer.status == 0);
  for (const char* said :
       {"VALID in block 2: Wing\n",
        "chaincode response 404, ASSET_UNKNOWN: there is no asset asset1\n", "status 1\n"}) {
    CAPTURE(said);
    CHECK(answer.text.find(said) != std::string::npos);
  }
}

TEST_CASE("install: each header that the README of the client names is installed") {
  const std::string readme = test::content_of(readme_file);
  const std::string folder = example().installed("include/tradelane/adapters/gateway/");
  std::size_t found = 0;
  for (auto at = readme.find(".hpp`"); at != std::string::npos; at = readme.find(".hpp`", at + 1)) {
    const auto begin = readme.rfind('`', at) + 1;
    const std::string name = readme.substr(begin, at + 4 - begin);
    CAPTURE(name);
    CHECK_FALSE(test::content_of(folder + name).empty());
    ++found;
  }
  CHECK(found > 12);
}
