// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/simulator.hpp"

#include <algorithm>

#include "chaincode/crypto/digest.hpp"

namespace tradelane::devpeer {
namespace {

constexpr std::size_t fetch_size = 128;

}  // namespace

Simulator::Part& Simulator::part() {
  Part& out = all_->parts[scope_.chaincode];
  out.set.chaincode = scope_.chaincode;
  return out;
}

void Simulator::note_private_read(const std::string& collection) {
  all_->private_reads.emplace(scope_.chaincode, collection);
}

// A peer looks twice: where it asks who may use a collection, and has an answer for every implicit
// name, and in the ledger, for the organisations that there are.
void Simulator::require_collection(const std::string& collection) const {
  if (!scope_.rules.collection(scope_.chaincode, collection))
    throw LedgerError("collection [" + collection +
                      "] not defined in the collection config for chaincode [" + scope_.chaincode +
                      "]");
}

std::optional<Collection> Simulator::find_known(const std::string& collection) const {
  auto found = scope_.rules.collection(scope_.chaincode, collection);
  if (!found && !is_implicit(collection))
    throw LedgerError("collection " + scope_.rules.channel + "/" + scope_.chaincode + "/" +
                      collection + " could not be found");
  return found;
}

void Simulator::require_readable(const std::string& collection) const {
  const auto known = find_known(collection);
  if (known && known->member_only_read && !known->has_member(scope_.creator))
    throw LedgerError(
        "tx creator does not have read access permission on privatedata in chaincodeName:" +
        scope_.chaincode + " collectionName: " + collection);
}

void Simulator::require_writable(const std::string& collection) const {
  const auto known = find_known(collection);
  if (known && known->member_only_write && !known->has_member(scope_.creator))
    throw LedgerError(
        "tx creator does not have write access permission on privatedata in chaincodeName:" +
        scope_.chaincode + " collectionName: " + collection);
  require_collection(collection);
}

HashedSet& Simulator::hashed(const std::string& collection, const std::string& key) {
  HashedSet& out = part().set.hashed[collection];
  out.names.emplace(crypto::sha256(key), key);
  return out;
}

Place Simulator::place(const std::string& collection, const std::string& key) const {
  return {.org = collection.empty() ? "" : scope_.org,
          .chaincode = scope_.chaincode,
          .collection = collection,
          .key = key};
}

Place Simulator::hashed_place(const std::string& collection, const std::string& key) const {
  return {.org = {},
          .chaincode = scope_.chaincode,
          .collection = collection,
          .key = crypto::sha256(key)};
}

Bytes Simulator::get(const std::string& collection, const std::string& key) {
  if (collection.empty()) {
    const auto found = store_.find(place("", key));
    part().set.reads.emplace(key, found ? std::optional(found->version) : std::nullopt);
    return found ? found->value : Bytes{};
  }
  require_readable(collection);
  require_collection(collection);
  all_->asked_private = true;
  const auto found = store_.find(place(collection, key));
  const auto known = store_.find_hashed(hashed_place(collection, key));
  const auto here = found ? std::optional(found->version) : std::nullopt;
  const auto there = known ? std::optional(known->version) : std::nullopt;
  if (here != there)
    throw LedgerError(
        "private data matching public hash version is not available. Public hash version = " +
        Version::text(there) + ", Private data version = " + Version::text(here));
  hashed(collection, key).reads.emplace(crypto::sha256(key), there);
  note_private_read(collection);
  return found ? found->value : Bytes{};
}

std::vector<Bytes> Simulator::get_many(const std::string& collection,
                                       const std::vector<std::string>& keys) {
  std::vector<Bytes> out;
  if (!collection.empty()) {
    require_readable(collection);
    require_collection(collection);
    all_->asked_private = true;
  }
  for (const std::string& key : keys) {
    if (collection.empty()) {
      out.push_back(get("", key));
      continue;
    }
    const auto found = store_.find(place(collection, key));
    hashed(collection, key)
        .reads.emplace(crypto::sha256(key), found ? std::optional(found->version) : std::nullopt);
    note_private_read(collection);
    out.push_back(found ? found->value : Bytes{});
  }
  return out;
}

Bytes Simulator::get_hash(const std::string& collection, const std::string& key) {
  // A peer takes no collection for one without values.
  if (!collection.empty()) require_collection(collection);
  const auto found = store_.find_hashed(hashed_place(collection, key));
  hashed(collection, key)
      .reads.emplace(crypto::sha256(key), found ? std::optional(found->version) : std::nullopt);
  return found ? found->value : Bytes{};
}

Metadata Simulator::get_metadata(const std::string& collection, const std::string& key) {
  if (!collection.empty()) {
    require_readable(collection);
    get_hash(collection, key);
    const auto found = store_.find_hashed(hashed_place(collection, key));
    return found ? found->metadata : Metadata{};
  }
  get("", key);
  const auto found = store_.find(place("", key));
  return found ? found->metadata : Metadata{};
}

std::vector<HistoryEntry> Simulator::history(const std::string& key) {
  return store_.history(scope_.chaincode, key);
}

void Simulator::before_write() {
  const std::string prefix = "txid [" + scope_.txid + "]: unsuppored transaction. ";
  if (all_->queried_private)
    throw LedgerError(prefix +
                      "Transaction has already performed queries on pvt data. Writes are not "
                      "allowed");
  if (all_->paged)
    throw LedgerError(prefix +
                      "Transaction has already performed a paginated query. Writes are not "
                      "allowed");
  all_->wrote = true;
}

void Simulator::put(const std::string& collection, const std::string& key, Bytes value) {
  if (!collection.empty()) require_writable(collection);
  before_write();
  if (collection.empty()) {
    part().set.writes.insert_or_assign(key, Write{.value = std::move(value)});
    return;
  }
  hashed(collection, key)
      .writes.insert_or_assign(
          crypto::sha256(key),
          HashedWrite{.value_hash = value.empty() ? Bytes{} : crypto::sha256(value)});
  part().clear[collection].writes.insert_or_assign(key, Write{.value = std::move(value)});
}

void Simulator::purge(const std::string& collection, const std::string& key) {
  require_writable(collection);
  before_write();
  hashed(collection, key)
      .writes.insert_or_assign(crypto::sha256(key), HashedWrite{.value_hash = {}, .purge = true});
  part().clear[collection].writes.insert_or_assign(key, Write{.value = {}, .purge = true});
}

void Simulator::put_metadata(const std::string& collection, const std::string& key,
                             Metadata metadata) {
  if (!collection.empty()) require_writable(collection);
  before_write();
  if (collection.empty()) {
    part().set.metadata.insert_or_assign(key, std::move(metadata));
  } else {
    hashed(collection, key).metadata.insert_or_assign(crypto::sha256(key), std::move(metadata));
    part().clear[collection].metadata.insert(key);
  }
}

std::shared_ptr<Simulator::Scan> Simulator::scan(const std::string& collection,
                                                 const std::string& start, const std::string& end) {
  auto out = std::make_shared<Scan>();
  out->simulator_ = this;
  out->at_ = place(collection, start);
  out->end_ = end;
  if (collection.empty()) {
    auto& ranges = part().ranges;
    ranges.push_back(std::make_unique<RangeRead>(RangeRead{.start = start}));
    out->record_ = ranges.back().get();
    return out;
  }
  require_readable(collection);
  all_->asked_private = true;
  if (all_->wrote)
    throw LedgerError("txid [" + scope_.txid +
                      "]: unsuppored transaction. Queries on pvt data is supported only in a "
                      "read-only transaction");
  // As on a peer: no write may follow, even when there is no such collection.
  all_->queried_private = true;
  require_collection(collection);
  return out;
}

void Simulator::Scan::fetch() {
  if (position_ != page_.size() || drained_) return;
  page_ = simulator_->store_.range(at_, end_, fetch_size);
  position_ = 0;
  drained_ = page_.size() < fetch_size;
  // The smallest key after the last one seen.
  if (!page_.empty()) at_.key = page_.back().key + '\0';
}

std::optional<std::string> Simulator::Scan::next_key() {
  fetch();
  return position_ == page_.size() ? std::nullopt : std::optional(page_[position_].key);
}

std::optional<StoredRow> Simulator::Scan::next() {
  fetch();
  if (position_ == page_.size() || taken_ == limit_) {
    if (record_ != nullptr) {
      record_->exhausted = position_ == page_.size();
      if (record_->exhausted) record_->end = end_;
    }
    return std::nullopt;
  }
  ++taken_;
  StoredRow& row = page_[position_++];
  if (record_ != nullptr) {
    record_->rows.emplace_back(row.key, row.stored.version);
    record_->end = row.key;
  }
  return std::move(row);
}

Simulator::Page Simulator::page(const std::string& start, const std::string& end,
                                std::size_t size) {
  if (all_->wrote)
    throw LedgerError("txid [" + scope_.txid +
                      "]: unsuppored transaction. Paginated queries are supported only in a "
                      "read-only transaction");
  all_->paged = true;
  const auto rows = scan("", start, end);
  Page out;
  const std::size_t wanted = std::min(size, total_query_limit);
  while (out.rows.size() < wanted) {
    auto row = rows->next();
    if (!row) return out;
    out.rows.push_back(std::move(*row));
  }
  out.bookmark = rows->next_key().value_or("");
  return out;
}

ReadWriteSets Simulator::sets() const {
  ReadWriteSets out;
  for (const auto& [chaincode, part] : all_->parts) {
    ReadWriteSet& set = out.emplace_back(part.set);
    // The same range again adds nothing, as on a peer.
    const auto is_known = [&](const RangeRead& range) {
      return std::any_of(set.ranges.begin(), set.ranges.end(), [&](const RangeRead& seen) {
        return seen.start == range.start && seen.end == range.end &&
               seen.exhausted == range.exhausted;
      });
    };
    for (const auto& range : part.ranges)
      if (!is_known(*range)) set.ranges.push_back(*range);
  }
  return out;
}

PrivateSets Simulator::private_sets() const {
  PrivateSets out;
  for (const auto& [chaincode, part] : all_->parts)
    if (!part.clear.empty()) out.emplace(chaincode, part.clear);
  return out;
}

}  // namespace tradelane::devpeer
