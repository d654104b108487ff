// SPDX-License-Identifier: Apache-2.0
// Tests of what a modelled peer answers, request by request: fabric-shim.md 1.8 to 1.15.
#include "tests/support/peer/requests.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "proto/ledger/query_result.pb.h"
#include "tests/support/peer/stage.hpp"

using namespace tradelane;
using namespace tradelane::test;
using Message = protos::ChaincodeMessage;

namespace {

protos::GetStateByRange range(const std::string& start, const std::string& end, int page = 0,
                              const std::string& bookmark = "") {
  protos::GetStateByRange out;
  out.set_startkey(start);
  out.set_endkey(end);
  protos::QueryMetadata metadata;
  metadata.set_pagesize(page);
  metadata.set_bookmark(bookmark);
  if (page != 0 || !bookmark.empty()) out.set_metadata(metadata.SerializeAsString());
  return out;
}

protos::QueryResponse response(const std::string& answer) {
  protos::QueryResponse out;
  REQUIRE(out.ParseFromString(answer));
  return out;
}

std::string keys(const std::string& answer) {
  std::string out;
  const auto page = response(answer);
  for (const auto& row : page.results()) {
    queryresult::KV kv;
    REQUIRE(kv.ParseFromString(row.resultbytes()));
    out += kv.key() + " ";
  }
  return out;
}

protos::PutStateMetadata policy(const std::string& key, const std::string& value,
                                const std::string& collection = "") {
  protos::PutStateMetadata out;
  out.set_key(key);
  out.set_collection(collection);
  out.mutable_metadata()->set_metakey("VALIDATION_PARAMETER");
  out.mutable_metadata()->set_value(value);
  return out;
}

protos::GetState state_of(const std::string& key, const std::string& collection = "") {
  protos::GetState out;
  out.set_key(key);
  out.set_collection(collection);
  return out;
}

constexpr const char* after_page =
    "unsuppored transaction. Transaction has already performed a paginated query. Writes are not "
    "allowed";
constexpr const char* after_private =
    "unsuppored transaction. Transaction has already performed queries on pvt data. Writes are not "
    "allowed";

}  // namespace

TEST_CASE("peer requests: reads never see the transaction's own writes") {
  PeerStage stage;
  stage.space().values = {{"k", "old"}};
  stage.begin();
  CHECK(stage.put("k", "new") == "");
  CHECK(stage.get("k") == "old");
  CHECK(stage.del(Message::DEL_STATE, "k") == "");
  CHECK(stage.get("k") == "old");
  CHECK(stage.put("l", "new") == "");
  CHECK(stage.get("l") == "");
  CHECK(keys(stage.ask(Message::GET_STATE_BY_RANGE, range("a", "z"))) == "k ");
  const auto outcome = stage.complete();
  CHECK(outcome.writes.size() == 3);
  CHECK(stage.model.commit(outcome) == PeerVerdict::valid);
  CHECK(stage.space().values == std::map<std::string, std::string>{{"l", "new"}});
}

TEST_CASE("peer requests: several keys in their order, or nothing when the database fails") {
  PeerStage stage;
  stage.space().values = {{"a", "1"}, {"c", "3"}};
  stage.begin();
  protos::GetStateMultiple get;
  for (const char* key : {"c", "b", "a"}) get.add_keys(key);
  protos::GetStateMultipleResult result;
  REQUIRE(result.ParseFromString(stage.ask(Message::GET_STATE_MULTIPLE, get)));
  REQUIRE(result.values_size() == 3);
  CHECK(result.values(0) + "," + result.values(1) + "," + result.values(2) == "3,,1");
  stage.peer.rules.multi_get_fails = true;
  CHECK(stage.ask(Message::GET_STATE_MULTIPLE, get) == "");
}

TEST_CASE("peer requests: pages exclude writes, whichever comes first") {
  PeerStage first;
  first.begin();
  first.put("k", "v");
  CHECK(cause(first.ask(Message::GET_STATE_BY_RANGE, range("a", "z", 2)))
            .ends_with("Paginated queries are supported only in a read-only transaction"));
  CHECK(keys(first.ask(Message::GET_STATE_BY_RANGE, range("a", "z"))) == "");
  PeerStage then;
  then.begin();
  then.ask(Message::GET_STATE_BY_RANGE, range("a", "z", 2));
  CHECK(cause(then.put("k", "v")).ends_with(after_page));
  CHECK(cause(then.del(Message::DEL_STATE, "k")).ends_with(after_page));
  CHECK(cause(then.ask(Message::PUT_STATE_METADATA, policy("k", "p"))).ends_with(after_page));
}

