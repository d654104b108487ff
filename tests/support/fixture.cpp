// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fixture.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tradelane::test {

Bytes fixture(const std::string& name) {
  std::ifstream file(std::string(TRADELANE_SOURCE_DIR) + "/fixtures/" + name, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  if (!file) throw std::runtime_error("there is no fixture " + name);
  return out.str();
}

}  // namespace tradelane::test
