// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/web/transaction_view.hpp"

#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/adapters/cli/web/doubles.hpp"

using namespace tradelane;
using cli::web::BlockPointer;
using cli::web::Place;
using test::called;

namespace {

const cli::web::FindBlock no_block = [](std::uint64_t) { return BlockPointer(); };

gateway::NamespaceAccess written(const std::string& key, const Bytes& value) {
  gateway::NamespaceAccess out{.name = "tradelane"};
  out.writes.push_back({.key = key, .value = value});
  return out;
}

std::string arguments_of(const std::vector<Bytes>& args, const cli::Metadata* metadata) {
  return canonical(*cli::web::detail(called("t", args), {}, metadata, no_block).find("arguments"));
}

}  // namespace

TEST_CASE("web transaction: arguments with their names, and what they are where that is known") {
  const cli::Metadata known = test::metadata();
  struct Row {
    std::vector<Bytes> args;
    bool has_metadata;
    const char* rows;
  };
  const Row rows[] = {
      {{"ebl:Transfer", R"({"billId":"B","copies":2})"},
       true,
       R"([{"name":"billId","value":"B","what":"text"},)"
       R"({"name":"copies","value":2,"what":"integer"}])"},
      {{"ebl:Transfer", R"({"billId":"B","odd":true})"},
       true,
       R"([{"name":"billId","value":"B","what":"text"},{"name":"odd","value":true}])"},
      {{"ebl:Transfer", R"({"billId":"B"})"}, false, R"([{"name":"billId","value":"B"}])"},
      {{"Assets:Create", "a1", "5", R"({"name":"N"})"},
       true,
       R"([{"name":"id","value":"a1","what":"text"},)"
       R"({"name":"size","value":5,"what":"integer"},)"
       R"({"name":"owner","value":{"name":"N"},"what":"Owner"}])"},
      // More than it takes: by their places.
      {{"Assets:Create", "a1", "5"}, true, R"([{"name":"1","value":"a1"},{"name":"2","value":5}])"},
      {{"Assets:Count"}, true, "[]"},
      {{"nobody:Knows", "x"}, true, R"([{"name":"1","value":"x"}])"},
      {{}, true, "[]"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rows);
    CHECK(arguments_of(row.args, row.has_metadata ? &known : nullptr) == row.rows);
  }
}

TEST_CASE("web transaction: where it stands; a list leaves out what is long") {
  auto transaction = called("t", {"f"});
  transaction.accesses.push_back(written("k", "1"));
  const Json all = cli::web::detail(transaction, {7, 2}, nullptr, no_block);
  CHECK(*all.find("block") == Json(7));
  CHECK(*all.find("place") == Json(2));
  CHECK(all.find("writes")->as_array()->size() == 1);
  const Json short_one = cli::web::summary(transaction, {7, 2});
  CHECK(*short_one.find("block") == Json(7));
  CHECK(*short_one.find("function") == Json("f"));
  for (const char* name : {"reads", "writes", "response"}) CHECK(short_one.find(name) == nullptr);
}

TEST_CASE("web transaction: a change of the channel's configuration has no arguments") {
  const gateway::BlockTransaction config{.type = 1, .type_name = "CONFIG", .code_name = "VALID"};
  const Json all = cli::web::detail(config, {}, nullptr, no_block);
  CHECK(*all.find("type") == Json("CONFIG"));
  CHECK(all.find("arguments") == nullptr);
}

TEST_CASE("web transaction: what a key held before, by the version that was read") {
  gateway::Block behind{.number = 3};
  behind.transactions.push_back(called("other", {"f"}));
  behind.transactions.push_back(called("old", {"f"}));
  behind.transactions[1].accesses = {written("k", R"({"seq":1})")};
  const auto pointer = std::make_shared<const gateway::Block>(behind);
  std::vector<std::uint64_t> looked_up;
  const auto find = [&](std::uint64_t number) {
    looked_up.push_back(number);
    return number == 3 ? pointer : BlockPointer();
  };

  using Version = std::optional<std::pair<std::uint64_t, std::uint64_t>>;
  struct Row {
    std::vector<gateway::KeyRead> reads;
    const char* before;
  };
  const Row rows[] = {
      {{{.key = "k", .version = Version({3, 1})}}, R"({"seq":1})"},
      {{{.key = "k"}}, "null"},
      // Not read, or not to be had: nothing is said of it.
      {{}, ""},
      {{{.key = "other", .version = Version({3, 1})}}, ""},
      {{{.key = "k", .version = Version({3, 0})}}, ""},
      {{{.key = "k", .version = Version({3, 9})}}, ""},
      {{{.key = "k", .version = Version({4, 0})}}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.before);
    auto transaction = called("t", {"f"});
    auto access = written("k", R"({"seq":2})");
    access.reads = row.reads;
    transaction.accesses = {access};
    const Json all = cli::web::detail(transaction, {}, nullptr, find);
    const Json* before = all.find("writes")->as_array()->front().find("before");
    CHECK((before == nullptr ? "" : canonical(*before)) == row.before);
  }
  CHECK(looked_up == std::vector<std::uint64_t>{3, 3, 3, 4});
}

TEST_CASE("web transaction: each block behind is looked up once, and private writes have none") {
  auto transaction = called("t", {"f"});
  gateway::NamespaceAccess access{.name = "tradelane"};
  for (std::uint64_t i = 0; i < 70; ++i) {
    const std::string key = "k" + std::to_string(i);
    access.reads.push_back({.key = key, .version = std::pair<std::uint64_t, std::uint64_t>{i, 0}});
    access.writes.push_back({.key = key, .value = "1"});
  }
  // Who must endorse the next change of a key is in the list as well, and has no value before.
  access.metadata.push_back({.key = "k0"});
  access.collections.push_back(
      {.collection = "c", .writes = {{.key_hash = "h"}}, .metadata = {{.key = "h"}}});
  gateway::NamespaceAccess second{.name = "other"};
  second.reads.push_back({.key = "k"});
  second.writes.push_back({.key = "k", .value = "1"});
  transaction.accesses = {access, second};
  std::size_t asked = 0;
  const Json all = cli::web::detail(transaction, {}, nullptr, [&](std::uint64_t) {
    ++asked;
    return BlockPointer();
  });
  CHECK(asked == 64);
  const auto& writes = *all.find("writes")->as_array();
  REQUIRE(writes.size() == 74);
  for (const Json& write : writes)
    CHECK((write.find("before") != nullptr) == (*write.find("namespace") == Json("other")));
}
