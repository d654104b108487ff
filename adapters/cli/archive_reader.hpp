// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "adapters/cli/archive.hpp"
#include "chaincode/base/result.hpp"

/// Reads archives that anybody may have made. Pure functions.
namespace tradelane::cli {

/// What one archive may hold, unpacked.
inline constexpr std::size_t most_unpacked_bytes = 64 * 1024 * 1024;

struct ArchiveEntry {
  ArchiveFile file = {};
  /// As in the header: '0' or NUL for a regular file, '5' for a folder.
  char kind = '0';
  bool is_regular() const { return kind == '0' || kind == '\0'; }
};

/// Every member of RFC 1952, one after the other. ARG_MALFORMED for what is none, ARG_LIMIT for
/// more than `most_unpacked_bytes`.
Result<Bytes> gunzip(std::string_view bytes);

/// ustar and its successors, read as a peer reads them: name and size that stand before an entry
/// (pax's `x`, GNU's `L`) are the entry's, and GNU's `K`, a link's target, is passed over; pax's
/// `g`, which is about all of them, is an entry itself. ARG_MALFORMED for a wrong checksum, a size
/// that is none, an extended header that is none, and an end that is missing.
Result<std::vector<ArchiveEntry>> untar(std::string_view bytes);

}  // namespace tradelane::cli
