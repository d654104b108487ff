// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/files.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
namespace fs = std::filesystem;

TEST_CASE("files: written whole, with folders, and secrets for the owner only") {
  const test::TempFolder folder;
  write_file(folder.path() / "a" / "b", "one");
  write_file(folder.path() / "a" / "b", "two");
  CHECK(read_file(folder.path() / "a" / "b") == "two");
  write_secret(folder.path() / "key", "secret");
  CHECK((fs::status(folder.path() / "key").permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK_THROWS_AS((void)read_file(folder.path() / "none"), Fault);
  CHECK_THROWS((void)write_file(folder.path() / "key" / "below a file", "x"));
}

TEST_CASE("files: a folder that was not finished is not there, and is made anew") {
  const test::TempFolder folder;
  const fs::path path = folder.path() / "A";
  CHECK_THROWS_AS(make_folder(path,
                              [](const fs::path& at) {
                                write_file(at / "half", "x");
                                throw Fault("interrupted");
                              }),
                  Fault);
  CHECK_FALSE(fs::exists(path));
  make_folder(path, [](const fs::path& at) { write_file(at / "whole", "x"); });
  CHECK(fs::exists(path / "whole"));
  CHECK_FALSE(fs::exists(path / "half"));
}
