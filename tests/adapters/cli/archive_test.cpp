// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/archive.hpp"

#include <array>
#include <cstdio>

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  std::array<char, 65536> buffer{};
  while (const std::size_t size = ::fread(buffer.data(), 1, buffer.size(), pipe))
    out.append(buffer.data(), size);
  REQUIRE(::pclose(pipe) == 0);
  return out;
}

// All byte values, and more than one stored block.
Bytes large() {
  Bytes out;
  for (int i = 0; i < 200'000; ++i) out.push_back(static_cast<char>(i % 251));
  return out;
}

}  // namespace

TEST_CASE("the system's gzip reads what we write, at and around the size of a stored block") {
  const test::TempFolder folder;
  const Bytes all = large();
  for (const std::size_t size : {0UL, 1UL, 65534UL, 65535UL, 65536UL, 131070UL, 200000UL}) {
    CAPTURE(size);
    folder.write("a.gz", cli::gzip(all.substr(0, size)));
    CHECK(output_of("gzip -dc " + folder.file("a.gz")) == all.substr(0, size));
  }
}

TEST_CASE("the system's tar reads what we write") {
  const test::TempFolder folder;
  const std::string long_name(100, 'n');
  folder.write(
      "a.tar.gz",
      cli::gzip(cli::tar(
          {{"empty", ""}, {"one.json", "{}"}, {"block", Bytes(512, 'b')}, {long_name, large()}})));
  const std::string archive = folder.file("a.tar.gz");
  CHECK(output_of("tar -tzf " + archive) == "empty\none.json\nblock\n" + long_name + "\n");
  CHECK(output_of("tar -xzOf " + archive + " one.json") == "{}");
  CHECK(output_of("tar -xzOf " + archive + " block") == Bytes(512, 'b'));
  CHECK(output_of("tar -xzOf " + archive + " " + long_name) == large());
}

TEST_CASE("times, owners and the maker's system are nowhere in the bytes") {
  const Bytes tar = cli::tar({{"a", "b"}});
  CHECK(tar.size() == 2048);
  CHECK(tar.substr(136, 11) == "00000000000");  // time
  CHECK(tar.substr(108, 7) == "0000000");       // user
  CHECK(tar.substr(265, 64) == Bytes(64, '\0'));
  CHECK(cli::gzip("").substr(0, 10) == Bytes("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
}

TEST_CASE("a name that ustar cannot hold is a fault") {
  CHECK_THROWS_AS(cli::tar({{"", "x"}}), Fault);
  CHECK_THROWS_AS(cli::tar({{std::string(101, 'n'), "x"}}), Fault);
}
