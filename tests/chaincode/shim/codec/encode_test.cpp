// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/encode.hpp"

#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include "chaincode/shim/codec/requests.hpp"
#include "proto/peer/shim.pb.h"
#include "tests/chaincode/shim/codec/canonical.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace tradelane::shim::codec;
using Generated = protos::ChaincodeMessage;

namespace {

constexpr TransactionRef tx{.channel = "trade", .txid = "7f3a"};

/// The bytes of the message of `type` whose payload is `payload`, by the generated code.
Bytes expected(Generated::Type type, const google::protobuf::Message& payload) {
  Generated message;
  message.set_type(type);
  message.set_channel_id("trade");
  message.set_txid("7f3a");
  message.set_payload(test::deterministic(payload));
  return test::deterministic(message);
}

template <class Request>
void check(const Request& request, const google::protobuf::Message& payload) {
  CAPTURE(payload.GetDescriptor()->full_name());
  const Bytes bare = encode_request(tx, request);
  CHECK(bare == expected(static_cast<Generated::Type>(Request::type), payload));
  // Written once, into memory of the right size.
  CHECK(bare.capacity() <= std::max<std::size_t>(30, bare.size()));
}

template <class Keyed, class Payload>
void check_keyed() {
  Payload payload;
  check(Keyed{}, payload);
  payload.set_key("k\xc3\xa9");
  check(Keyed{.key = "k\xc3\xa9"}, payload);
  payload.set_collection("_implicit_org_OneMSP");
  check(Keyed{.key = "k\xc3\xa9", .collection = "_implicit_org_OneMSP"}, payload);
}

}  // namespace

TEST_CASE("encode: the bytes of a GET_STATE") {
  CHECK(to_hex(encode_request(tx, GetState{.key = "k", .collection = "c"})) ==
        "0808"
        "1a06"
        "0a016b"
        "120163"
        "220437663361"
        "3a057472616465");
  CHECK(to_hex(encode_request({}, GetState{})) == "0808");
}

TEST_CASE("encode: requests by key and collection") {
  check_keyed<GetState, protos::GetState>();
  check_keyed<GetPrivateDataHash, protos::GetState>();
  check_keyed<GetStateMetadata, protos::GetStateMetadata>();
  check_keyed<DelState, protos::DelState>();
  check_keyed<PurgePrivateData, protos::PurgePrivateState>();
}

TEST_CASE("encode: several keys") {
  protos::GetStateMultiple payload;
  check(GetStateMultiple{}, payload);
  const std::array<std::string_view, 3> keys{"a", "", "c"};
  for (const auto key : keys) payload.add_keys(std::string(key));
  payload.set_collection("p");
  check(GetStateMultiple{.keys = std::span<const std::string_view>(keys), .collection = "p"},
        payload);
}

TEST_CASE("encode: PUT_STATE, also where a length takes another byte") {
  for (const std::size_t size : {0U, 1U, 100U, 127U, 128U, 16'383U, 16'384U, 2'097'152U}) {
    CAPTURE(size);
    const Bytes value(size, '\xff');
    protos::PutState payload;
    payload.set_key("k");
    payload.set_value(value);
    payload.set_collection("p");
    check(PutState{.key = "k", .value = value, .collection = "p"}, payload);
  }
}

TEST_CASE("encode: metadata of a key") {
  protos::PutStateMetadata payload;
  payload.set_key("k");
  payload.set_collection("p");
  check(PutStateMetadata{.key = "k", .collection = "p"}, payload);
  payload.mutable_metadata();
  check(PutStateMetadata{.key = "k", .collection = "p", .metadata = StateMetadata{}}, payload);
  payload.mutable_metadata()->set_metakey("VALIDATION_PARAMETER");
  payload.mutable_metadata()->set_value("\xff");
  check(
      PutStateMetadata{
          .key = "k", .collection = "p", .metadata = StateMetadata{"VALIDATION_PARAMETER", "\xff"}},
      payload);
}

TEST_CASE("encode: a batch of every kind of write, in the order given") {
  const StateMetadata metadata{.metakey = "VALIDATION_PARAMETER", .value = "\xff"};
  const std::array<WriteRecord, 4> records{
      WriteRecord{.key = "k", .value = "v", .collection = "p", .kind = MessageType::put_state},
      WriteRecord{.key = "k", .kind = MessageType::del_state},
      WriteRecord{.key = "k",
                  .collection = "p",
                  .metadata = metadata,
                  .kind = MessageType::put_state_metadata},
      WriteRecord{.key = "k", .collection = "p", .kind = MessageType::purge_private_data}};
  protos::WriteBatchState payload;
  check(WriteBatchState{}, payload);
  for (const WriteRecord& record : records) {
    protos::WriteRecord& generated = *payload.add_rec();
    generated.set_key(std::string(record.key));
    generated.set_value(std::string(record.value));
    generated.set_collection(std::string(record.collection));
    generated.set_type(static_cast<protos::WriteRecord::Type>(record.kind));
    if (!record.metadata) continue;
    generated.mutable_metadata()->set_metakey(std::string(metadata.metakey));
    generated.mutable_metadata()->set_value(std::string(metadata.value));
  }
  check(WriteBatchState{.records = std::span<const WriteRecord>(records)}, payload);
}

