// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/write_buffer.hpp"

#include <span>
#include <utility>

#include "chaincode/base/spare_bytes.hpp"

namespace tradelane::shim {
namespace {

/// Around the records of a message: type, channel and txid.
std::size_t envelope_bytes(const codec::TransactionRef& transaction) {
  return transaction.channel.size() + transaction.txid.size() + 64;
}

codec::StateMetadata metadata_of(const PendingWrite& write) {
  return {.metakey = write.metakey, .value = write.value};
}

codec::WriteRecord record_of(const PendingWrite& write) {
  codec::WriteRecord out{.key = write.key, .collection = write.collection, .kind = write.type};
  if (write.type == MessageType::put_state) out.value = write.value;
  if (write.type == MessageType::put_state_metadata) out.metadata = metadata_of(write);
  return out;
}

}  // namespace

void WriteBuffer::add(PendingWrite write) {
  dialogue_.require_intact();
  dialogue_.count_write();
  const std::size_t size = write.bytes();
  const std::size_t around = envelope_bytes(dialogue_.transaction());
  const std::size_t limit = dialogue_.settings().message_bytes;
  if (size + around > limit)
    dialogue_.fail(LimitExceeded("a write of " + std::to_string(size) +
                                 " bytes does not fit into a message of " + std::to_string(limit)));
  const auto most = dialogue_.abilities().write_batch;
  const bool is_full = most > 0 && writes_.size() >= most;
  if (is_full || bytes_ + size + around > limit) flush();
  dialogue_.hold(size);
  bytes_ += size;
  writes_.push_back(std::move(write));
}

void WriteBuffer::flush() {
  if (writes_.empty()) return;
  if (dialogue_.abilities().write_batch > 0 && writes_.size() > 1) {
    send_batch();
  } else {
    for (const PendingWrite& write : writes_) send(write);
  }
  dialogue_.release(bytes_);
  bytes_ = 0;
  for (PendingWrite& write : writes_) make_spare(std::move(write.value));
  writes_.clear();
}

void WriteBuffer::send_batch() {
  std::vector<codec::WriteRecord> records;
  records.reserve(writes_.size());
  for (const PendingWrite& write : writes_) records.push_back(record_of(write));
  dialogue_.ask(codec::WriteBatchState{.records = std::span<const codec::WriteRecord>(records)});
  dialogue_.tally().saved_by_batches += writes_.size() - 1;
}

void WriteBuffer::send(const PendingWrite& write) {
  if (write.type == MessageType::put_state) {
    dialogue_.ask(
        codec::PutState{.key = write.key, .value = write.value, .collection = write.collection});
  } else if (write.type == MessageType::put_state_metadata) {
    dialogue_.ask(codec::PutStateMetadata{
        .key = write.key, .collection = write.collection, .metadata = metadata_of(write)});
  } else if (write.type == MessageType::purge_private_data) {
    dialogue_.ask(codec::PurgePrivateData{.key = write.key, .collection = write.collection});
  } else {
    dialogue_.ask(codec::DelState{.key = write.key, .collection = write.collection});
  }
}

}  // namespace tradelane::shim
