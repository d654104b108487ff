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
  require_collection(collection);
  read_private_ = true;
  const auto found = store_.find(place(collection, key));
  const auto hashed = store_.find_hashed(hashed_place(collection, key));
  const auto here = found ? std::optional(found->version) : std::nullopt;
  const auto there = hashed ? std::optional(hashed->version) : std::nullopt;
  if (here != there)
    throw LedgerError(
        "private data matching public hash version is not available. Public hash version = " +
        Version::text(there) + ", Private data version = " + Version::text(here));
  set_.hashed[collection].reads.emplace(crypto::sha256(key), there);
  return found ? found->value : Bytes{};
}

Bytes Simulator::get_hash(const std::string& collection, const std::string& key) {
  require_collection(collection);
  const auto found = store_.find_hashed(hashed_place(collection, key));
  set_.hashed[collection].reads.emplace(crypto::sha256(key),
                                        found ? std::optional(found->version) : std::nullopt);
  return found ? found->value : Bytes{};
}

Metadata Simulator::get_metadata(const std::string& collection, const std::string& key) {
  if (!collection.empty()) {
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
  if (!collection.empty()) require_collection(collection);
  before_write();
  if (collection.empty()) {
    set_.writes.insert_or_assign(key, Write{.value = std::move(value)});
    return;
  }
  set_.hashed[collection].writes.insert_or_assign(
      crypto::sha256(key),
      HashedWrite{.value_hash = value.empty() ? Bytes{} : crypto::sha256(value)});
  private_[collection].insert_or_assign(key, Write{.value = std::move(value)});
}

void Simulator::purge(const std::string& collection, const std::string& key) {
  require_collection(collection);
  before_write();
  set_.hashed[collection].writes.insert_or_assign(crypto::sha256(key),
                                                  HashedWrite{.value_hash = {}, .purge = true});
  private_[collection].insert_or_assign(key, Write{.value = {}, .purge = true});
}

void Simulator::put_metadata(const std::string& collection, const std::string& key,
                             Metadata metadata) {
  if (!collection.empty()) require_collection(collection);
  before_write();
  if (collection.empty()) {
    set_.metadata.insert_or_assign(key, std::move(metadata));
  } else {
    set_.hashed[collection].metadata.insert_or_assign(crypto::sha256(key), std::move(metadata));
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
  require_collection(collection);
  if (wrote_)
    throw LedgerError("txid [" + scope_.txid +
                      "]: unsuppored transaction. Queries on pvt data is supported only in a "
                      "read-only transaction");
  queried_private_ = true;
  read_private_ = true;
  return out;
}

std::optional<StoredRow> Simulator::Scan::next() {
  if (position_ == page_.size() && !drained_) {
    page_ = simulator_->store_.range(at_, end_, fetch_size);
    position_ = 0;
    drained_ = page_.size() < fetch_size;
    // The smallest key after the last one seen.
    if (!page_.empty()) at_.key = page_.back().key + '\0';
  }
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
  if (auto next = rows->next()) out.bookmark = next->key;
  return out;
}

ReadWriteSet Simulator::set() const {
  ReadWriteSet out = set_;
  for (const auto& range : ranges_) out.ranges.push_back(*range);
  return out;
}

}  // namespace tradelane::devpeer
