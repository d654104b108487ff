// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/block_index.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using cli::web::BlockIndex;
using cli::web::Place;

namespace {

gateway::BlockTransaction transaction(const std::string& id, std::vector<Bytes> args,
                                      const Bytes& event = "", int code = 0) {
  gateway::BlockTransaction out{.id = id, .code = code, .args = std::move(args)};
  if (!event.empty()) out.event = gateway::Event{.payload = event};
  return out;
}

gateway::Block block(std::uint64_t number, std::vector<gateway::BlockTransaction> transactions) {
  return {.number = number, .transactions = std::move(transactions)};
}

/// "id(kind,kind) " for each.
std::string text_of(const std::map<std::string, std::set<std::string>>& ids) {
  std::string out;
  for (const auto& [id, kinds] : ids) {
    out += id;
    for (const std::string& kind : kinds) out += "/" + kind;
    out += " ";
  }
  return out;
}

}  // namespace

TEST_CASE("web index: what a transaction speaks of") {
  struct Row {
    std::vector<Bytes> args;
    Bytes event;
    const char* ids;
  };
  const Row rows[] = {
      {{"f"}, "", "t/tx "},
      {{"f", R"({"billId":"B/1/1","note":"free text"})"}, "", "B/1/1/bill t/tx "},
      {{"f", R"({"inner":{"loanId":"L"},"Id":"none"})"}, "", "L/loan t/tx "},
      {{"f", R"({"to":"00000000000000000000000IMP","kid":"imp-1"})"},
       "",
       "00000000000000000000000IMP t/tx "},
      {{"f", R"({"to":"00000000000000000000000imp"})"}, "", "t/tx "},
      {{"f", R"({"consents":["C1","C2"]})"}, "", "C1 C2 t/tx "},
      {{"f", R"({"all":[{"partyId":"P"},7,["deep"]]})"}, "", "P/party deep t/tx "},
      {{"Create", "asset1", "5", "blue"}, "", "5 asset1 blue t/tx "},
      {{"f", R"("quoted")"}, "", "\"quoted\" t/tx "},
      {{"f", "\xff\xfe"}, "", "t/tx "},
      {{"f", ""}, "", "t/tx "},
      {{"f"}, R"([{"type":"ebl.Issue","id":"B"},{"id":7},"x"])", "B t/tx "},
      {{"f"}, R"({"id":"E"})", "E t/tx "},
      {{"f"}, "no JSON", "t/tx "},
      // One id by two names, and both as argument and in the event.
      {{"f", R"({"aId":"X","bId":"X"})"}, R"([{"id":"X"}])", "X/a/b t/tx "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.ids);
    CHECK(text_of(cli::web::ids_of(transaction("t", row.args, row.event))) == row.ids);
  }
}

TEST_CASE("web index: limits of one transaction, at them and one above") {
  const auto with_ids = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
      list += (list.empty() ? "\"" : ",\"") + std::to_string(i) + "\"";
    return cli::web::ids_of(transaction("t", {"f", "[" + list + "]"})).size();
  };
  CHECK(with_ids(BlockIndex::most_ids - 1) == BlockIndex::most_ids);
  CHECK(with_ids(BlockIndex::most_ids) == BlockIndex::most_ids);
  const auto with_length = [](std::size_t length) {
    return cli::web::ids_of(transaction("t", {"f", std::string(length, 'a')})).size();
  };
  CHECK(with_length(BlockIndex::longest_id) == 2);
  CHECK(with_length(BlockIndex::longest_id + 1) == 1);
}

TEST_CASE("web index: finds every transaction of an id, oldest first") {
  BlockIndex index;
  CHECK_FALSE(index.first().has_value());
  index.add(block(4, {transaction("t1", {"f", "B"}), transaction("t2", {"f", "C"})}));
  index.add(block(5, {transaction("", {}), transaction("t3", {"f", "B"}, "", 11)}));
  CHECK(index.find("B") == std::vector<Place>{{4, 0}, {5, 1}});
  CHECK(index.find("nobody").empty());
  CHECK(index.transaction("t2") == Place{4, 1});
  CHECK_FALSE(index.transaction("B").has_value());
  CHECK_FALSE(index.transaction("").has_value());
  CHECK(index.first() == 4);
}

TEST_CASE("web index: of transactions with one id the valid one counts, else the first") {
  struct Row {
    int first;
    int second;
    Place counts;
  };
  for (const Row& row : {Row{0, 9, {1, 0}}, Row{11, 9, {1, 0}}, Row{10, 0, {2, 0}}}) {
    BlockIndex index;
    index.add(block(1, {transaction("t", {"f"}, "", row.first)}));
    index.add(block(2, {transaction("t", {"f"}, "", row.second)}));
    CHECK(index.transaction("t") == row.counts);
    CHECK(index.find("t").size() == 2);
  }
}

TEST_CASE("web index: search by a part of an id, its beginning first") {
  BlockIndex index;
  index.add(block(1, {transaction("a1", {"f", R"({"billId":"b1"})"}), transaction("b2", {"f"})}));
  index.add(block(2, {transaction("c1", {"f", "b1"})}));
  const auto found = index.search("b", 10);
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == "b1");
  CHECK(found[0].kinds == std::set<std::string>{"bill"});
  CHECK(found[0].count == 2);
  CHECK(found[0].newest == Place{2, 0});
  CHECK(found[1].id == "b2");
  CHECK(found[1].kinds == std::set<std::string>{"tx"});
  CHECK(index.search("b", 1).size() == 1);
  CHECK(index.search("d", 10).empty());
  CHECK(index.search("", 10).size() == 4);
  std::string found_by_one;
  for (const auto& known : index.search("1", 10)) found_by_one += known.id + " ";
  CHECK(found_by_one == "a1 b1 c1 ");
  CHECK(index.search("1", 2).size() == 2);
}

TEST_CASE("web index: at its limit it holds everything, above it the oldest blocks go") {
  BlockIndex index(4);
  index.add(block(1, {transaction("t1", {"f", "B"})}));
  index.add(block(2, {transaction("t2", {"f", "B"})}));
  CHECK(index.references() == 4);
  CHECK_FALSE(index.has_dropped());
  index.add(block(3, {transaction("t3", {"f"})}));
  CHECK(index.has_dropped());
  CHECK(index.references() == 3);
  CHECK(index.first() == 2);
  CHECK(index.find("B") == std::vector<Place>{{2, 0}});
  CHECK(index.find("t1").empty());
  CHECK_FALSE(index.transaction("t1").has_value());
  // A later copy of an id outlives the block of the first.
  index.add(block(4, {transaction("t2", {"f"}, "", 9)}));
  CHECK(index.references() == 4);
  index.add(block(5, {transaction("t5", {"f"})}));
  CHECK(index.first() == 3);
  CHECK(index.find("t2") == std::vector<Place>{{4, 0}});
  CHECK_FALSE(index.transaction("t2").has_value());
  // A block that alone is too much is not held either.
  index.add(block(6, {transaction("t6", {"f", "1", "2", "3", "4"})}));
  CHECK_FALSE(index.first().has_value());
  CHECK(index.references() == 0);
}
