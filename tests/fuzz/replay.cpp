// SPDX-License-Identifier: Apache-2.0
// Runs targets on files, without a fuzzer: `fuzz_replay TARGET
// FILE-OR-FOLDER...`.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/target.hpp"

namespace fs = std::filesystem;
using tradelane::fuzz::Target;

namespace {

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  tradelane::fuzz::require(in.good(), "each input can be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Each input, and what it would be had it ended earlier or begun later.
void run(const Target& target, const fs::path& file) {
  std::printf("%s\n", file.c_str());
  std::fflush(stdout);  // the last line names the input that ends the process
  const std::string bytes = content(file);
  target.run(bytes);
  for (std::size_t eighth = 0; eighth < 8; ++eighth) {
    target.run(std::string_view(bytes).substr(0, bytes.size() * eighth / 8));
    target.run(std::string_view(bytes).substr(bytes.size() * eighth / 8));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: fuzz_replay TARGET FILE-OR-FOLDER...\n");
    return 2;
  }
  const Target& target = tradelane::fuzz::find(argv[1]);
  int files = 0;
  for (int i = 2; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      run(target, argv[i]);
      ++files;
      continue;
    }
    for (const auto& entry : fs::directory_iterator(argv[i])) {
      run(target, entry.path());
      ++files;
    }
  }
  tradelane::fuzz::require(files > 0, "there is a corpus");
  return 0;
}
