// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace tradelane::server {

/// Whose server this is, as its operator gets to see it in help, errors and on `/version`.
struct Program {
  std::string name;
  std::string version;
  /// What it is, in a line.
  std::string about = {};
};

}  // namespace tradelane::server