TEST_CASE("encode: a batch where its lengths take another byte") {
  for (const std::size_t size : {0U, 90U, 127U, 128U, 16'300U, 16'384U, 2'097'152U}) {
    CAPTURE(size);
    const Bytes value(size, 'x');
    const std::array<WriteRecord, 2> records{
        WriteRecord{.key = "a", .value = value, .kind = MessageType::put_state},
        WriteRecord{.key = "b", .value = value, .kind = MessageType::put_state}};
    protos::WriteBatchState payload;
    for (const char* key : {"a", "b"}) {
      payload.add_rec()->set_key(key);
      payload.mutable_rec()->rbegin()->set_value(value);
      payload.mutable_rec()->rbegin()->set_type(protos::WriteRecord::PUT_STATE);
    }
    check(WriteBatchState{.records = std::span<const WriteRecord>(records)}, payload);
  }
}

TEST_CASE("encode: queries and their pages") {
  protos::QueryMetadata pages;
  pages.set_pagesize(25);
  pages.set_bookmark("b");
  CHECK(encode(QueryMetadata{.page_size = 25, .bookmark = "b"}) == test::deterministic(pages));
  pages.set_pagesize(-1);
  CHECK(encode(QueryMetadata{.page_size = -1, .bookmark = "b"}) == test::deterministic(pages));

  protos::GetStateByRange range;
  range.set_startkey("a");
  range.set_endkey("z");
  range.set_collection("p");
  range.set_metadata("m");
  check(GetStateByRange{.start = "a", .end = "z", .collection = "p", .metadata = "m"}, range);
  protos::GetQueryResult query;
  query.set_query("{}");
  query.set_collection("p");
  query.set_metadata("m");
  check(GetQueryResult{.query = "{}", .collection = "p", .metadata = "m"}, query);
  protos::GetHistoryForKey history;
  history.set_key("k");
  check(GetHistoryForKey{.name = "k"}, history);
  protos::QueryStateNext next;
  next.set_id("q");
  check(QueryStateNext{.name = "q"}, next);
  protos::QueryStateClose close;
  close.set_id("q");
  check(QueryStateClose{.name = "q"}, close);
}

TEST_CASE("encode: a call of another chaincode") {
  protos::ChaincodeSpec payload;
  payload.mutable_chaincode_id()->set_name("other/channel");
  const std::array<std::string_view, 2> args{"fn", ""};
  for (const auto arg : args) payload.mutable_input()->add_args(std::string(arg));
  check(InvokeChaincode{.chaincode = ChaincodeID{.name = "other/channel"},
                        .input = ChaincodeInput{.args = std::span<const std::string_view>(args)}},
        payload);
  payload.set_type(protos::ChaincodeSpec::JAVA);
  payload.set_timeout(-3);
  (*payload.mutable_input()->mutable_decorations())["d"] = "1";
  (*payload.mutable_input()->mutable_decorations())["e"] = "";
  payload.mutable_input()->set_is_init(true);
  const std::array<MapEntry, 2> decorations{MapEntry{"d", "1"}, MapEntry{"e", ""}};
  check(
      InvokeChaincode{.runtime = 4,
                      .chaincode = ChaincodeID{.name = "other/channel"},
                      .input = ChaincodeInput{.args = std::span<const std::string_view>(args),
                                              .decorations = std::span<const MapEntry>(decorations),
                                              .is_init = true},
                      .timeout = -3},
      payload);
}

TEST_CASE("encode: the end of a transaction") {
  protos::Response response;
  response.set_status(200);
  response.set_message("done");
  response.set_payload("\xff");
  Generated message;
  message.ParseFromString(expected(Generated::COMPLETED, response));
  const Response ours{.status = 200, .message = "done", .payload = "\xff"};
  CHECK(encode_completed(tx, ours, {}) == test::deterministic(message));
  message.mutable_chaincode_event()->set_event_name("tradelane.v1");
  message.mutable_chaincode_event()->set_payload("e");
  CHECK(encode_completed(tx, ours, {.name = "tradelane.v1", .payload = "e"}) ==
        test::deterministic(message));
  // Without a name there is no event: a peer would refuse it.
  CHECK(encode_completed(tx, ours, {.payload = "e"}) == encode_completed(tx, ours, {}));

  message.Clear();
  message.set_type(Generated::ERROR);
  message.set_channel_id("trade");
  message.set_txid("7f3a");
  message.set_payload("why");
  CHECK(encode_error(tx, "why") == test::deterministic(message));
  message.clear_payload();
  CHECK(encode_error(tx, "") == test::deterministic(message));
}

TEST_CASE("encode: what belongs to no transaction") {
  protos::ChaincodeID id;
  id.set_name("trade_1:abc");
  Generated message;
  message.set_type(Generated::REGISTER);
  message.set_payload(test::deterministic(id));
  CHECK(encode_register("trade_1:abc") == test::deterministic(message));
}
