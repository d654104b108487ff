// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "adapters/gateway/gateway.hpp"

namespace tradelane::gateway {

/// Where a reader of events or blocks keeps its position. Who has a database keeps it there
/// instead, beside what the event caused.
class Checkpointer {
 public:
  virtual ~Checkpointer() = default;
  /// Absent when none has been kept.
  virtual Result<std::optional<Checkpoint>> load() const = 0;
  virtual void store(const Checkpoint& checkpoint) = 0;
};

/// For as long as the process lives. Not for several threads.
class CheckpointMemory : public Checkpointer {
 public:
  Result<std::optional<Checkpoint>> load() const override { return kept_; }
  void store(const Checkpoint& checkpoint) override { kept_ = checkpoint; }

 private:
  std::optional<Checkpoint> kept_;
};

/// A checkpoint in a file of the official clients' form, {"blockNumber", "transactionId"}, the
/// number as Go and Java or as Node write it. From the first `load` or `store` on it belongs to
/// this object, by a lock on the file of the same name and `.lock`, which stays there: two readers
/// that go on from one position would each skip what the other has been given.
class CheckpointFile : public Checkpointer {
 public:
  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}
  ~CheckpointFile() override;
  CheckpointFile(const CheckpointFile&) = delete;
  CheckpointFile& operator=(const CheckpointFile&) = delete;

  /// Absent when there is no file yet, or one that the official clients have begun and where they
  /// have kept nothing. GW_CONFIG when it is damaged, and when it is empty: a file that was cut off
  /// must not make a reader skip or repeat. GW_CONFIG as well while it belongs to another.
  Result<std::optional<Checkpoint>> load() const override;
  /// On disk when it returns: written beside, synchronised, renamed. Throws `Fault` when it cannot.
  void store(const Checkpoint& checkpoint) override;

 private:
  /// GW_CONFIG: it belongs to another, or there can be no file.
  Result<> own() const;

  std::string path_;
  mutable int lock_ = -1;
};

}  // namespace tradelane::gateway
