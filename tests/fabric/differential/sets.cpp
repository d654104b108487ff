// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/sets.hpp"

#include "proto/ledger/kv_rwset.pb.h"
#include "proto/ledger/rwset.pb.h"
#include "tests/fabric/differential/parse.hpp"
#include "tests/fabric/differential/seen.hpp"

namespace tradelane::differential {
namespace {

constexpr const char* lifecycle = "_lifecycle";

template <class Read>
std::string version_text(const Read& read, const Ledger& ledger) {
  if (!read.has_version()) return " absent";
  return " of " + ledger.writer(read.version().block_num(), read.version().tx_num());
}

template <class Entries>
std::string entries_text(const Entries& entries) {
  std::string out;
  for (const auto& entry : entries) out += " " + entry.name() + "=" + printable(entry.value());
  return out;
}

// A peer hashes the rows of a range when there are more than fifty; the hashes cover versions.
std::string range_text(const kvrwset::RangeQueryInfo& range, const Ledger& ledger) {
  std::string out = "\n range '" + printable(range.start_key()) + "' '" +
                    printable(range.end_key()) + "'" + (range.itr_exhausted() ? " all" : " part");
  if (range.has_reads_merkle_hashes() || range.raw_reads().kv_reads_size() > 50)
    return out + " many";
  for (const auto& row : range.raw_reads().kv_reads())
    out += "\n  " + printable(row.key()) + version_text(row, ledger);
  return out;
}

std::string public_text(const kvrwset::KVRWSet& set, const Ledger& ledger) {
  std::string out;
  for (const auto& read : set.reads())
    out += "\n read " + printable(read.key()) + version_text(read, ledger);
  for (const auto& range : set.range_queries_info()) out += range_text(range, ledger);
  for (const auto& write : set.writes())
    out += std::string("\n ") + (write.is_delete() ? "delete " : "write ") +
           printable(write.key()) + " " + printable(write.value());
  for (const auto& write : set.metadata_writes())
    out += "\n metadata " + printable(write.key()) + entries_text(write.entries());
  return out;
}

std::string hashed_text(const kvrwset::HashedRWSet& set, const Ledger& ledger) {
  std::string out;
  for (const auto& read : set.hashed_reads())
    out += "\n  read " + to_hex(read.key_hash()) + version_text(read, ledger);
  for (const auto& write : set.hashed_writes())
    out += std::string("\n  ") + (write.is_delete() ? "delete " : "write ") +
           (write.is_purge() ? "purge " : "") + to_hex(write.key_hash()) + " " +
           to_hex(write.value_hash());
  for (const auto& write : set.metadata_writes())
    out += "\n  metadata " + to_hex(write.key_hash()) + entries_text(write.entries());
  return out;
}

}  // namespace

std::string sets_text(const Bytes& results, const Ledger& ledger) {
  std::string out;
  const auto set = parse<rwset::TxReadWriteSet>(results);
  for (const auto& space : set.ns_rwset()) {
    if (space.namespace_() == lifecycle) continue;
    out += "\nnamespace " + space.namespace_() +
           public_text(parse<kvrwset::KVRWSet>(space.rwset()), ledger);
    for (const auto& hashed : space.collection_hashed_rwset())
      out += "\n collection " + hashed.collection_name() + " " + to_hex(hashed.pvt_rwset_hash()) +
             hashed_text(parse<kvrwset::HashedRWSet>(hashed.hashed_rwset()), ledger);
  }
  return out;
}

}  // namespace tradelane::differential
