// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/ledger_requests.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "proto/ledger/query_result.pb.h"

using namespace tradelane;
using namespace tradelane::devpeer;
using Message = protos::ChaincodeMessage;

namespace {

struct Peer {
  Store store;
  const ChannelRules rules{
      .channel = "trade", .organisations = {"A", "B"}, .chaincodes = {{"toy", {}}}};
  std::unique_ptr<Simulator> simulator;
  std::unique_ptr<TransactionContext> context;

  explicit Peer(int keys) {
    Commit commit{.number = 0};
    for (int i = 0; i < keys; ++i) {
      std::string key = std::to_string(1000 + i);
      commit.values[{"", "toy", "", key}] = Stored{.value = "v" + key, .version = {0, 0}};
      commit.history.push_back(
          {"toy", "key", static_cast<std::uint64_t>(i), {.txid = "t" + key, .value = key}});
    }
    store.commit(commit);
    simulator = std::make_unique<Simulator>(
        store, SimulationScope{
                   .rules = rules, .txid = "t1", .creator = "A", .org = "A", .chaincode = "toy"});
    context = std::make_unique<TransactionContext>(
        *simulator, [](const protos::ChaincodeSpec& target, const Simulator& caller) {
          if (target.chaincode_id().name() == "gone") throw LedgerError("execute failed: gone");
          Message out;
          out.set_type(Message::COMPLETED);
          out.set_payload(caller.scope().chaincode + " calls " + target.chaincode_id().name());
          return out;
        });
  }

  Message ask(Message::Type type, const google::protobuf::MessageLite& payload) {
    return ask(type, payload.SerializeAsString());
  }
  Message ask(Message::Type type, const std::string& payload) {
    Message request;
    request.set_type(type);
    request.set_txid("t1");
    request.set_channel_id("trade");
    request.set_payload(payload);
    return context->answer(request);
  }
  Message get(const std::string& key, const std::string& collection = "") {
    protos::GetState get;
    get.set_key(key);
    get.set_collection(collection);
    return ask(Message::GET_STATE, get);
  }
};

protos::QueryResponse rows_of(const Message& answer) {
  REQUIRE(answer.type() == Message::RESPONSE);
  protos::QueryResponse out;
  out.ParseFromString(answer.payload());
  return out;
}

protos::GetStateByRange all_keys() {
  protos::GetStateByRange out;
  out.set_startkey("1000");
  out.set_endkey("9");
  return out;
}

}  // namespace

TEST_CASE("ledger requests: single keys, several keys, writes in a batch") {
  Peer peer(3);
  CHECK(peer.get("1000").payload() == "v1000");
  CHECK(peer.get("none").payload().empty());
  CHECK(peer.get("1000").txid() == "t1");
  CHECK(peer.get("1000").channel_id() == "trade");

  protos::GetStateMultiple several;
  for (const char* key : {"1002", "none", "1000"}) several.add_keys(key);
  protos::GetStateMultipleResult values;
  values.ParseFromString(peer.ask(Message::GET_STATE_MULTIPLE, several).payload());
  CHECK(std::vector<std::string>(values.values().begin(), values.values().end()) ==
        std::vector<std::string>{"v1002", "", "v1000"});

  protos::WriteBatchState batch;
  const auto add = [&](protos::WriteRecord::Type type, const char* key, const char* collection) {
    auto* record = batch.add_rec();
    record->set_type(type);
    record->set_key(key);
    record->set_value("new");
    record->set_collection(collection);
  };
  add(protos::WriteRecord::PUT_STATE, "a", "");
  add(protos::WriteRecord::PUT_STATE, "1000", "");
  add(protos::WriteRecord::DEL_STATE, "1000", "");
  add(protos::WriteRecord::PUT_STATE, "p", "_implicit_org_B");
  add(protos::WriteRecord::PURGE_PRIVATE_DATA, "q", "_implicit_org_A");
  CHECK(peer.ask(Message::WRITE_BATCH_STATE, batch).type() == Message::RESPONSE);
  const ReadWriteSet set = peer.simulator->sets().at(0);
  CHECK(set.writes.at("a").value == "new");
  CHECK(set.writes.at("1000").deletes());
  CHECK(peer.simulator->private_sets().at("toy").at("_implicit_org_B").writes.at("p").value ==
        "new");
  CHECK(set.hashed.at("_implicit_org_A").writes.at(crypto::sha256("q")).purge);
}

TEST_CASE("ledger requests: rows come by the hundred, and the last page frees the query") {
  struct Row {
    int keys;
    std::vector<int> pages;
  };
  for (const Row& row :
       {Row{0, {0}}, Row{100, {100}}, Row{101, {100, 1}}, Row{250, {100, 100, 50}}}) {
    CAPTURE(row.keys);
    Peer peer(row.keys);
    auto page = rows_of(peer.ask(Message::GET_STATE_BY_RANGE, all_keys()));
    std::vector<int> pages{page.results_size()};
    protos::QueryStateNext next;
    next.set_id(page.id());
    while (page.has_more()) {
      page = rows_of(peer.ask(Message::QUERY_STATE_NEXT, next));
      pages.push_back(page.results_size());
    }
    CHECK(pages == row.pages);
    const Message again = peer.ask(Message::QUERY_STATE_NEXT, next);
    CHECK(again.type() == Message::ERROR);
    CHECK(again.payload() ==
          "QUERY_STATE_NEXT failed: transaction ID: t1: query iterator not found");
    CHECK(peer.ask(Message::QUERY_STATE_CLOSE, next).type() == Message::RESPONSE);
  }
}

