// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/write_buffer.hpp"

#include <string>
#include <utility>

namespace tradelane::shim {
namespace {

/// Around the records of a message: type, channel and txid.
std::size_t envelope_bytes(const TransactionId& id) {
  return id.channel.size() + id.txid.size() + 64;
}

}  // namespace

void WriteBuffer::add(PendingWrite write) {
  dialogue_.require_intact();
  dialogue_.count_write();
  const std::size_t size = write.bytes();
  const std::size_t limit = dialogue_.settings().message_bytes;
  if (size + envelope_bytes(dialogue_.id()) > limit)
    dialogue_.fail(LimitExceeded("a write of " + std::to_string(size) +
                                 " bytes does not fit into a message of " + std::to_string(limit)));
  const auto most = dialogue_.abilities().write_batch;
  const bool is_full = most > 0 && writes_.size() >= most;
  if (is_full || bytes_ + size + envelope_bytes(dialogue_.id()) > limit) flush();
  dialogue_.hold(size);
  bytes_ += size;
  writes_.push_back(std::move(write));
}

void WriteBuffer::flush() {
  if (writes_.empty()) return;
  if (dialogue_.abilities().write_batch > 0 && writes_.size() > 1) {
    send_batch();
  } else {
    send_each();
  }
  dialogue_.release(bytes_);
  bytes_ = 0;
  writes_.clear();
}

void WriteBuffer::send_batch() {
  dialogue_.ask(write_batch_message(dialogue_.id(), writes_));
  dialogue_.tally().saved_by_batches += writes_.size() - 1;
}

void WriteBuffer::send_each() {
  for (const PendingWrite& write : writes_) dialogue_.ask(write_message(dialogue_.id(), write));
}

}  // namespace tradelane::shim
