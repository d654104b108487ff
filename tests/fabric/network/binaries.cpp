// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/binaries.hpp"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <string_view>

#include <unistd.h>

namespace tradelane::fabric {
namespace {

struct Place {
  std::string text;
  const char* variable;
  std::string folder;
};

const Place& place_of(Line line) {
  static const Place newest{"3.1", "FABRIC_BIN", "/opt/fabric/3.1/bin"};
  static const Place long_term{"2.5", "FABRIC_BIN_25", "/opt/fabric/2.5/bin"};
  return line == Line::v3_1 ? newest : long_term;
}

bool holds_all(const std::string& folder) {
  return std::all_of(programs().begin(), programs().end(), [&](const std::string& name) {
    return ::access((folder + "/" + name).c_str(), X_OK) == 0;
  });
}

std::optional<std::string> if_complete(const std::string& folder) {
  return holds_all(folder) ? std::optional(folder) : std::nullopt;
}

std::optional<std::string> first_of_path() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (!folder.empty() && holds_all(folder)) return folder;
  return std::nullopt;
}

}  // namespace

std::string text_of(Line line) { return place_of(line).text; }

std::optional<Line> line_of(const std::string& text) {
  for (const Line line : {Line::v3_1, Line::v2_5})
    if (text_of(line) == text) return line;
  return std::nullopt;
}

const std::vector<std::string>& programs() {
  static const std::vector<std::string> all{"peer", "orderer", "cryptogen", "configtxgen",
                                            "osnadmin"};
  return all;
}

std::optional<std::string> find_binaries(Line line) {
  const Place& place = place_of(line);
  if (const char* named = std::getenv(place.variable); named != nullptr && *named != '\0')
    return if_complete(named);
  if (holds_all(place.folder)) return place.folder;
  // Programs do not reliably tell their line: what is on PATH is not run twice under two names.
  return line == Line::v3_1 ? first_of_path() : std::nullopt;
}

std::string how_to_get(Line line) {
  const Place& place = place_of(line);
  return "Fabric " + place.text +
         ": unpack bin/ of a hyperledger/fabric release archive of that line into " + place.folder +
         ", or name its folder in " + place.variable;
}

std::optional<int> ends_at_once(Line line, std::ostream& out) {
  constexpr int left_out = 77;
  const char* asked = std::getenv("TRADELANE_FABRIC");
  const std::string_view wanted = asked == nullptr ? "" : asked;
  if (wanted == "off") {
    out << "not run: Fabric " << text_of(line) << ": give --fabric to tests/run\n";
    return left_out;
  }
  if (find_binaries(line)) return std::nullopt;
  out << "not run: " << how_to_get(line) << "\n";
  return wanted == "required" ? 1 : left_out;
}

}  // namespace tradelane::fabric
