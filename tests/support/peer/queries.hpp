// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>

#include "proto/peer/shim.pb.h"
#include "tests/support/peer/simulator.hpp"

namespace tradelane::test {

/// The open queries of one transaction, by id, handed out in pages of 100 rows. A peer looks one
/// row ahead, frees a query with its last page, and cuts off what exceeds `total` rows without a
/// word. Source: fabric-shim.md 1.10.
class PeerQueries {
 public:
  static constexpr int page_rows = 100;

  /// The first page, or all of a paginated query in one.
  protos::QueryResponse open(const std::string& id, PeerRows rows, std::size_t total,
                             bool paginated);
  /// The next page of an unpaginated query; absent when there is no such query.
  std::optional<protos::QueryResponse> next(const std::string& id, std::size_t total);
  /// Also when there is none.
  protos::QueryResponse close(const std::string& id);

  std::size_t size() const { return open_.size(); }

 private:
  struct Query {
    PeerRows rows;
    std::size_t at = 0;  // of the first row that is not on a page yet
  };

  protos::QueryResponse page(const std::string& id, Query& query, std::size_t total,
                             bool paginated);

  std::map<std::string, Query> open_;
};

}  // namespace tradelane::test
