// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/shim/dialogue.hpp"
#include "chaincode/shim/message.hpp"

namespace tradelane::shim {

/// The rows of a query, fetched from the peer in pages as they are asked for:
///
///     for (auto rows = stub.query_range("a", "b"); rows.next();) use(rows->key, rows->value);
///
/// One that is destroyed before its last page is closed with the next request of the transaction.
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
  void fetch(QueryPage page);
  void leave();

  Dialogue* dialogue_;  // null: moved away
  QueryPage page_;
  Row row_ = {};
  std::size_t at_ = 0;
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

}  // namespace tradelane::shim
