// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/request.hpp"

#include <doctest/doctest.h>

#include "proto/common/common.pb.h"
#include "proto/gateway/gateway.pb.h"
#include "proto/orderer/seek_info.pb.h"
#include "tests/adapters/gateway/deliver_double.hpp"
#include "tests/support/parse.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::parse;

namespace {

const Identity me{.msp = "BankHMSP", .certificate = "PEM"};
const BlocksSeed seed{.now = {1'700'000'000}, .tls_certificate_hash = "hash"};

Proposal proposal() {
  return *make_proposal({.channel = "trade",
                         .chaincode = "tradelane",
                         .function = "ebl:Transfer",
                         .args = {"{}"},
                         .transient = {{"k", "v"}},
                         .organisations = {"AMSP", "BMSP"}},
                        me, {.nonce = Bytes(24, 'n'), .now = {1'700'000'000}});
}

/// Signed, carried away and taken up again.
template <RequestKind Kind>
void check_travels(Signable<Kind> request) {
  request.signature = "signature";
  const auto back = request_from<Kind>(bytes_of(request));
  REQUIRE(back);
  CHECK(*back == request);
  for (const char* bytes : {"", "\xff\xff", "\x0a\x02\xff\xff"}) {
    const auto refused = request_from<Kind>(bytes);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::arg_malformed);
  }
}

}  // namespace

TEST_CASE("request: all five travel to the key and back in the official clients' forms") {
  check_travels(make_request(StatusRequest{.transaction_id = "t", .channel = "trade"}, me));
  check_travels(make_request(EventsRequest{.channel = "trade", .chaincode = "tradelane"}, me));
  const BlocksRequest blocks{.channel = "trade", .from = 3};
  check_travels(make_request<RequestKind::blocks>(blocks, me, seed));
  check_travels(make_request<RequestKind::filtered_blocks>(blocks, me, seed));
  check_travels(make_request<RequestKind::blocks_and_private_data>(blocks, me, seed));
}

TEST_CASE("request: what is in each of them") {
  const auto status = parse<::gateway::CommitStatusRequest>(
      make_request(StatusRequest{.transaction_id = "t", .channel = "trade"}, me).message);
  CHECK(status.transaction_id() == "t");
  CHECK(status.channel_id() == "trade");
  CHECK(status.identity() == me.creator());
  const auto events = parse<::gateway::ChaincodeEventsRequest>(
      make_request(EventsRequest{.channel = "trade",
                                 .chaincode = "tradelane",
                                 .from = Checkpoint{.block = 7, .transaction_id = "t"}},
                   me)
          .message);
  CHECK(events.chaincode_id() == "tradelane");
  CHECK(events.start_position().specified().number() == 7);
  CHECK(events.after_transaction_id() == "t");
  const auto blocks = parse<common::Payload>(
      make_request<RequestKind::blocks>(BlocksRequest{.channel = "trade", .newest = true}, me, seed)
          .message);
  const auto header = parse<common::ChannelHeader>(blocks.header().channel_header());
  CHECK(header.type() == common::DELIVER_SEEK_INFO);
  CHECK(header.channel_id() == "trade");
  CHECK(header.timestamp().seconds() == 1'700'000'000);
  CHECK(header.tls_cert_hash() == "hash");
  CHECK(parse<common::SignatureHeader>(blocks.header().signature_header()).creator() ==
        me.creator());
  CHECK(parse<orderer::SeekInfo>(blocks.data()).stop().has_newest());
}

TEST_CASE("request: a deadline stays where it is") {
  const auto soon = std::chrono::seconds(1);
  auto request =
      make_request(StatusRequest{.transaction_id = "t", .channel = "trade", .within = soon}, me);
  CHECK(request.within == soon);
  request.signature = "s";
  CHECK(request_from<RequestKind::commit_status>(bytes_of(request))->within == std::nullopt);
}

TEST_CASE("request: a proposal travels with its organisations") {
  Proposal sent = proposal();
  sent.signature = "signature";
  const auto back = proposal_from(bytes_of(sent));
  REQUIRE(back);
  CHECK(back->transaction_id == sent.transaction_id);
  CHECK(back->channel == "trade");
  CHECK(back->bytes == sent.bytes);
  CHECK(back->signature == "signature");
  CHECK(back->organisations == sent.organisations);
  CHECK(back->has_transient);
}

TEST_CASE("request: a transaction travels, and its answer can be read on the way") {
  const common::Envelope envelope =
      parse<common::Envelope>(test::block_of(7, {"t"}).data().data(0));
  const EndorsedTransaction sent{
      .transaction_id = "t", .channel = "trade", .payload = envelope.payload(), .result = "answer"};
  const auto back = transaction_from(bytes_of(sent));
  REQUIRE(back);
  CHECK(*back == sent);
  const auto signed_one = with_signature(*back, "signature");
  CHECK(parse<common::Envelope>(signed_one.envelope).signature() == "signature");
  CHECK(parse<common::Envelope>(signed_one.envelope).payload() == sent.payload);
}

TEST_CASE("request: another transaction's id and other bytes are refused") {
  Proposal other = proposal();
  other.transaction_id = "other";
  CHECK(proposal_from(bytes_of(other)).error().code == Code::arg_malformed);
  const common::Envelope envelope =
      parse<common::Envelope>(test::block_of(7, {"t"}).data().data(0));
  const EndorsedTransaction wrong{.transaction_id = "other", .payload = envelope.payload()};
  CHECK(transaction_from(bytes_of(wrong)).error().code == Code::arg_malformed);
  const EndorsedTransaction empty{.transaction_id = "t", .payload = "\xff"};
  for (const Bytes& bytes : {Bytes(), Bytes("\xff\xff"), bytes_of(empty)}) {
    CHECK_FALSE(proposal_from(bytes));
    CHECK_FALSE(transaction_from(bytes));
  }
}
