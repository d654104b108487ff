// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/feed.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/shanghai/records.hpp"

using namespace tradelane;
using namespace tradelane::shanghai;

namespace {

const std::filesystem::path d2 = test::shanghai_fixtures() / "valid/D2.utf8.xml";

std::string page_with(const std::vector<NodeRecord>& records) {
  return canonical(to_json(Page{.records = records, .next = "MQ", .more = true}));
}

}  // namespace

TEST_CASE("shanghai feed: the target carries any cursor without being changed by it") {
  CHECK(pull_target("decl", "", 100) == "/v1/feeds/decl/records?cursor=&limit=100");
  CHECK(pull_target("decl", "a&limit=9#/ +%", 1) ==
        "/v1/feeds/decl/records?cursor=a%26limit%3D9%23%2F%20%2B%25&limit=1");
}

TEST_CASE("shanghai feed: an item of the inbox gives what the record gives") {
  const auto record = test::record_of(d2, *test::facts_from_file(d2));
  const auto pull = read_pull(page_with({record}));
  REQUIRE(pull.ok());
  CHECK(pull->cursor == "MQ");
  CHECK(pull->more);
  REQUIRE(pull->items.size() == 1);
  CHECK(*arguments_of(pull->items[0].payload) == *map(record));
  CHECK_THROWS_AS((void)arguments_of("{}"), Fault);
  CHECK_THROWS_AS((void)arguments_of("nonsense"), Fault);
}

TEST_CASE("shanghai feed: served twice is one id, another envelope is another") {
  auto record = test::record_of(d2, *test::facts_from_file(d2));
  const std::string first = read_pull(page_with({record}))->items[0].id;
  CHECK(read_pull(page_with({record}))->items[0].id == first);
  (*record.envelope.as_object())["seq"] = 2;
  CHECK(read_pull(page_with({record}))->items[0].id != first);
}

TEST_CASE("shanghai feed: a bad record does not hide the good ones beside it") {
  const auto good = test::record_of(d2, *test::facts_from_file(d2));
  auto bad = good;
  bad.original = "";
  const auto pull = read_pull(page_with({bad, good}));
  REQUIRE(pull.ok());
  const auto refused = arguments_of(pull->items.at(0).payload);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::feed_digest);
  CHECK(arguments_of(pull->items.at(1).payload).ok());
  CHECK(read_pull("[]").error().code == Code::feed_schema);
}

TEST_CASE("shanghai feed: the limit of an original, at it and one above") {
  for (const std::size_t size : {largest_original, largest_original + 1}) {
    CAPTURE(size);
    auto record = test::record_of(d2, *test::facts_from_file(d2));
    record.original = to_base64(Bytes(size, 'x'));
    const auto pull = read_pull(page_with({record}));
    REQUIRE(pull.ok());
    const Error refused = arguments_of(pull->items.at(0).payload).error();
    CHECK(refused.detail == (size == largest_original ? "payloadDigest" : "original is too large"));
  }
}
