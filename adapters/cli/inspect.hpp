// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/finding.hpp"
#include "chaincode/base/time.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::cli {

/// What is in a chaincode package, and what of it a peer would not take. Plain data.
struct PackageContent {
  std::string label = {};
  std::string type = {};
  /// `label:` and the digest of the file; "" without a label.
  std::string id = {};
  /// Names of the entries of code.tar.gz.
  std::vector<std::string> code = {};
  /// connection.json of code.tar.gz, when there is a readable one.
  std::optional<Json> connection = {};
  Findings findings = {};
};

/// Pure. Source: fabric-network.md 2.4 (11, 12), fabric-shim.md 4.2.
PackageContent read_package(std::string_view file, Timestamp now);

/// Prints content and findings; a private key is never shown. Returns whether a peer would take it.
bool run(const Inspect& command, Timestamp now, const Screen& screen);

}  // namespace tradelane::cli
