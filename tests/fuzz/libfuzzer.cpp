// SPDX-License-Identifier: Apache-2.0
// One program for all targets under libFuzzer: FUZZ_TARGET in the environment
// names which.
#include <cstdlib>

#include "tests/fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto& target = []() -> const tradelane::fuzz::Target& {
    const char* name = std::getenv("FUZZ_TARGET");
    return tradelane::fuzz::find(name == nullptr ? "" : name);
  }();
  target.run({reinterpret_cast<const char*>(data), size});
  return 0;
}
