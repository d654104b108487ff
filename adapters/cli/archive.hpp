// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"

/// A .tar.gz that depends on nothing but its content: ustar, times and owners zero, gzip without
/// name, time and compression, so that equal input gives equal bytes on every machine and with
/// every version of every library. Pure functions.
namespace tradelane::cli {

struct ArchiveFile {
  /// At most 100 bytes.
  std::string name = {};
  Bytes content = {};
};

Bytes tar(const std::vector<ArchiveFile>& files);
/// RFC 1952 around RFC 1951 stored blocks.
Bytes gzip(std::string_view content);

}  // namespace tradelane::cli
