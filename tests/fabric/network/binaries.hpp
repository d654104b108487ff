// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

/// Where Fabric's own programs are on this machine. They are run, never built or fetched.
namespace tradelane::fabric {

/// The release lines that the product is proven on.
enum class Line { v3_1, v2_5 };

/// "3.1"
std::string text_of(Line line);
/// Absent for anything but "3.1" and "2.5".
std::optional<Line> line_of(const std::string& text);

/// peer, orderer and what makes keys and blocks for them.
const std::vector<std::string>& programs();

/// The folder that holds all of them: the one that FABRIC_BIN (FABRIC_BIN_25) names and no other,
/// else /opt/fabric/3.1/bin (2.5), else, for the 3.1 line, the first such folder of PATH.
std::optional<std::string> find_binaries(Line line);

/// One line: what was looked for, and how to get it.
std::string how_to_get(Line line);

/// The exit status with which a test program of this line ends at once, having said why: 77 when
/// the programs are missing or tests/run wants none of it (TRADELANE_FABRIC is "off"), 1 when they
/// are missing and it is "required". Absent when it may run.
std::optional<int> ends_at_once(Line line, std::ostream& out);

}  // namespace tradelane::fabric
