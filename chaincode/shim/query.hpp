// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "chaincode/shim/dialogue.hpp"
#include "chaincode/shim/message.hpp"

namespace tradelane::shim {

/// One page of a query, as the peer sent it. Its rows are taken one by one.
class QueryPage {
 public:
  /// Throws `Fault` when `answer` cannot be read.
  explicit QueryPage(PeerMessage answer);

  /// Of all rows, also those taken.
  std::size_t size() const { return page_.rows.size(); }
  /// The next row as it is on the wire, a view into the page; only while there is one.
  std::string_view take_row();
  std::size_t left() const { return left_; }
  bool has_more() const { return page_.has_more; }
  /// By which the peer knows the query.
  std::string_view id() const { return page_.id; }
  /// What it takes of memory, about.
  std::size_t bytes() const { return answer_.bytes().size(); }
  /// Of a page that was asked for as such.
  std::int32_t fetched() const { return paging_.fetched_records_count; }
  std::string_view bookmark() const { return paging_.bookmark; }

 private:
  PeerMessage answer_;
  codec::QueryResponse page_;
  codec::QueryResponseMetadata paging_;
  codec::List<codec::QueryRow>::Iterator next_;
  std::size_t left_;
};

struct KeyValue {
  std::string key = {};
  Bytes value = {};
};

struct KeyModification {
  std::string txid = {};
  Bytes value = {};
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  bool is_delete = false;
};

/// The rows of a query, fetched from the peer in pages as they are asked for:
///
///     for (auto rows = stub.query_range("a", "b"); rows.next();) use(rows->key, rows->value);
///
/// One that is destroyed before its last page is closed ahead of the next request or the answer.
/// It must not outlive the call of the chaincode that it was made in.
template <class Row>
class Query {
 public:
  Query(Dialogue& dialogue, QueryPage first);
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  /// Goes to the next row; false when there is none. Throws as `Stub` says.
  bool next();
  /// The present row, until `next` is called again.
  const Row& operator*() const { return row_; }
  const Row* operator->() const { return &row_; }

  /// Closes the query now. There is no need to, unless it stays around for long.
  void close();
  /// As many rows have come as a peer gives at most (`TransactionLimits::query_rows`): there may be
  /// more, and the peer does not say so.
  bool may_be_truncated() const;

 private:
  void fetch_more();
  void account();
  void leave();
  void leave_open();

  Dialogue* dialogue_;  // null: moved away
  QueryPage page_;
  Row row_ = {};
  std::size_t fetched_ = 0;
};

using Rows = Query<KeyValue>;
using History = Query<KeyModification>;
extern template class Query<KeyValue>;
extern template class Query<KeyModification>;

/// One page that was asked for as such.
struct PagedRows {
  Rows rows;
  std::int32_t fetched = 0;
  /// For the page after this one; "" after the last.
  std::string bookmark = {};
};

/// Which page is wanted.
struct PageRequest {
  std::int32_t size = 0;
  std::string_view bookmark = {};
};

}  // namespace tradelane::shim