TEST_CASE("peer requests: private ranges exclude writes, whichever comes first") {
  PeerStage first;
  first.begin();
  first.put("k", "v");
  auto query = range("a", "z");
  query.set_collection("_implicit_org_OneMSP");
  CHECK(cause(first.ask(Message::GET_STATE_BY_RANGE, query))
            .ends_with("Queries on pvt data is supported only in a read-only transaction"));
  PeerStage then;
  then.space().private_data["_implicit_org_OneMSP"]["k"] = {.value = "v", .hash = "h"};
  then.begin();
  CHECK(keys(then.ask(Message::GET_STATE_BY_RANGE, query)) == "k ");
  CHECK(cause(then.put("k", "v")).ends_with(after_private));
}

TEST_CASE("peer requests: a page of a query, its bookmark, and where it goes on") {
  PeerStage stage;
  for (const char* key : {"a", "b", "c", "d"}) stage.space().values[key] = "v";
  stage.begin();
  struct Row {
    int size;
    std::string bookmark;
    std::string keys;
    std::string next;
  };
  const Row rows[] = {{2, "", "a b ", "c"},
                      {2, "c", "c d ", ""},
                      {3, "b", "b c d ", ""},
                      {9, "", "a b c d ", ""},
                      {0, "c", "c d ", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.size);
    const auto answer =
        stage.ask(Message::GET_STATE_BY_RANGE, range("a", "", row.size, row.bookmark));
    CHECK(keys(answer) == row.keys);
    CHECK_FALSE(response(answer).has_more());
    protos::QueryResponseMetadata metadata;
    REQUIRE(metadata.ParseFromString(response(answer).metadata()));
    CHECK(metadata.bookmark() == row.next);
    CHECK(metadata.fetched_records_count() == response(answer).results_size());
  }
}

TEST_CASE("peer requests: queries by id, next and close") {
  PeerStage stage;
  for (int i = 100; i < 250; ++i) stage.space().values["k" + std::to_string(i)] = "v";
  stage.begin();
  const auto first = response(stage.ask(Message::GET_STATE_BY_RANGE, range("k", "l")));
  CHECK(first.results_size() == 100);
  CHECK(first.has_more());
  protos::QueryStateNext next;
  next.set_id(first.id());
  CHECK(response(stage.ask(Message::QUERY_STATE_NEXT, next)).results_size() == 50);
  CHECK(cause(stage.ask(Message::QUERY_STATE_NEXT, next)) == "query iterator not found");
  CHECK(response(stage.ask(Message::QUERY_STATE_CLOSE, next)).id() == first.id());
  const auto second = response(stage.ask(Message::GET_STATE_BY_RANGE, range("k", "l")));
  next.set_id(second.id());
  stage.ask(Message::QUERY_STATE_CLOSE, next);
  CHECK(cause(stage.ask(Message::QUERY_STATE_NEXT, next)) == "query iterator not found");
}

TEST_CASE("peer requests: rich queries where the database has them") {
  PeerStage stage;
  stage.space().values = {{"k", "v"}};
  stage.begin();
  protos::GetQueryResult query;
  query.set_query("{}");
  CHECK(cause(stage.ask(Message::GET_QUERY_RESULT, query)) ==
        "ExecuteQuery not supported for leveldb");
  std::string asked;
  stage.peer.rules.rich_query = [&](const PeerNamespace& space, const std::string& text) {
    asked = text;
    return PeerRows{.rows = {space.values.at("k")}};
  };
  CHECK(response(stage.ask(Message::GET_QUERY_RESULT, query)).results(0).resultbytes() == "v");
  CHECK(asked == "{}");
}

