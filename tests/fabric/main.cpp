// SPDX-License-Identifier: Apache-2.0
// Usage: fabric_test --line=3.1|2.5 [options of doctest]. Exit status 77 when Fabric's programs of
// that line are not here, 1 instead when TRADELANE_FABRIC is "required"; 77 when it is "off".
#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"

namespace {

constexpr int left_out = 77;
std::optional<tradelane::fabric::Line> chosen = {};

/// What tests/run was asked for.
bool is_asked_for(std::string_view what) {
  const char* text = std::getenv("TRADELANE_FABRIC");
  return text != nullptr && text == what;
}

}  // namespace

tradelane::fabric::Line tradelane::fabric::line_of_this_run() { return chosen.value(); }

int main(int count, char** arguments) {
  constexpr std::string_view flag = "--line=";
  for (int i = 1; i < count; ++i)
    if (std::string_view(arguments[i]).starts_with(flag))
      chosen = tradelane::fabric::line_of(arguments[i] + flag.size());
  if (!chosen) {
    std::cerr << "fabric_test: give --line=3.1 or --line=2.5\n";
    return 2;
  }
  if (is_asked_for("off")) {
    std::cout << "not run: Fabric " << text_of(*chosen) << ": give --fabric to tests/run\n";
    return left_out;
  }
  if (!tradelane::fabric::find_binaries(*chosen)) {
    std::cout << "not run: " << tradelane::fabric::how_to_get(*chosen) << "\n";
    return is_asked_for("required") ? 1 : left_out;
  }
  return doctest::Context(count, arguments).run();
}
