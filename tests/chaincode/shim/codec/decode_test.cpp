// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/codec/decode.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "chaincode/shim/codec/answers.hpp"
#include "chaincode/shim/codec/proposal.hpp"
#include "proto/ledger/query_result.pb.h"
#include "proto/peer/shim.pb.h"
#include "tests/support/proposal.hpp"

using namespace tradelane;
using namespace tradelane::shim::codec;
using namespace std::string_view_literals;

namespace {

bool is_inside(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

std::vector<std::string> texts(const List<std::string_view>& list) {
  std::vector<std::string> out;
  for (const std::string_view text : list) out.emplace_back(text);
  return out;
}

}  // namespace

TEST_CASE("decode: a TRANSACTION, layer by layer, without a copy") {
  const test::ProposalParts parts{.time = {1'772'697'600},
                                  .args = {"ebl:Get", std::string("\0\xff", 2), ""},
                                  .transient = {{"k", "v"}, {"l", ""}}};
  const auto generated = test::transaction_message(parts);
  const Bytes bytes = generated.SerializeAsString();

  const auto message = decode<MessageView>(bytes);
  REQUIRE(message);
  CHECK(message->type == MessageType::transaction);
  CHECK(message->channel == "trade");
  CHECK(message->txid == generated.txid());
  CHECK(is_inside(message->txid, bytes));
  CHECK_FALSE(message->event);
  REQUIRE(message->proposal);
  CHECK(is_inside(message->proposal->proposal, bytes));

  const auto input = decode<ChaincodeInput>(message->payload);
  REQUIRE(input);
  CHECK(texts(input->args) == parts.args);
  CHECK(is_inside(*input->args.begin(), bytes));
  CHECK_FALSE(input->is_init);

  const auto proposal = decode<Proposal>(message->proposal->proposal);
  REQUIRE(proposal);
  const auto header = decode<Header>(proposal->header);
  REQUIRE(header);
  const auto channel = decode<ChannelHeader>(header->channel_header);
  REQUIRE(channel);
  CHECK(channel->channel == "trade");
  CHECK(channel->txid == generated.txid());
  REQUIRE(channel->timestamp);
  CHECK(channel->timestamp->seconds == 1'772'697'600);
  const auto extension = decode<ChaincodeHeaderExtension>(channel->extension);
  REQUIRE((extension && extension->chaincode));
  CHECK(extension->chaincode->name == "tradelane");
  const auto signature = decode<SignatureHeader>(header->signature_header);
  REQUIRE(signature);
  CHECK(signature->nonce == "nonce");
  const auto creator = decode<SerializedIdentity>(signature->creator);
  REQUIRE(creator);
  CHECK(creator->msp == "OneMSP");
  CHECK(creator->certificate == parts.certificate);

  const auto payload = decode<ChaincodeProposalPayload>(proposal->payload);
  REQUIRE(payload);
  std::map<std::string, std::string> transient;
  for (const MapEntry& entry : payload->transient)
    transient.insert_or_assign(std::string(entry.key), std::string(entry.value));
  CHECK(transient == parts.transient);
}

TEST_CASE("decode: what a peer answers") {
  protos::QueryResponse page;
  queryresult::KV kv;
  kv.set_namespace_("cc");
  kv.set_key("k");
  kv.set_value("v");
  page.add_results()->set_resultbytes(kv.SerializeAsString());
  queryresult::KeyModification change;
  change.set_tx_id("t");
  change.set_value("w");
  change.set_is_delete(true);
  change.mutable_timestamp()->set_seconds(-5);
  change.mutable_timestamp()->set_nanos(7);
  page.add_results()->set_resultbytes(change.SerializeAsString());
  page.add_results();
  page.set_has_more(true);
  page.set_id("q");
  protos::QueryResponseMetadata end;
  end.set_fetched_records_count(-1);
  end.set_bookmark("b");
  page.set_metadata(end.SerializeAsString());
  const Bytes bytes = page.SerializeAsString();

  const auto read = decode<QueryResponse>(bytes);
  REQUIRE(read);
  CHECK(read->has_more);
  CHECK(read->id == "q");
  std::vector<std::string_view> rows;
  for (const QueryRow& row : read->rows) rows.push_back(row.bytes);
  REQUIRE(rows.size() == 3);
  const auto first = decode<KV>(rows[0]);
  REQUIRE(first);
  CHECK(first->name_space == "cc");
  CHECK(first->key == "k");
  CHECK(first->value == "v");
  CHECK(is_inside(first->value, bytes));
  const auto second = decode<KeyModification>(rows[1]);
  REQUIRE(second);
  CHECK(second->txid == "t");
  CHECK(second->value == "w");
  CHECK(second->is_delete);
  CHECK(second->timestamp == WireTime{-5, 7});
  CHECK(rows[2].empty());
  const auto metadata = decode<QueryResponseMetadata>(read->metadata);
  REQUIRE(metadata);
  CHECK(metadata->fetched_records_count == -1);
  CHECK(metadata->bookmark == "b");
}

TEST_CASE("decode: abilities, several values, metadata of a key") {
  protos::ChaincodeAdditionalParams params;
  params.set_use_write_batch(true);
  params.set_max_size_write_batch(4'294'967'295U);
  params.set_max_size_get_multiple_keys(1000);
  const Bytes ready = params.SerializeAsString();
  const auto abilities = decode<ChaincodeAdditionalParams>(ready);
  REQUIRE(abilities);
  CHECK(abilities->use_write_batch);
  CHECK(abilities->max_size_write_batch == 4'294'967'295U);
  CHECK_FALSE(abilities->use_get_multiple_keys);
  CHECK(abilities->max_size_get_multiple_keys == 1000);

  protos::GetStateMultipleResult values;
  for (const char* value : {"", "one", ""}) values.add_values(value);
  const Bytes several = values.SerializeAsString();
  const auto result = decode<GetStateMultipleResult>(several);
  REQUIRE(result);
  CHECK(texts(result->values) == std::vector<std::string>{"", "one", ""});

  protos::StateMetadataResult entries;
  entries.add_entries()->set_metakey("VALIDATION_PARAMETER");
  entries.mutable_entries(0)->set_value("policy");
  const Bytes metadata = entries.SerializeAsString();
  const auto read = decode<StateMetadataResult>(metadata);
  REQUIRE(read);
  REQUIRE(read->entries.size() == 1);
  CHECK((*read->entries.begin()).metakey == "VALIDATION_PARAMETER");
  CHECK((*read->entries.begin()).value == "policy");
}

TEST_CASE("decode: the last field counts, messages in pieces are one") {
  const auto twice = decode<Response>("\x12\x01\x61\x08\x01\x12\x01\x62\x08\x02"sv);
  REQUIRE(twice);
  CHECK(twice->status == 2);
  CHECK(twice->message == "b");
  // The proposal in two pieces: bytes in the first, a signature in the second.
  const auto pieces = decode<MessageView>("\x2a\x03\x0a\x01p\x2a\x03\x12\x01s"sv);
  REQUIRE((pieces && pieces->proposal));
  CHECK(pieces->proposal->proposal == "p");
  CHECK(pieces->proposal->signature == "s");
  // A list goes on behind other fields, unknown groups among them.
  const auto list = decode<ChaincodeInput>("\x0a\x01\x61\x18\x01\x7b\x0a\x01x\x7c\x0a\x01\x62"sv);
  REQUIRE(list);
  CHECK(texts(list->args) == std::vector<std::string>{"a", "b"});
  CHECK(list->is_init);
}

TEST_CASE("decode: a field of another wire type is an unknown field") {
  const auto message = decode<MessageView>("\x0a\x01x\x18\x05\x25\x01\x02\x03\x04\x08\x0d"sv);
  REQUIRE(message);
  CHECK(message->type == MessageType::response);
  CHECK(message->payload.empty());
  CHECK(message->txid.empty());
}

TEST_CASE("decode: numbers are cut to their size, types without a name are kept") {
  CHECK(decode<MessageView>("\x08\xe7\x07"sv)->type == static_cast<MessageType>(999));
  CHECK(decode<MessageView>("\x08\x8d\x80\x80\x80\x10"sv)->type == MessageType::response);
  CHECK(decode<Response>("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv)->status == -1);
  CHECK(decode<ChaincodeInput>("\x18\x80\x02"sv)->is_init);
}

TEST_CASE("decode: texts are UTF-8, bytes are not looked at") {
  for (const char* bad : {"\xff", "\xc3", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80"}) {
    CAPTURE(to_hex(bad));
    Bytes bytes{"\x22"};
    bytes.push_back(static_cast<char>(std::string_view(bad).size()));
    bytes += bad;
    CHECK_FALSE(decode<MessageView>(bytes));
    bytes[0] = '\x1a';
    REQUIRE(decode<MessageView>(bytes));
    CHECK(decode<MessageView>(bytes)->payload == bad);
  }
  // In texts that are nested, in keys of maps; a NUL is a character like any other.
  CHECK_FALSE(decode<MessageView>("\x32\x03\x1a\x01\xff"sv));
  CHECK_FALSE(decode<ChaincodeProposalPayload>("\x12\x03\x0a\x01\xff"sv));
  CHECK(decode<ChaincodeProposalPayload>("\x12\x03\x12\x01\xff"sv));
  CHECK(decode<MessageView>("\x22\x01\x00"sv)->txid == "\0"sv);
}

TEST_CASE("decode: a broken message inside breaks the whole, wherever it is") {
  CHECK_FALSE(decode<MessageView>("\x12\x01\x08"sv));          // a timestamp that nobody reads
  CHECK_FALSE(decode<MessageView>("\x2a\x02\x0a\x01"sv));      // its length goes beyond it
  CHECK_FALSE(decode<MessageView>("\x2a\x02\x0a\x01\x1a"sv));  // though the bytes go on
  CHECK_FALSE(decode<QueryResponse>("\x0a\x01\x0a"sv));
  CHECK_FALSE(decode<StateMetadataResult>("\x0a\x03\x0a\x01\xff"sv));
  CHECK_FALSE(decode<ChaincodeInput>("\x12\x01\x0a"sv));
}

TEST_CASE("decode: levels of messages and groups count together") {
  const auto nested = [](int levels) {
    const auto count = static_cast<std::size_t>(levels);
    const Bytes groups = Bytes(count, '\x7b') + Bytes(count, '\x7c');
    wire::Writer out(wire::bytes_size(5, groups.size()));
    out.varint(wire::key_of(5, wire::Type::bytes));
    out.varint(groups.size());
    out.raw(groups);
    return out.finish();
  };
  for (const int levels : {wire::deepest - 1, wire::deepest}) {
    CAPTURE(levels);
    CHECK(decode<MessageView>(nested(levels)).has_value() == (levels < wire::deepest));
    CHECK(protos::ChaincodeMessage().ParseFromString(nested(levels)) == (levels < wire::deepest));
  }
}

TEST_CASE("decode: an entry of a map may lack its key, its value, or its order") {
  const auto payload = decode<ChaincodeProposalPayload>(
      "\x12\x03\x0a\x01k\x12\x03\x12\x01v\x12\x06\x12\x01w\x0a\x01k\x12\x00"sv);
  REQUIRE(payload);
  std::vector<std::pair<std::string, std::string>> entries;
  for (const MapEntry& entry : payload->transient) entries.emplace_back(entry.key, entry.value);
  CHECK(entries == decltype(entries){{"k", ""}, {"", "v"}, {"k", "w"}, {"", ""}});
}

TEST_CASE("decode: the arguments that a client signed") {
  protos::ChaincodeInvocationSpec generated;
  generated.mutable_chaincode_spec()->mutable_chaincode_id()->set_name("tradelane");
  for (const char* arg : {"f", "", "x"})
    generated.mutable_chaincode_spec()->mutable_input()->add_args(arg);
  const Bytes bytes = generated.SerializeAsString();
  const auto read = decode<ChaincodeInvocationSpec>(bytes);
  REQUIRE((read && read->spec && read->spec->input));
  CHECK(texts(read->spec->input->args) == std::vector<std::string>{"f", "", "x"});
  CHECK(read->spec->chaincode->name == "tradelane");
  CHECK_FALSE(decode<ChaincodeInvocationSpec>("")->spec);
  CHECK_FALSE(decode<ChaincodeInvocationSpec>("\xff\xff\xff"));
}