TEST_CASE("peer requests: the history, newest first, deletes included") {
  PeerStage stage;
  for (const char* value : {"one", "two", ""}) {
    stage.begin({.nonce = value, .time = {7}});
    value[0] == '\0' ? stage.del(Message::DEL_STATE, "k") : stage.put("k", value);
    CHECK(stage.model.commit(stage.complete()) == PeerVerdict::valid);
  }
  stage.begin();
  protos::GetHistoryForKey get;
  get.set_key("k");
  std::string values;
  const auto page = response(stage.ask(Message::GET_HISTORY_FOR_KEY, get));
  for (const auto& row : page.results()) {
    queryresult::KeyModification change;
    REQUIRE(change.ParseFromString(row.resultbytes()));
    values += change.value() + (change.is_delete() ? "-" : "") + " ";
    CHECK(change.timestamp().seconds() == 7);
    CHECK(change.tx_id().size() == 64);
  }
  CHECK(values == "- two one ");
  stage.peer.rules.has_history = false;
  CHECK(cause(stage.ask(Message::GET_HISTORY_FOR_KEY, get)) == "history database is not enabled");
}

TEST_CASE("peer requests: who may use a collection") {
  struct Row {
    const char* creator;
    const char* collection;
    std::string read;
    std::string write;
  };
  const std::string denied = "tx creator does not have ";
  const Row rows[] = {
      {"OneMSP", "strict", "secret", ""},
      {"TwoMSP", "strict", "! " + denied + "read", "! " + denied + "write"},
      {"TwoMSP", "readable", "secret", "! " + denied + "write"},
      {"TwoMSP", "_implicit_org_OneMSP", "secret", ""},
      {"OneMSP", "unknown", "! collection trade/tradelane/unknown could not be found",
       "! collection trade/tradelane/unknown could not be found"}};
  for (const Row& row : rows) {
    CAPTURE(row.creator);
    CAPTURE(row.collection);
    PeerStage stage;
    stage.space().collections["strict"] = {.members = {"OneMSP"}};
    stage.space().collections["readable"] = {.members = {"OneMSP"}, .member_only_read = false};
    for (const char* name : {"strict", "readable", "_implicit_org_OneMSP"})
      stage.space().private_data[name]["k"] = {.value = "secret", .hash = "hash"};
    stage.begin({.msp = row.creator});
    const auto seen = [](const std::string& answer) {
      return answer.starts_with("! ") ? "! " + cause(answer) : answer;
    };
    CHECK(seen(stage.get("k", row.collection)).starts_with(row.read));
    CHECK(seen(stage.put("k", "v", row.collection)).starts_with(row.write));
    // The hash is for everybody, of a collection that exists.
    const auto hash = stage.ask(Message::GET_PRIVATE_DATA_HASH, state_of("k", row.collection));
    CHECK((hash == "hash") == (std::string(row.collection) != "unknown"));
  }
}

TEST_CASE("peer requests: private data that is not here, by key and by several keys") {
  PeerStage stage;
  stage.space().private_data["_implicit_org_OneMSP"]["k"] = {.hash = "h", .version = 3};
  stage.begin();
  CHECK(cause(stage.get("k", "_implicit_org_OneMSP"))
            .starts_with("private data matching public hash version is not available."));
  CHECK(stage.get("none", "_implicit_org_OneMSP") == "");
  protos::GetStateMultiple get;
  get.add_keys("k");
  get.set_collection("_implicit_org_OneMSP");
  protos::GetStateMultipleResult result;
  REQUIRE(result.ParseFromString(stage.ask(Message::GET_STATE_MULTIPLE, get)));
  CHECK(result.values(0) == "");
}

TEST_CASE("peer requests: no private data in INIT") {
  PeerStage stage;
  stage.say_register();
  Message init = transaction_message({});
  init.set_type(Message::INIT);
  stage.txid = init.txid();
  stage.model.begin(init);
  const std::string refused = "private data APIs are not allowed in chaincode Init()";
  CHECK(cause(stage.get("k", "c")) == refused);
  CHECK(cause(stage.put("k", "v", "c")) == refused);
  CHECK(cause(stage.ask(Message::GET_PRIVATE_DATA_HASH, state_of("k", "c"))) == refused);
  CHECK(stage.put("k", "v") == "");
}

