// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/base/result.hpp"

namespace tradelane::shim::http2 {

/// The PEM text in the file at `path`, at most 1 MiB. Fabric's builders and some of its shims write
/// base64 of it instead, which is taken as well. ARG_MALFORMED names `what` it should be and
/// `path`, never what stands in the file.
Result<std::string> read_pem(const std::string& what, const std::string& path);

}  // namespace tradelane::shim::http2
