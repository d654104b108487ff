// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/message.hpp"

#include <doctest/doctest.h>

#include "tests/support/proposal.hpp"

using namespace tradelane;
using namespace tradelane::shim;

namespace {

const test::ProposalParts parts{.time = {1'772'697'600},
                                .args = {"ebl:Get", std::string("\0\xff", 2)},
                                .transient = {{"k", "v"}}};

}  // namespace

TEST_CASE("invocation: everything that the client proposed") {
  const auto call = read_invocation(test::transaction_message(parts));
  REQUIRE(call.ok());
  CHECK(call->channel == "trade");
  CHECK(call->chaincode == "tradelane");
  CHECK(call->txid.size() == 64);
  CHECK(call->time.seconds == 1'772'697'600);
  CHECK(call->msp == "OneMSP");
  CHECK(call->certificate == parts.certificate);
  CHECK(call->args == parts.args);
  CHECK(call->transient.at("k") == "v");
}

TEST_CASE("invocation: what does not fit together is refused") {
  const Message good = test::transaction_message(parts);
  Message other_channel = good;
  other_channel.set_channel_id("other");
  Message other_txid = good;
  other_txid.set_txid(std::string(64, '0'));
  Message no_proposal = good;
  no_proposal.clear_proposal();
  Message bad_input = good;
  bad_input.set_payload("\xff\xff\xff");
  Message bad_proposal = good;
  bad_proposal.mutable_proposal()->set_proposal_bytes("\xff\xff\xff");
  for (const Message& message : {other_channel, other_txid, no_proposal, bad_input, bad_proposal})
    CHECK_FALSE(read_invocation(message).ok());
}

TEST_CASE("messages: complete with event below 400, texts that are no UTF-8 are marked") {
  ledger::Outcome outcome{.status = 200, .message = "bad \xff text", .payload = "p"};
  outcome.changes.set_event("tradelane.v1", "e");
  const Message message = completed({"c", "t"}, outcome);
  CHECK(message.type() == Message::COMPLETED);
  CHECK(message.channel_id() == "c");
  CHECK(message.txid() == "t");
  CHECK(message.chaincode_event().event_name() == "tradelane.v1");
  protos::Response response;
  CHECK(response.ParseFromString(message.payload()));
  CHECK(response.message() == "bad ? text");
  CHECK(failed({"c", "t"}, "\xff").payload() == "?");
  CHECK(utf8_or_marked("\xe6\x8a\xa5") == "\xe6\x8a\xa5");
  protos::ChaincodeID id;
  CHECK(id.ParseFromString(register_message("trade_1:abc").payload()));
  CHECK(id.name() == "trade_1:abc");
}
