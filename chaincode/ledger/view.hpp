// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/bytes.hpp"

namespace tradelane::ledger {

/// The port through which a transaction reads: committed state as one snapshot, never the
/// transaction's own writes. Used by one transaction on one thread. A lost peer or an error of the
/// peer is a `Fault`, never an absent value.
class ReadView {
 public:
  /// Returns false to stop early.
  using Visit = std::function<bool(std::string_view key, const Bytes& value)>;

  virtual ~ReadView() = default;

  /// Absent when the key does not exist. A value is never empty.
  virtual std::optional<Bytes> get(std::string_view key) = 0;

  /// As many answers as keys, in their order; one round trip where the peer allows it.
  virtual std::vector<std::optional<Bytes>> get_all(const std::vector<std::string>& keys) = 0;

  /// Every key in [start, end) in byte order. The rows seen are protected against phantoms.
  virtual void range(std::string_view start, std::string_view end, const Visit& visit) = 0;

  /// Absent when the key does not exist in `collection` as far as this peer knows.
  virtual std::optional<Bytes> get_private(std::string_view collection, std::string_view key) = 0;
};

}  // namespace tradelane::ledger
