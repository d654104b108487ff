// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"

/// Blocks in Fabric's form. Pure.
namespace tradelane::devpeer {

struct Block {
  std::uint64_t number = 0;
  Bytes previous_hash = {};
  /// Each a serialised common.Envelope.
  std::vector<Bytes> envelopes = {};
  /// One protos.TxValidationCode per envelope.
  std::vector<int> codes = {};

  /// A serialised common.Block.
  Bytes encode() const;
  /// Throws `Fault` for bytes that `encode` did not write.
  static Block decode(std::string_view bytes);

  /// SHA-256 of the header's DER: what the next block names.
  Bytes hash() const;
};

/// Block 0 of a channel: one CONFIG envelope that names it.
Block genesis(std::string_view channel);

}  // namespace tradelane::devpeer
