// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/proposal.hpp"

#include <doctest/doctest.h>

#include "proto/common/common.pb.h"
#include "proto/msp/identities.pb.h"
#include "proto/peer/proposal.pb.h"
#include "proto/peer/transaction.pb.h"

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

const Identity identity{.msp = "BankHMSP", .certificate = "-----BEGIN CERTIFICATE-----"};
const Call call{.channel = "trade",
                .chaincode = "tradelane",
                .function = "ebl:Transfer",
                .args = {"{}"},
                .transient = {{"secret", "value"}},
                .organisations = {"OperatorMSP", "BankHMSP"}};

Proposal proposal() {
  const auto now = *Timestamp::parse("2026-03-05T08:00:00Z");
  return *make_proposal(call, identity, {.nonce = Bytes(24, 'n'), .now = now});
}

// What a gateway makes of a proposal, in parts that a test can spoil.
struct Assembled {
  common::Payload payload = {};
  protos::ChaincodeProposalPayload input = {};
  int actions = 1;

  explicit Assembled(const Proposal& from) {
    protos::Proposal ours;
    REQUIRE(ours.ParseFromString(from.bytes));
    REQUIRE(payload.mutable_header()->ParseFromString(ours.header()));
    REQUIRE(input.ParseFromString(ours.payload()));
    input.clear_transientmap();
  }
  Bytes envelope() const {
    protos::ChaincodeAction chaincode;
    chaincode.mutable_response()->set_payload("answer");
    protos::ProposalResponsePayload response;
    response.set_extension(chaincode.SerializeAsString());
    protos::ChaincodeActionPayload action;
    action.set_chaincode_proposal_payload(input.SerializeAsString());
    action.mutable_action()->set_proposal_response_payload(response.SerializeAsString());
    protos::Transaction transaction;
    for (int i = 0; i < actions; ++i)
      transaction.add_actions()->set_payload(action.SerializeAsString());
    common::Payload whole = payload;
    whole.set_data(transaction.SerializeAsString());
    common::Envelope envelope;
    envelope.set_payload(whole.SerializeAsString());
    return envelope.SerializeAsString();
  }
};

}  // namespace

TEST_CASE("the answer is read out of what is to be signed, and out of nothing else") {
  common::Envelope envelope;
  REQUIRE(envelope.ParseFromString(Assembled(proposal()).envelope()));
  CHECK(result_in(envelope.payload()) == "answer");
  CHECK(result_in("\xff") == std::nullopt);
  CHECK(result_in("") == std::nullopt);
}

TEST_CASE("the transaction id is the digest of nonce and creator") {
  // printf nc | sha256sum
  CHECK(transaction_id("n", "c") ==
        "0be477336d3e1a8d45d820aa54755092e2ec5e0751ccdf93a8fa8fa1e10bd753");
}

TEST_CASE("a proposal's header says who, when and on which channel") {
  const Proposal made = proposal();
  protos::Proposal outer;
  REQUIRE(outer.ParseFromString(made.bytes));
  common::Header header;
  REQUIRE(header.ParseFromString(outer.header()));
  common::ChannelHeader channel;
  REQUIRE(channel.ParseFromString(header.channel_header()));
  CHECK(channel.type() == common::ENDORSER_TRANSACTION);
  CHECK(channel.channel_id() == "trade");
  CHECK(channel.tx_id() == made.transaction_id);
  CHECK(channel.timestamp().seconds() == 1772697600);
  CHECK(channel.epoch() == 0);
  common::SignatureHeader author;
  REQUIRE(author.ParseFromString(header.signature_header()));
  msp::SerializedIdentity creator;
  REQUIRE(creator.ParseFromString(author.creator()));
  CHECK(creator.mspid() == "BankHMSP");
  CHECK(creator.id_bytes() == identity.certificate);
  CHECK(author.nonce() == Bytes(24, 'n'));
}

TEST_CASE("a proposal's payload says what is called") {
  const Proposal made = proposal();
  protos::Proposal outer;
  REQUIRE(outer.ParseFromString(made.bytes));
  protos::ChaincodeProposalPayload payload;
  REQUIRE(payload.ParseFromString(outer.payload()));
  CHECK(payload.transientmap().at("secret") == "value");
  protos::ChaincodeInvocationSpec spec;
  REQUIRE(spec.ParseFromString(payload.input()));
  const auto& input = spec.chaincode_spec();
  CHECK(input.chaincode_id().name() == "tradelane");
  REQUIRE(input.input().args_size() == 2);
  CHECK(input.input().args(0) == "ebl:Transfer");
  CHECK(input.input().args(1) == "{}");
  CHECK(made.has_transient);
  CHECK(made.organisations == call.organisations);
}

TEST_CASE("channel, chaincode and function must be named") {
  for (std::string Call::*member : {&Call::channel, &Call::chaincode, &Call::function}) {
    Call incomplete = call;
    (incomplete.*member).clear();
    const auto made = make_proposal(incomplete, identity, {.nonce = "n"});
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Code::gw_config);
  }
}

TEST_CASE("an honest gateway's transaction is accepted") {
  const Proposal made = proposal();
  const auto endorsed = read_endorsed(made, Assembled(made).envelope());
  REQUIRE(endorsed);
  CHECK(endorsed->result == "answer");
}

TEST_CASE("a gateway that hands out another transaction is found out") {
  const Proposal made = proposal();
  struct Row {
    const char* what;
    void (*spoil)(Assembled&);
  };
  const Row rows[] = {
      {"channel header",
       [](Assembled& a) { a.payload.mutable_header()->mutable_channel_header()->append("x"); }},
      {"signature header",
       [](Assembled& a) { a.payload.mutable_header()->mutable_signature_header()->append("x"); }},
      {"number of actions", [](Assembled& a) { a.actions = 2; }},
      {"number of actions", [](Assembled& a) { a.actions = 0; }},
      {"input", [](Assembled& a) { a.input.set_input("other"); }},
      {"transient", [](Assembled& a) { (*a.input.mutable_transientmap())["secret"] = "value"; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Assembled assembled(made);
    row.spoil(assembled);
    const auto endorsed = read_endorsed(made, assembled.envelope());
    REQUIRE_FALSE(endorsed);
    CHECK(endorsed.failure().code == GrpcCode::data_loss);
    CHECK(endorsed.failure().transaction_id == made.transaction_id);
    CHECK(endorsed.failure().message.find(row.what) != std::string::npos);
  }
}

TEST_CASE("a malformed envelope is a failure") {
  const auto endorsed = read_endorsed(proposal(), "\xff");
  REQUIRE_FALSE(endorsed);
  CHECK(endorsed.failure().message == "the gateway's answer is malformed: envelope");
}
