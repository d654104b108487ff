// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/reader.hpp"

#include <doctest/doctest.h>

#include "chaincode/ledger/memory_view.hpp"
#include "tests/chaincode/ledger/toy.hpp"

using namespace tradelane;
using namespace tradelane::ledger;

namespace {

/// Counts round trips, and can answer a multi-get with a wrong count as peers with a known bug do.
class CountingView : public MemoryView {
 public:
  int trips = 0;
  bool lose_answers = false;

  std::optional<Bytes> get(std::string_view key) override {
    ++trips;
    return MemoryView::get(key);
  }
  std::vector<std::optional<Bytes>> get_all(const std::vector<std::string>& keys) override {
    ++trips;
    std::vector<std::optional<Bytes>> out;
    for (const std::string& key : keys) out.push_back(MemoryView::get(key));
    return lose_answers ? std::vector<std::optional<Bytes>>{} : out;
  }
};

}  // namespace

TEST_CASE("reader: each key is fetched once, together where asked for") {
  CountingView view;
  view.apply(Changes{}.put(toy("a"), Toy{1}).put(toy("b"), Toy{2}));
  const Reader reader(view);
  reader.load_all({toy("a").text(), toy("b").text(), toy("none").text()});
  CHECK(view.trips == 1);
  CHECK(reader.find(toy("a"))->count == 1);
  CHECK(reader.find(toy("b"))->count == 2);
  CHECK_FALSE(reader.exists(toy("none")));
  CHECK(view.trips == 1);
  CHECK_FALSE(reader.exists(toy("other")));
  CHECK(view.trips == 2);
}

TEST_CASE("reader: a short answer to a multi-get is a fault, and so is a foreign record") {
  CountingView view;
  view.lose_answers = true;
  CHECK_THROWS_AS(Reader(view).load_all({toy("a").text()}), Fault);
  view.apply([] {
    Changes changes;
    changes.write({"", toy("x").text()}, {Changes::Kind::put, "{\"schema\":\"other/1\"}"});
    return changes;
  }());
  CHECK_THROWS_AS((void)Reader(view).find(toy("x")), Fault);
}

TEST_CASE("reader: a range gives the records with the parts of their keys") {
  MemoryView view;
  view.apply(Changes{}.put(toy("b"), Toy{2}).put(toy("a"), Toy{1}));
  const auto rows = Reader(view).list(toys());
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].first == std::vector<std::string>{"a"});
  CHECK(rows[1].second.count == 2);
}
