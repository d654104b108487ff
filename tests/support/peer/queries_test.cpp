// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/queries.hpp"

#include <doctest/doctest.h>

using namespace tradelane::test;

namespace {

PeerRows rows(std::size_t count) {
  PeerRows out;
  for (std::size_t i = 0; i < count; ++i) {
    out.rows.push_back("r");
    out.keys.push_back(std::to_string(i));
  }
  return out;
}

}  // namespace

TEST_CASE("peer queries: pages of a hundred, the last one frees the query") {
  struct Row {
    std::size_t rows;
    std::size_t total;
    std::vector<int> pages;
  };
  const Row table[] = {{0, 1000, {0}},          {1, 1000, {1}},
                       {100, 1000, {100}},      {101, 1000, {100, 1}},
                       {200, 1000, {100, 100}}, {201, 1000, {100, 100, 1}},
                       {500, 100, {100}},       {500, 101, {100, 1}},
                       {500, 150, {100, 50}},   {5, 3, {3}}};
  for (const Row& row : table) {
    CAPTURE(row.rows);
    CAPTURE(row.total);
    PeerQueries queries;
    auto page = queries.open("q", rows(row.rows), row.total, false);
    std::vector<int> sizes{page.results_size()};
    while (page.has_more()) {
      CHECK(queries.size() == 1);
      page = *queries.next("q", row.total);
      sizes.push_back(page.results_size());
    }
    CHECK(sizes == row.pages);
    CHECK(queries.size() == 0);
    CHECK_FALSE(queries.next("q", row.total));
  }
}

TEST_CASE("peer queries: a paginated query comes whole, and keeps nothing open") {
  PeerQueries queries;
  const auto page = queries.open("q", rows(300), 250, true);
  CHECK(page.results_size() == 250);
  CHECK_FALSE(page.has_more());
  protos::QueryResponseMetadata metadata;
  REQUIRE(metadata.ParseFromString(page.metadata()));
  CHECK(metadata.fetched_records_count() == 250);
  CHECK(metadata.bookmark() == "250");
  CHECK(queries.size() == 0);
}

TEST_CASE("peer queries: closing is always right") {
  PeerQueries queries;
  queries.open("q", rows(101), 1000, false);
  CHECK(queries.close("q").id() == "q");
  CHECK(queries.size() == 0);
  CHECK(queries.close("q").id() == "q");
}
