// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/simulator.hpp"

#include <algorithm>

#include "chaincode/crypto/digest.hpp"

namespace tradelane::devpeer {
namespace {

constexpr std::size_t fetch_size = 128;
constexpr std::string_view implicit_prefix = "_implicit_org_";

}  // namespace

std::string_view implicit_member(std::string_view collection) {
  return collection.starts_with(implicit_prefix) ? collection.substr(implicit_prefix.size())
                                                 : std::string_view{};
}

void Simulator::require_collection(const std::string& collection) const {
  const std::string_view member = implicit_member(collection);
  if (member.empty() || !scope_.organisations.contains(std::string(member)))
    throw LedgerError("collection [" + collection +
                      "] not defined in the collection config for chaincode [" + scope_.chaincode +
                      "]");
}

void Simulator::require_access(const std::string& collection) const {
  // A peer looks for the definition first, and has one for every implicit name.
  if (!collection.starts_with(implicit_prefix))
    throw LedgerError("collection " + scope_.channel + "/" + scope_.chaincode + "/" + collection +
                      " could not be found");
  require_collection(collection);
}

HashedSet& Simulator::hashed(const std::string& collection, const std::string& key) {
  HashedSet& out = set_.hashed[collection];
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
    set_.reads.emplace(key, found ? std::optional(found->version) : std::nullopt);
    return found ? found->value : Bytes{};
  }
  require_access(collection);
  asked_private_ = true;
  const auto found = store_.find(place(collection, key));
  const auto known = store_.find_hashed(hashed_place(collection, key));
  const auto here = found ? std::optional(found->version) : std::nullopt;
  const auto there = known ? std::optional(known->version) : std::nullopt;
  if (here != there)
    throw LedgerError(
        "private data matching public hash version is not available. Public hash version = " +
        Version::text(there) + ", Private data version = " + Version::text(here));
  hashed(collection, key).reads.emplace(crypto::sha256(key), there);
  private_reads_.insert(collection);
  return found ? found->value : Bytes{};
}

std::vector<Bytes> Simulator::get_many(const std::string& collection,
                                       const std::vector<std::string>& keys) {
  std::vector<Bytes> out;
  if (!collection.empty()) {
    require_access(collection);
    asked_private_ = true;
  }
  for (const std::string& key : keys) {
    if (collection.empty()) {
      out.push_back(get("", key));
      continue;
    }
    const auto found = store_.find(place(collection, key));
    hashed(collection, key)
        .reads.emplace(crypto::sha256(key), found ? std::optional(found->version) : std::nullopt);
    private_reads_.insert(collection);
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
    require_access(collection);
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
  if (queried_private_)
    throw LedgerError(prefix +
                      "Transaction has already performed queries on pvt data. Writes are not "
                      "allowed");
  if (paged_)
    throw LedgerError(prefix +
                      "Transaction has already performed a paginated query. Writes are not "
                      "allowed");
  wrote_ = true;
}

void Simulator::put(const std::string& collection, const std::string& key, Bytes value) {
  if (!collection.empty()) require_access(collection);
  before_write();
  if (collection.empty()) {
    set_.writes.insert_or_assign(key, Write{.value = std::move(value)});
    return;
  }
  hashed(collection, key)
      .writes.insert_or_assign(
          crypto::sha256(key),
          HashedWrite{.value_hash = value.empty() ? Bytes{} : crypto::sha256(value)});
  private_[collection].writes.insert_or_assign(key, Write{.value = std::move(value)});
}

void Simulator::purge(const std::string& collection, const std::string& key) {
  require_access(collection);
  before_write();
  hashed(collection, key)
      .writes.insert_or_assign(crypto::sha256(key), HashedWrite{.value_hash = {}, .purge = true});
  private_[collection].writes.insert_or_assign(key, Write{.value = {}, .purge = true});
}

void Simulator::put_metadata(const std::string& collection, const std::string& key,
                             Metadata metadata) {
  if (!collection.empty()) require_access(collection);
  before_write();
  if (collection.empty()) {
    set_.metadata.insert_or_assign(key, std::move(metadata));
  } else {
    hashed(collection, key).metadata.insert_or_assign(crypto::sha256(key), std::move(metadata));
    private_[collection].metadata.insert(key);
  }
}

std::shared_ptr<Simulator::Scan> Simulator::scan(const std::string& collection,
                                                 const std::string& start, const std::string& end) {
  auto out = std::make_shared<Scan>();
  out->simulator_ = this;
  out->at_ = place(collection, start);
  out->end_ = end;
  if (collection.empty()) {
    ranges_.push_back(std::make_unique<RangeRead>(RangeRead{.start = start}));
    out->record_ = ranges_.back().get();
    return out;
  }
  if (!collection.starts_with(implicit_prefix)) require_access(collection);
  asked_private_ = true;
  if (wrote_)
    throw LedgerError("txid [" + scope_.txid +
                      "]: unsuppored transaction. Queries on pvt data is supported only in a "
                      "read-only transaction");
  // As on a peer: no write may follow, even when there is no such collection.
  queried_private_ = true;
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
  if (wrote_)
    throw LedgerError("txid [" + scope_.txid +
                      "]: unsuppored transaction. Paginated queries are supported only in a "
                      "read-only transaction");
  paged_ = true;
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

ReadWriteSet Simulator::set() const {
  ReadWriteSet out = set_;
  // The same range again adds nothing, as on a peer.
  const auto is_known = [&](const RangeRead& range) {
    return std::any_of(out.ranges.begin(), out.ranges.end(), [&](const RangeRead& seen) {
      return seen.start == range.start && seen.end == range.end &&
             seen.exhausted == range.exhausted;
    });
  };
  for (const auto& range : ranges_)
    if (!is_known(*range)) out.ranges.push_back(*range);
  return out;
}

}  // namespace tradelane::devpeer
