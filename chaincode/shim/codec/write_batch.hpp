// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/codec/encode.hpp"
#include "chaincode/shim/codec/requests.hpp"

namespace tradelane::shim::codec {

/// A WRITE_BATCH_STATE that grows record by record, each written to its place at once, so that the
/// writes of a transaction are copied into the message and nowhere else. Used by one transaction on
/// one thread.
class WriteBatch {
 public:
  WriteBatch();

  void add(const WriteRecord& record);

  std::size_t records() const { return records_; }
  bool empty() const { return records_ == 0; }
  /// Bytes of the message for `tx` as it is now, without a frame head.
  std::size_t message_size(const TransactionRef& tx) const;
  /// By how much the payload grows with `record`; the message may grow by one or two bytes more,
  /// for the length of the payload.
  static std::size_t size_of(const WriteRecord& record);

  /// The message with all records added so far; the batch is empty afterwards.
  Bytes take(const TransactionRef& tx, Front front = Front::none);

 private:
  Bytes bytes_;  // room for what stands before the first record, then the records
  std::size_t records_ = 0;
};

}  // namespace tradelane::shim::codec
