// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "chaincode/devpeer/rwset.hpp"
#include "chaincode/devpeer/store.hpp"

namespace tradelane::devpeer {

/// State while a block is validated: the store under what the transactions before have changed.
class BlockState {
 public:
  /// Both outlive it; `commit` holds the changes so far.
  BlockState(const Store& store, const Commit& commit) : store_(store), commit_(commit) {}

  std::optional<Stored> value(const Place& place) const;
  /// `place.key` is the SHA-256 of the key.
  std::optional<Stored> hashed(const Place& place) const;

  /// VALID, or the protos.TxValidationCode of what `set` read and no longer is so.
  int check_reads(const ReadWriteSet& set) const;

 private:
  bool was_written(const Place& place) const;
  bool is_unchanged(const std::string& chaincode, const RangeRead& range) const;

  const Store& store_;
  const Commit& commit_;
};

}  // namespace tradelane::devpeer
