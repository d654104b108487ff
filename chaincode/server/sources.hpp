// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include "chaincode/server/config.hpp"

/// Where values of the configuration come from, besides the command line.
namespace tradelane::server {

/// A configuration file: one JSON object of texts and numbers by key, and of lists of texts where a
/// key may be given several times. ARG_MALFORMED names what cannot be read, and a key that is
/// unknown.
Result<Values> read_file_values(const std::string& text);

/// What the environment says, by our own names and by those of Fabric's samples, of its other shims
/// and of its external builders (fabric-shim.md 4.1). A variable that is empty says nothing.
/// ARG_MALFORMED for a switch that is neither true nor false.
Result<Values> environment_values(const std::map<std::string, std::string>& environment);

}  // namespace tradelane::server
