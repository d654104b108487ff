// SPDX-License-Identifier: Apache-2.0
// Usage: fabric_test --line=3.1|2.5 [options of doctest]. Exit status 77 when Fabric's programs of
// that line are not here, 1 instead when TRADELANE_FABRIC is "required"; 77 when it is "off".
#define DOCTEST_CONFIG_IMPLEMENT
#include <iostream>
#include <string_view>

#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"

namespace {

std::optional<tradelane::fabric::Line> chosen = {};

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
  if (const auto status = tradelane::fabric::ends_at_once(*chosen, std::cout)) return *status;
  return doctest::Context(count, arguments).run();
}
