// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/simulator.hpp"

#include "proto/ledger/query_result.pb.h"

namespace tradelane::test {
namespace {

std::string row(const std::string& chaincode, const std::string& key, const std::string& value) {
  queryresult::KV kv;
  kv.set_namespace_(chaincode);
  kv.set_key(key);
  kv.set_value(value);
  return kv.SerializeAsString();
}

/// What lies in [start, end); an empty end has no limit.
template <class Map, class Visit>
void visit(const Map& map, const std::string& start, const std::string& end, const Visit& each) {
  for (auto at = map.lower_bound(start); at != map.end(); ++at) {
    if (!end.empty() && at->first >= end) return;
    each(at->first, at->second);
  }
}

}  // namespace

void PeerSimulator::refuse(std::string_view text) const {
  throw PeerRefusal("txid [" + txid_ + "]: unsuppored transaction. " + std::string(text));
}

std::string PeerSimulator::get(const std::string& chaincode, const std::string& key) {
  const PeerNamespace& data = space(chaincode);
  reads_.push_back({chaincode, "", key, data.version_of(key)});
  const auto at = data.values.find(key);
  return at == data.values.end() ? "" : at->second;
}

void PeerSimulator::require_collection(const std::string& chaincode,
                                       const std::string& collection) {
  if (!space(chaincode).collection(collection))
    throw PeerRefusal("collection [" + collection +
                      "] not defined in the collection config for chaincode [" + chaincode + "]");
}

const PrivateEntry* PeerSimulator::find_private(const std::string& chaincode,
                                                const std::string& collection,
                                                const std::string& key) {
  require_collection(chaincode, collection);
  const auto& data = space(chaincode).private_data[collection];
  const auto at = data.find(key);
  const PrivateEntry* entry = at == data.end() ? nullptr : &at->second;
  reads_.push_back({chaincode, collection, key,
                    entry == nullptr ? std::nullopt : std::optional(entry->version)});
  return entry;
}

std::string PeerSimulator::get_private(const std::string& chaincode, const std::string& collection,
                                       const std::string& key, bool check_version) {
  const PrivateEntry* entry = find_private(chaincode, collection, key);
  if (entry == nullptr) return "";
  if (entry->value) return *entry->value;
  if (!check_version) return "";
  throw PeerRefusal(
      "private data matching public hash version is not available. Public hash "
      "version = {BlockNum: " +
      std::to_string(entry->version) + ", TxNum: 0}, Private data version = <nil>");
}

std::string PeerSimulator::get_private_hash(const std::string& chaincode,
                                            const std::string& collection, const std::string& key) {
  const PrivateEntry* entry = find_private(chaincode, collection, key);
  return entry == nullptr ? "" : entry->hash;
}

Metadata PeerSimulator::get_metadata(const std::string& chaincode, const std::string& collection,
                                     const std::string& key) {
  if (!collection.empty()) {
    const PrivateEntry* entry = find_private(chaincode, collection, key);
    return entry == nullptr ? Metadata{} : entry->metadata;
  }
  const PeerNamespace& data = space(chaincode);
  reads_.push_back({chaincode, "", key, data.version_of(key)});
  const auto at = data.metadata.find(key);
  return at == data.metadata.end() ? Metadata{} : at->second;
}

PeerRows PeerSimulator::range(const std::string& chaincode, const std::string& start,
                              const std::string& end) {
  PeerRows out;
  visit(space(chaincode).values, start, end, [&](const auto& key, const auto& value) {
    out.rows.push_back(row(chaincode, key, value));
    out.keys.push_back(key);
  });
  out.range = ranges_.emplace_back(
      std::make_shared<PeerRange>(PeerRange{.chaincode = chaincode, .start = start, .end = end}));
  return out;
}

std::vector<PeerRange> PeerSimulator::ranges() const {
  std::vector<PeerRange> out;
  for (const auto& range : ranges_) out.push_back(*range);
  return out;
}

PeerRows PeerSimulator::private_range(const std::string& chaincode, const std::string& collection,
                                      const std::string& start, const std::string& end) {
  begin_private_query();
  require_collection(chaincode, collection);
  PeerRows out;
  visit(space(chaincode).private_data[collection], start, end,
        [&](const auto& key, const PrivateEntry& entry) {
          if (entry.value) out.rows.push_back(row(chaincode, key, *entry.value));
        });
  return out;
}

PeerRows PeerSimulator::history(const std::string& chaincode, const std::string& key) {
  PeerRows out;
  const auto& entries = space(chaincode).history[key];
  for (auto at = entries.rbegin(); at != entries.rend(); ++at) {
    queryresult::KeyModification change;
    change.set_tx_id(at->txid);
    change.set_value(at->value);
    change.mutable_timestamp()->set_seconds(at->time.seconds);
    change.set_is_delete(at->is_delete);
    out.rows.push_back(change.SerializeAsString());
  }
  return out;
}

void PeerSimulator::write(PeerWrite write) {
  if (!write.collection.empty()) require_collection(write.chaincode, write.collection);
  if (queried_private_)
    refuse("Transaction has already performed queries on pvt data. Writes are not allowed");
  if (queried_pages_)
    refuse("Transaction has already performed a paginated query. Writes are not allowed");
  wrote_ = true;
  writes_.push_back(std::move(write));
}

void PeerSimulator::begin_private_query() {
  if (wrote_) refuse("Queries on pvt data is supported only in a read-only transaction");
  queried_private_ = true;
}

void PeerSimulator::begin_paginated_query() {
  if (wrote_) refuse("Paginated queries are supported only in a read-only transaction");
  queried_pages_ = true;
}

}  // namespace tradelane::test