TEST_CASE("ledger requests: leaving a query early records what the peer had pulled") {
  Peer peer(300);
  rows_of(peer.ask(Message::GET_STATE_BY_RANGE, all_keys()));
  CHECK(peer.simulator->sets().at(0).ranges.at(0).rows.size() == 101);
  CHECK_FALSE(peer.simulator->sets().at(0).ranges.at(0).exhausted);
}

TEST_CASE("ledger requests: a page of a read-only transaction, with its bookmark") {
  Peer peer(300);
  protos::QueryMetadata paging;
  paging.set_pagesize(120);
  auto range = all_keys();
  range.set_metadata(paging.SerializeAsString());
  auto page = rows_of(peer.ask(Message::GET_STATE_BY_RANGE, range));
  CHECK(page.results_size() == 120);
  CHECK_FALSE(page.has_more());
  protos::QueryResponseMetadata metadata;
  metadata.ParseFromString(page.metadata());
  CHECK(metadata.fetched_records_count() == 120);
  CHECK(metadata.bookmark() == "1120");
  paging.set_bookmark(metadata.bookmark());
  range.set_metadata(paging.SerializeAsString());
  page = rows_of(peer.ask(Message::GET_STATE_BY_RANGE, range));
  queryresult::KV first;
  first.ParseFromString(page.results(0).resultbytes());
  CHECK(first.key() == "1120");
  CHECK(first.namespace_() == "toy");

  protos::PutState put;
  put.set_key("x");
  put.set_value("1");
  CHECK(peer.ask(Message::PUT_STATE, put).payload() ==
        "PUT_STATE failed: transaction ID: t1: txid [t1]: unsuppored transaction. Transaction has "
        "already performed a paginated query. Writes are not allowed");
}

TEST_CASE("ledger requests: history is newest first") {
  Peer peer(120);
  protos::GetHistoryForKey history;
  history.set_key("key");
  const auto page = rows_of(peer.ask(Message::GET_HISTORY_FOR_KEY, history));
  CHECK(page.results_size() == 100);
  CHECK(page.has_more());
  queryresult::KeyModification newest;
  newest.ParseFromString(page.results(0).resultbytes());
  CHECK(newest.tx_id() == "t1119");
}

TEST_CASE("ledger requests: metadata, hash, and what this peer cannot do") {
  Peer peer(1);
  protos::PutStateMetadata put;
  put.set_key("1000");
  put.mutable_metadata()->set_metakey("VALIDATION_PARAMETER");
  put.mutable_metadata()->set_value("policy");
  CHECK(peer.ask(Message::PUT_STATE_METADATA, put).type() == Message::RESPONSE);
  CHECK(peer.simulator->sets().at(0).metadata.at("1000").at("VALIDATION_PARAMETER") == "policy");
  protos::GetStateMetadata get;
  get.set_key("1000");
  CHECK(peer.ask(Message::GET_STATE_METADATA, get).payload().empty());
  CHECK(peer.get("k", "elsewhere").payload() ==
        "GET_STATE failed: transaction ID: t1: collection trade/toy/elsewhere could not be found");
  CHECK(peer.ask(Message::GET_QUERY_RESULT, "").payload() ==
        "GET_QUERY_RESULT failed: transaction ID: t1: ExecuteQuery not supported for leveldb");
  CHECK(peer.ask(Message::GET_STATE, "\xff").payload() ==
        "GET_STATE failed: transaction ID: t1: unmarshal failed");
  CHECK(is_ledger_request(Message::GET_STATE));
  CHECK_FALSE(is_ledger_request(Message::COMPLETED));
}

TEST_CASE("ledger requests: another chaincode's answer comes as its whole message") {
  Peer peer(0);
  protos::ChaincodeSpec spec;
  spec.mutable_chaincode_id()->set_name("side/trade");
  Message answer = peer.ask(Message::INVOKE_CHAINCODE, spec);
  REQUIRE(answer.type() == Message::RESPONSE);
  Message nested;
  REQUIRE(nested.ParseFromString(answer.payload()));
  CHECK(nested.type() == Message::COMPLETED);
  CHECK(nested.payload() == "toy calls side/trade");
  spec.mutable_chaincode_id()->set_name("gone");
  answer = peer.ask(Message::INVOKE_CHAINCODE, spec);
  CHECK(answer.type() == Message::ERROR);
  CHECK(answer.payload() == "INVOKE_CHAINCODE failed: transaction ID: t1: execute failed: gone");
}
