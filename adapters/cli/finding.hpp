// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::cli {

/// What `doctor` and `package inspect` tell of one thing that they looked at. Plain data.
struct Finding {
  enum class Level : std::uint8_t { ok, note, warning, error };

  Level level = Level::ok;
  /// What was looked at: `peer TLS`.
  std::string about = {};
  std::string text = {};
  /// How to mend it; "" where nothing is to be mended.
  std::string fix = {};
};
using Findings = std::vector<Finding>;

/// {level, about, text, fix}.
Json to_json(const Finding& finding);

bool has_errors(const Findings& findings);

/// As a table: what is wrong first catches the eye by its colour, and each fix stands below. As
/// JSON or YAML: a list of `to_json`.
void print(const Screen& screen, const Findings& findings, Output output);

}  // namespace tradelane::cli
