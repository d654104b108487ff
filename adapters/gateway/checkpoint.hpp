// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "adapters/gateway/gateway.hpp"

namespace tradelane::gateway {

/// A checkpoint in a file of the official clients' form, {"blockNumber", "transactionId"}. Who has
/// a database keeps it there instead, beside what the event caused. For one process at a time.
class CheckpointFile {
 public:
  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}

  /// Absent when there is no file yet. GW_CONFIG when it is damaged.
  Result<std::optional<Checkpoint>> load() const;
  /// On disk when it returns: written beside, synchronised, renamed. Throws `Fault` when it cannot.
  void store(const Checkpoint& checkpoint) const;

 private:
  std::string path_;
};

}  // namespace tradelane::gateway
