// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/binaries.hpp"

#include <filesystem>
#include <sstream>

#include <doctest/doctest.h>
#include <stdlib.h>

#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// An environment variable while this lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* before = ::getenv(name); before != nullptr) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (before_)
      ::setenv(name_, before_->c_str(), 1);
    else
      ::unsetenv(name_);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_ = {};
};

void fill(const test::TempFolder& folder) {
  for (const std::string& name : programs()) {
    folder.write(name, "#!/bin/sh\n");
    std::filesystem::permissions(folder.file(name), std::filesystem::perms::owner_all);
  }
}

}  // namespace

TEST_CASE("binaries: a named folder counts, and only when it holds all programs") {
  const test::TempFolder folder;
  const Variable newest("FABRIC_BIN", folder.path());
  const Variable long_term("FABRIC_BIN_25", folder.path());
  CHECK_FALSE(find_binaries(Line::v3_1));
  CHECK_FALSE(find_binaries(Line::v2_5));
  fill(folder);
  CHECK(find_binaries(Line::v3_1) == folder.path().string());
  CHECK(find_binaries(Line::v2_5) == folder.path().string());
  std::filesystem::remove(folder.file("osnadmin"));
  CHECK_FALSE(find_binaries(Line::v3_1));
}

TEST_CASE("binaries: each line says where it is looked for") {
  CHECK(how_to_get(Line::v3_1).find("FABRIC_BIN") != std::string::npos);
  CHECK(how_to_get(Line::v2_5).find("FABRIC_BIN_25") != std::string::npos);
  for (const Line line : {Line::v3_1, Line::v2_5}) CHECK(line_of(text_of(line)) == line);
  CHECK_FALSE(line_of("3"));
}

TEST_CASE("binaries: a test program ends at once when it is not wanted, or cannot run") {
  const test::TempFolder folder;
  const Variable named("FABRIC_BIN", folder.path());
  const auto status = [](const char* wanted, const std::string& said) {
    const Variable asked("TRADELANE_FABRIC", wanted);
    std::ostringstream out;
    const auto ended = ends_at_once(Line::v3_1, out);
    CHECK(out.str() == said);
    return ended;
  };
  const std::string missing = "not run: " + how_to_get(Line::v3_1) + "\n";
  const std::string unwanted = "not run: Fabric 3.1: give --fabric to tests/run\n";
  CHECK(status("off", unwanted) == 77);
  CHECK(status("found", missing) == 77);
  CHECK(status("required", missing) == 1);
  fill(folder);
  CHECK(status("off", unwanted) == 77);
  CHECK(status("found", "") == std::nullopt);
  CHECK(status("required", "") == std::nullopt);
}
