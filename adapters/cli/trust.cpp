// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/trust.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "adapters/cli/input.hpp"
#include "adapters/cli/pem.hpp"
#include "adapters/cli/problem.hpp"

namespace tradelane::cli {

namespace {

namespace fs = std::filesystem;

/// The certificates of all files of a folder, one behind the other; "" when it is not there.
std::string certificates_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->is_regular_file(error)) files.push_back(at->path());
  std::sort(files.begin(), files.end());
  std::string out;
  for (const auto& file : files) {
    const std::string pem = read_file(file.string());
    check_certificate(pem, file.string());
    out += pem + "\n";
  }
  return out;
}

gateway::Authorities authorities_of(const fs::path& folder) {
  std::error_code error;
  const fs::path msp = fs::is_directory(folder / "cacerts", error) ? folder : folder / "msp";
  return {.roots = certificates_of(msp / "cacerts"),
          .intermediates = certificates_of(msp / "intermediatecerts")};
}

/// An MSP id may hold dots, so only `.pem` is taken away.
std::string name_of(const fs::path& path) {
  return path.extension() == ".pem" ? path.stem().string() : path.filename().string();
}

}  // namespace

gateway::Trust read_trust(const std::string& folder) {
  gateway::Trust out;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const fs::path& path = at->path();
    gateway::Authorities found;
    if (at->is_directory(error)) {
      found = authorities_of(path);
    } else if (path.extension() == ".pem") {
      found.roots = read_file(path.string());
      check_certificate(found.roots, path.string());
    }
    if (!found.roots.empty()) out.organisations[name_of(path)] = std::move(found);
  }
  if (out.organisations.empty())
    throw Problem(Exit::bad_input, folder + " holds no roots of an organisation.",
                  "Give a folder with MSPID.pem or MSPID/cacerts for each organisation.");
  return out;
}

}  // namespace tradelane::cli