TEST_CASE("peer requests: private writes, hashes and purges") {
  PeerStage stage;
  stage.begin();
  CHECK(stage.put("k", "secret", "_implicit_org_OneMSP") == "");
  stage.model.commit(stage.complete());
  stage.begin({.nonce = "2"});
  CHECK(stage.get("k", "_implicit_org_OneMSP") == "secret");
  CHECK(stage.ask(Message::GET_PRIVATE_DATA_HASH, state_of("k", "_implicit_org_OneMSP")) ==
        crypto::sha256("secret"));
  CHECK(cause(stage.del(Message::PURGE_PRIVATE_DATA, "k")) == "only applicable for private data");
  CHECK(stage.del(Message::PURGE_PRIVATE_DATA, "k", "_implicit_org_OneMSP") == "");
  const auto outcome = stage.complete();
  CHECK(outcome.writes.at(0).kind == PeerWrite::Kind::purge);
  stage.model.commit(outcome);
  CHECK(stage.space().private_data["_implicit_org_OneMSP"].empty());
  stage.peer.rules.has_purge = false;
  stage.begin({.nonce = "3"});
  CHECK(cause(stage.del(Message::PURGE_PRIVATE_DATA, "k", "_implicit_org_OneMSP"))
            .starts_with("purge private data is not enabled"));
}

TEST_CASE("peer requests: metadata of keys that are there, kept by a value, gone with the key") {
  PeerStage stage;
  int nonce = 0;
  const auto run = [&](const auto& change) {
    stage.begin({.nonce = std::to_string(++nonce)});
    change();
    stage.model.commit(stage.complete());
    stage.begin({.nonce = std::to_string(++nonce)});
    protos::StateMetadataResult result;
    REQUIRE(result.ParseFromString(stage.ask(Message::GET_STATE_METADATA, state_of("k"))));
    stage.complete();
    return result.entries_size() == 0 ? "" : result.entries(0).value();
  };
  const auto endorse = [&](const char* by) {
    CHECK(stage.ask(Message::PUT_STATE_METADATA, policy("k", by)) == "");
  };
  CHECK(run([&] { endorse("nothing to endorse"); }) == "");
  CHECK(run([&] {
          endorse("metadata first");
          stage.put("k", "v");
        }) == "metadata first");
  CHECK(run([&] { stage.put("k", "w"); }) == "metadata first");
  CHECK(run([&] { stage.del(Message::DEL_STATE, "k"); }) == "");
  CHECK(run([&] { stage.put("k", "v"); }) == "");
}

TEST_CASE("peer requests: a batch is done in order, until a record fails") {
  PeerStage stage;
  stage.begin();
  protos::WriteBatchState batch;
  const auto add = [&](auto type, const char* key, const char* collection) -> auto& {
    auto& record = *batch.add_rec();
    record.set_type(type);
    record.set_key(key);
    record.set_collection(collection);
    return record;
  };
  add(protos::WriteRecord::PUT_STATE, "b", "").set_value("2");
  add(protos::WriteRecord::DEL_STATE, "a", "");
  add(protos::WriteRecord::PUT_STATE_METADATA, "b", "").mutable_metadata()->set_metakey("m");
  add(protos::WriteRecord::PURGE_PRIVATE_DATA, "p", "_implicit_org_OneMSP");
  CHECK(stage.ask(Message::WRITE_BATCH_STATE, batch) == "");
  add(protos::WriteRecord::PUT_STATE, "z", "unknown").set_value("v");
  add(protos::WriteRecord::PUT_STATE, "never", "").set_value("v");
  CHECK(cause(stage.ask(Message::WRITE_BATCH_STATE, batch)) ==
        "collection trade/tradelane/unknown could not be found");
  std::string order;
  for (const PeerWrite& write : stage.complete().writes) order += write.key;
  CHECK(order == "babpbabp");
}

TEST_CASE("peer requests: without the capability there is no metadata") {
  PeerStage stage;
  stage.peer.rules.has_key_level_endorsement = false;
  stage.begin();
  CHECK(cause(stage.ask(Message::PUT_STATE_METADATA, policy("k", "p")))
            .starts_with("key level endorsement is not enabled"));
  CHECK(cause(stage.ask(Message::GET_STATE_METADATA, state_of("k")))
            .starts_with("key level endorsement is not enabled"));
}
