// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/rwset.hpp"

#include <algorithm>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "chaincode/base/result.hpp"
#include "chaincode/crypto/digest.hpp"
#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/rwset.pb.h"

namespace tradelane::devpeer {
namespace {

// Sets are compared byte for byte, so the encoder must not choose an order of its own.
Bytes serialise(const google::protobuf::MessageLite& message) {
  Bytes out;
  google::protobuf::io::StringOutputStream stream(&out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return out;
}

template <class Message>
bool parse(std::string_view bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

template <class Message>
void set_version(Message& read, const std::optional<Version>& version) {
  if (!version) return;
  read.mutable_version()->set_block_num(version->block);
  read.mutable_version()->set_tx_num(version->tx);
}

template <class Message>
std::optional<Version> version_of(const Message& read) {
  if (!read.has_version()) return std::nullopt;
  return Version{read.version().block_num(), read.version().tx_num()};
}

template <class Message>
void set_entries(Message& write, const Metadata& metadata) {
  for (const auto& [name, value] : metadata) {
    auto* entry = write.add_entries();
    entry->set_name(name);
    entry->set_value(value);
  }
}

template <class Message>
Metadata entries_of(const Message& write) {
  Metadata out;
  for (const auto& entry : write.entries()) out.insert_or_assign(entry.name(), entry.value());
  return out;
}

void add_range(kvrwset::KVRWSet& out, const RangeRead& range) {
  auto* info = out.add_range_queries_info();
  info->set_start_key(range.start);
  info->set_end_key(range.end);
  info->set_itr_exhausted(range.exhausted);
  for (const auto& [key, version] : range.rows) {
    auto* row = info->mutable_raw_reads()->add_kv_reads();
    row->set_key(key);
    set_version(*row, version);
  }
}

kvrwset::KVRWSet public_message(const ReadWriteSet& set) {
  kvrwset::KVRWSet out;
  for (const auto& [key, version] : set.reads) {
    auto* read = out.add_reads();
    read->set_key(key);
    set_version(*read, version);
  }
  for (const RangeRead& range : set.ranges) add_range(out, range);
  for (const auto& [key, write] : set.writes) {
    auto* item = out.add_writes();
    item->set_key(key);
    item->set_is_delete(write.deletes());
    item->set_value(write.value);
  }
  for (const auto& [key, metadata] : set.metadata) {
    auto* item = out.add_metadata_writes();
    item->set_key(key);
    set_entries(*item, metadata);
  }
  return out;
}

/// The entries of a map of hashed keys, in the order of the true ones.
template <class Map>
std::vector<const typename Map::value_type*> in_order(const Map& map, const HashedSet& set) {
  std::vector<const typename Map::value_type*> out;
  for (const auto& entry : map) out.push_back(&entry);
  const auto name = [&](const Bytes& hash) {
    const auto at = set.names.find(hash);
    return at == set.names.end() ? hash : at->second;
  };
  std::sort(out.begin(), out.end(),
            [&](const auto* a, const auto* b) { return name(a->first) < name(b->first); });
  return out;
}

kvrwset::HashedRWSet hashed_message(const HashedSet& set) {
  kvrwset::HashedRWSet out;
  for (const auto* entry : in_order(set.reads, set)) {
    auto* read = out.add_hashed_reads();
    read->set_key_hash(entry->first);
    set_version(*read, entry->second);
  }
  for (const auto* entry : in_order(set.writes, set)) {
    const HashedWrite& write = entry->second;
    auto* item = out.add_hashed_writes();
    item->set_key_hash(entry->first);
    item->set_is_delete(write.value_hash.empty());
    item->set_value_hash(write.value_hash);
    item->set_is_purge(write.purge);
  }
  for (const auto* entry : in_order(set.metadata, set)) {
    auto* item = out.add_metadata_writes();
    item->set_key_hash(entry->first);
    set_entries(*item, entry->second);
  }
  return out;
}

kvrwset::KVRWSet private_message(const PrivateWrites& writes) {
  kvrwset::KVRWSet out;
  for (const auto& [key, write] : writes.writes) {
    auto* item = out.add_writes();
    item->set_key(key);
    item->set_is_delete(write.deletes());
    item->set_value(write.value);
  }
  for (const std::string& key : writes.metadata) out.add_metadata_writes()->set_key(key);
  return out;
}

std::optional<RangeRead> range_of(const kvrwset::RangeQueryInfo& info) {
  if (info.has_reads_merkle_hashes()) return std::nullopt;  // no endorser of ours writes them
  RangeRead out{
      .start = info.start_key(), .end = info.end_key(), .exhausted = info.itr_exhausted()};
  for (const auto& row : info.raw_reads().kv_reads()) {
    if (!row.has_version()) return std::nullopt;
    out.rows.emplace_back(row.key(), *version_of(row));
  }
  return out;
}

bool read_public(const kvrwset::KVRWSet& in, ReadWriteSet& out) {
  for (const auto& read : in.reads()) out.reads.insert_or_assign(read.key(), version_of(read));
  for (const auto& info : in.range_queries_info()) {
    auto range = range_of(info);
    if (!range) return false;
    out.ranges.push_back(std::move(*range));
  }
  for (const auto& write : in.writes()) {
    if (write.is_delete() != write.value().empty()) return false;
    out.writes.insert_or_assign(write.key(), Write{.value = write.value()});
  }
  for (const auto& write : in.metadata_writes())
    out.metadata.insert_or_assign(write.key(), entries_of(write));
  return true;
}

bool read_hashed(const rwset::CollectionHashedReadWriteSet& in, HashedSet& out) {
  kvrwset::HashedRWSet set;
  if (!parse(in.hashed_rwset(), set)) return false;
  for (const auto& read : set.hashed_reads())
    out.reads.insert_or_assign(read.key_hash(), version_of(read));
  for (const auto& write : set.hashed_writes()) {
    if (write.is_delete() != write.value_hash().empty()) return false;
    out.writes.insert_or_assign(
        write.key_hash(), HashedWrite{.value_hash = write.value_hash(), .purge = write.is_purge()});
  }
  for (const auto& write : set.metadata_writes())
    out.metadata.insert_or_assign(write.key_hash(), entries_of(write));
  return true;
}

}  // namespace

std::string Version::text(const std::optional<Version>& version) {
  if (!version) return "<nil>";
  return "{BlockNum: " + std::to_string(version->block) +
         ", TxNum: " + std::to_string(version->tx) + "}";
}

bool ReadWriteSet::writes_something() const {
  const auto is_written = [](const auto& item) {
    return !item.second.writes.empty() || !item.second.metadata.empty();
  };
  return !writes.empty() || !metadata.empty() ||
         std::any_of(hashed.begin(), hashed.end(), is_written);
}

Bytes encode_public(const ReadWriteSets& sets, const PrivateSets& clear) {
  rwset::TxReadWriteSet out;
  for (const ReadWriteSet& set : sets) {
    if (set == ReadWriteSet{.chaincode = set.chaincode}) continue;  // as a peer
    const auto open = clear.find(set.chaincode);
    auto* space = out.add_ns_rwset();
    space->set_namespace_(set.chaincode);
    space->set_rwset(serialise(public_message(set)));
    for (const auto& [collection, hashed] : set.hashed) {
      auto* item = space->add_collection_hashed_rwset();
      item->set_collection_name(collection);
      item->set_hashed_rwset(serialise(hashed_message(hashed)));
      if (open == clear.end()) continue;
      if (const auto at = open->second.find(collection); at != open->second.end())
        item->set_pvt_rwset_hash(crypto::sha256(encode_private_writes(at->second)));
    }
  }
  return serialise(out);
}

std::optional<ReadWriteSets> decode_public(std::string_view bytes) {
  rwset::TxReadWriteSet in;
  if (!parse(bytes, in)) return std::nullopt;
  ReadWriteSets out;
  for (const auto& space : in.ns_rwset()) {
    kvrwset::KVRWSet set;
    ReadWriteSet& next = out.emplace_back(ReadWriteSet{.chaincode = space.namespace_()});
    if (!parse(space.rwset(), set) || !read_public(set, next)) return std::nullopt;
    for (const auto& item : space.collection_hashed_rwset())
      if (!read_hashed(item, next.hashed[item.collection_name()])) return std::nullopt;
  }
  return out;
}

Bytes encode_private(const PrivateSets& clear) {
  rwset::TxPvtReadWriteSet out;
  for (const auto& [chaincode, set] : clear) {
    if (set.empty()) continue;
    auto* space = out.add_ns_pvt_rwset();
    space->set_namespace_(chaincode);
    for (const auto& [collection, writes] : set) {
      auto* item = space->add_collection_pvt_rwset();
      item->set_collection_name(collection);
      item->set_rwset(encode_private_writes(writes));
    }
  }
  return serialise(out);
}

std::optional<PrivateSets> decode_private(std::string_view bytes) {
  rwset::TxPvtReadWriteSet in;
  if (!parse(bytes, in)) return std::nullopt;
  PrivateSets out;
  for (const auto& space : in.ns_pvt_rwset())
    for (const auto& item : space.collection_pvt_rwset()) {
      auto writes = decode_private_writes(item.rwset());
      if (!writes) return std::nullopt;
      out[space.namespace_()].insert_or_assign(item.collection_name(), std::move(*writes));
    }
  return out;
}

Bytes encode_private_writes(const PrivateWrites& writes) {
  return serialise(private_message(writes));
}

std::optional<PrivateWrites> decode_private_writes(std::string_view bytes) {
  kvrwset::KVRWSet in;
  if (!parse(bytes, in)) return std::nullopt;
  PrivateWrites out;
  for (const auto& write : in.writes())
    out.writes.insert_or_assign(write.key(), Write{.value = write.value()});
  for (const auto& write : in.metadata_writes()) out.metadata.insert(write.key());
  return out;
}

Bytes encode_metadata(const Metadata& metadata) {
  kvrwset::KVMetadataWrite out;
  set_entries(out, metadata);
  return serialise(out);
}

Metadata decode_metadata(std::string_view bytes) {
  kvrwset::KVMetadataWrite in;
  if (!parse(bytes, in)) throw Fault("the metadata of a key in the store cannot be read");
  return entries_of(in);
}

}  // namespace tradelane::devpeer
