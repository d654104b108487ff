// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/queries.hpp"

#include <algorithm>

namespace tradelane::test {

protos::QueryResponse PeerQueries::open(const std::string& id, PeerRows rows, std::size_t total,
                                        bool paginated) {
  Query& query = open_[id] = {.rows = std::move(rows)};
  return page(id, query, total, paginated);
}

std::optional<protos::QueryResponse> PeerQueries::next(const std::string& id, std::size_t total) {
  const auto at = open_.find(id);
  if (at == open_.end()) return std::nullopt;
  return page(id, at->second, total, false);
}

protos::QueryResponse PeerQueries::close(const std::string& id) {
  open_.erase(id);
  protos::QueryResponse out;
  out.set_id(id);
  return out;
}

protos::QueryResponse PeerQueries::page(const std::string& id, Query& query, std::size_t total,
                                        bool paginated) {
  const std::size_t available = query.rows.rows.size();
  const std::size_t wanted = std::min(available, total);
  const std::size_t end =
      paginated ? wanted : std::min<std::size_t>(wanted, query.at + std::size_t{page_rows});
  protos::QueryResponse out;
  out.set_id(id);
  for (; query.at < end; ++query.at) out.add_results()->set_resultbytes(query.rows.rows[query.at]);
  out.set_has_more(!paginated && end < wanted);
  if (query.rows.range != nullptr) {
    // One row is looked at ahead, also where a page or the limit ends.
    const auto pulled = static_cast<std::ptrdiff_t>(std::min(available, end + 1));
    query.rows.range->keys.assign(query.rows.keys.begin(), query.rows.keys.begin() + pulled);
    query.rows.range->is_exhausted = end >= available;
  }
  if (paginated) {
    protos::QueryResponseMetadata metadata;
    metadata.set_fetched_records_count(static_cast<std::int32_t>(end));
    if (end < query.rows.keys.size()) metadata.set_bookmark(query.rows.keys[end]);
    out.set_metadata(metadata.SerializeAsString());
  }
  if (!out.has_more()) open_.erase(id);
  return out;
}

}  // namespace tradelane::test
