// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace tradelane::test {

/// "" when there is no such file.
inline std::string content_of(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

/// What a program said before it gave up.
inline std::string last_line_of(const std::filesystem::path& file) {
  std::string log = content_of(file);
  while (log.ends_with('\n')) log.pop_back();
  return log.substr(log.rfind('\n') + 1);
}

}  // namespace tradelane::test
