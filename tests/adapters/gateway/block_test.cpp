// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/block.hpp"

#include <doctest/doctest.h>

#include "proto/ledger/kv_rwset.pb.h"
#include "tests/adapters/gateway/deliver_double.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

TEST_CASE("block: what a transaction says, and what it did") {
  const auto block = read_block(test::block_of(7, {"a", "b"}).SerializeAsString());
  REQUIRE(block);
  CHECK(block->number == 7);
  CHECK(block->previous_hash == "before");
  CHECK(block->data_hash == "data");
  CHECK(block->checkpoint() == Checkpoint{.block = 8});
  REQUIRE(block->transactions.size() == 2);
  const BlockTransaction& one = block->transactions[1];
  CHECK(one.id == "b");
  CHECK(one.channel == "trade");
  CHECK(one.type == 3);
  CHECK(one.type_name == "ENDORSER_TRANSACTION");
  CHECK(one.valid());
  CHECK(one.code_name == "VALID");
  CHECK(one.time.seconds == 1'700'000'000);
  CHECK(one.creator_msp == "BankHMSP");
  CHECK(one.creator_certificate == "PEM");
  CHECK(one.chaincode == "tradelane");
  CHECK(one.args == std::vector<Bytes>{"ebl:Transfer", "{}"});
  CHECK(one.response_status == 200);
  CHECK(one.response_payload == "answer");
  CHECK(one.endorsers == std::vector<std::string>{"OperatorMSP"});
  REQUIRE(one.event);
  CHECK(one.event->name == "tradelane.v1");
  CHECK(one.event->payload == "[b]");
  CHECK(one.event->block == 7);
}

TEST_CASE("block: reads, writes and private writes") {
  const auto block = read_block(test::block_of(7, {"a"}).SerializeAsString());
  REQUIRE(block);
  const BlockTransaction& one = block->transactions.at(0);
  CHECK(one.code_name == "MVCC_READ_CONFLICT");
  REQUIRE(one.accesses.size() == 1);
  const NamespaceAccess& access = one.accesses[0];
  CHECK(access.name == "tradelane");
  REQUIRE(access.reads.size() == 2);
  CHECK(access.reads[0].key == "a");
  CHECK(access.reads[0].version == std::pair<std::uint64_t, std::uint64_t>(3, 1));
  CHECK_FALSE(access.reads[1].version.has_value());
  REQUIRE(access.writes.size() == 2);
  CHECK(access.writes[0].value == "2");
  CHECK(access.writes[1].is_delete);
  REQUIRE(access.collections.size() == 1);
  CHECK(access.collections[0].collection == "_implicit_org_BankHMSP");
  CHECK(access.collections[0].writes.at(0).value_hash == "value hash");
  REQUIRE(access.metadata.size() == 1);
  CHECK(access.metadata[0].key == "b");
  REQUIRE(access.metadata[0].entries.size() == 1);
  CHECK(access.metadata[0].entries[0].first == validation_parameter);
  CHECK(access.metadata[0].entries[0].second == "policy");
  REQUIRE(access.collections[0].metadata.size() == 1);
  CHECK(access.collections[0].metadata[0].key == "key hash");
  CHECK(access.collections[0].metadata[0].entries.empty());
}

TEST_CASE("block: an envelope on its own has no verdict") {
  const auto one = read_transaction(test::block_of(7, {"a"}).data().data(0));
  CHECK(one.id == "a");
  CHECK(one.code_name == "NOT_VALIDATED");
  CHECK(one.args.at(0) == "ebl:Transfer");
}

TEST_CASE("block: rubbish in it stays in its place, with its verdict") {
  common::Block block = test::block_of(7, {"a"});
  block.mutable_data()->add_data("\xff\xff");
  *block.mutable_metadata()->mutable_metadata(common::TRANSACTIONS_FILTER) += '\2';
  block.mutable_data()->add_data("");
  const auto read = read_block(block.SerializeAsString());
  REQUIRE(read);
  REQUIRE(read->transactions.size() == 3);
  CHECK(read->transactions[1].id == "");
  CHECK(read->transactions[1].code_name == "BAD_PAYLOAD");
  // Beyond the end of the verdicts.
  CHECK(read->transactions[2].code_name == "NOT_VALIDATED");
  block.clear_metadata();
  CHECK(read_block(block.SerializeAsString())->transactions[0].code_name == "NOT_VALIDATED");
}

TEST_CASE("block: codes and types that are not known yet are shown by number") {
  common::Block block = test::block_of(7, {"a"});
  *block.mutable_metadata()->mutable_metadata(common::TRANSACTIONS_FILTER) = "\x7f";
  CHECK(read_block(block.SerializeAsString())->transactions[0].code_name == "127");
}

TEST_CASE("block: filtered ones have ids, verdicts and names of events") {
  protos::FilteredBlock block;
  block.set_channel_id("trade");
  block.set_number(9);
  auto& transaction = *block.add_filtered_transactions();
  transaction.set_txid("a");
  transaction.set_type(common::ENDORSER_TRANSACTION);
  transaction.set_tx_validation_code(protos::VALID);
  auto& event = *transaction.mutable_transaction_actions()
                     ->add_chaincode_actions()
                     ->mutable_chaincode_event();
  event.set_event_name("tradelane.v1");
  event.set_tx_id("a");
  block.add_filtered_transactions()->set_type(common::CONFIG);
  const auto read = read_filtered_block(block.SerializeAsString());
  REQUIRE(read);
  CHECK(read->channel == "trade");
  CHECK(read->checkpoint() == Checkpoint{.block = 10});
  REQUIRE(read->transactions.size() == 2);
  CHECK(read->transactions[0].valid());
  REQUIRE(read->transactions[0].events.size() == 1);
  CHECK(read->transactions[0].events[0].name == "tradelane.v1");
  CHECK(read->transactions[1].type_name == "CONFIG");
  CHECK(read->transactions[1].events.empty());
}

TEST_CASE("block: private data by place of its transaction") {
  kvrwset::KVRWSet keys;
  keys.add_writes()->set_key("OPEN~1");
  keys.mutable_writes(0)->set_value("secret");
  protos::BlockAndPrivateData both;
  *both.mutable_block() = test::block_of(7, {"a", "b"});
  auto& space = *(*both.mutable_private_data_map())[1].add_ns_pvt_rwset();
  space.set_namespace_("tradelane");
  auto& collection = *space.add_collection_pvt_rwset();
  collection.set_collection_name("_implicit_org_BankHMSP");
  collection.set_rwset(keys.SerializeAsString());
  const auto read = read_block_and_private_data(both.SerializeAsString());
  REQUIRE(read);
  CHECK(read->block.transactions.size() == 2);
  CHECK(read->checkpoint() == Checkpoint{.block = 8});
  REQUIRE(read->private_data.size() == 1);
  const auto& writes = read->private_data.at(1);
  REQUIRE(writes.size() == 1);
  CHECK(writes[0].chaincode == "tradelane");
  CHECK(writes[0].collection == "_implicit_org_BankHMSP");
  CHECK(writes[0].writes.at(0).value == "secret");
}

TEST_CASE("block: what is none is refused") {
  for (const char* bytes : {"", "\xff\xff"}) {
    CHECK(read_block(bytes).error().code == Code::arg_malformed);
    CHECK(read_block_and_private_data(bytes).error().code == Code::arg_malformed);
  }
  CHECK(read_filtered_block("\xff\xff").error().code == Code::arg_malformed);
}
