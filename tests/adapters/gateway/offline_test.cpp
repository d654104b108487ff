// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/offline.hpp"

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/adapters/gateway/deliver_double.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

/// What is elsewhere: it sees a message and gives a signature.
Bytes wallet(const Bytes& message) {
  static const auto signer = *signer_from_pem(bank().key.pem());
  return signer->sign(message);
}

OfflineClient client_at(const std::string& address, Deadlines deadlines = {}) {
  return {*Connection::open({.address = address, .plaintext = true}), bank().identity, deadlines};
}

const Call call{.channel = "trade", .chaincode = "tradelane", .function = "party:Register"};

template <class Outcome>
void check_unsigned(const Outcome& outcome) {
  REQUIRE_FALSE(outcome);
  CHECK(outcome.failure().code == GrpcCode::invalid_argument);
  CHECK(outcome.failure().message == "it is not signed");
}

}  // namespace

TEST_CASE("offline: proposal, transaction and commit status are signed elsewhere") {
  test::GatewayDouble peer(bank());
  const OfflineClient client = client_at(peer.address());
  auto proposal = client.propose(call);
  REQUIRE(proposal);
  CHECK(proposal->signature.empty());
  proposal->signature = wallet(proposal->bytes);
  CHECK(*client.evaluate(*proposal) == peer.result.get());

  const auto endorsed = client.endorse(*proposal);
  REQUIRE(endorsed);
  CHECK(endorsed->transaction_id == proposal->transaction_id);
  CHECK(endorsed->channel == "trade");
  CHECK(endorsed->result == peer.result.get());
  const auto transaction = with_signature(*endorsed, wallet(endorsed->payload));
  CHECK(client.submit(transaction));

  auto question = client.request(
      StatusRequest{.transaction_id = transaction.transaction_id, .channel = "trade"});
  question.signature = wallet(question.message);
  const auto commit = client.commit_status(question);
  REQUIRE(commit);
  CHECK(commit->valid());
  CHECK(commit->transaction_id == transaction.transaction_id);
  CHECK(commit->name == "VALID");
  CHECK(commit->block == 7);
}

TEST_CASE("offline: events are asked for with a signature from elsewhere") {
  test::GatewayDouble peer(bank());
  peer.on_events = [](grpc::ServerContext&, test::GatewayDouble::EventsWriter& writer) {
    ::gateway::ChaincodeEventsResponse block;
    block.set_block_number(4);
    block.add_events()->set_tx_id("t");
    writer.Write(block);
    return grpc::Status::OK;
  };
  const OfflineClient client = client_at(peer.address());
  auto request = client.request(EventsRequest{.channel = "trade", .chaincode = "tradelane"});
  request.signature = wallet(request.message);
  CHECK(client.events(request)->next()->transaction_id == "t");
}

TEST_CASE("offline: all three streams of blocks are asked for with a signature from elsewhere") {
  test::DeliverDouble peer(bank());
  peer.script = [](auto&, auto& wire, const test::Sought& asked) {
    test::write_block(wire, asked, test::block_of(4, {"t"}));
    return grpc::Status::OK;
  };
  const OfflineClient client = client_at(peer.address());
  const BlocksRequest asked{.channel = "trade", .from = 4};
  auto blocks = client.request<RequestKind::blocks>(asked);
  blocks.signature = wallet(blocks.message);
  CHECK(client.blocks(blocks)->next()->number == 4);
  auto filtered = client.request<RequestKind::filtered_blocks>(asked);
  filtered.signature = wallet(filtered.message);
  CHECK(client.blocks(filtered)->next()->number == 4);
  auto both = client.request<RequestKind::blocks_and_private_data>(asked);
  both.signature = wallet(both.message);
  CHECK(client.blocks(both)->next()->block.number == 4);
}

TEST_CASE("offline: what is signed with another key is refused by the peer") {
  test::GatewayDouble peer(bank());
  const OfflineClient client = client_at(peer.address());
  const auto stranger = *signer_from_pem(test::person("BankHMSP").key.pem());
  auto proposal = client.propose(call);
  proposal->signature = stranger->sign(proposal->bytes);
  CHECK(client.endorse(*proposal).failure().code == GrpcCode::failed_precondition);
}

TEST_CASE("offline: nothing leaves without its signature") {
  test::GatewayDouble peer(bank());
  const OfflineClient client = client_at(peer.address());
  const auto proposal = client.propose(call);
  check_unsigned(client.evaluate(*proposal));
  check_unsigned(client.endorse(*proposal));
  check_unsigned(client.submit(with_signature(EndorsedTransaction{.payload = "p"}, "")));
  check_unsigned(client.commit_status(client.request(StatusRequest{.transaction_id = "t"})));
  check_unsigned(client.events(client.request(EventsRequest{.channel = "trade"}))->next());
  const BlocksRequest asked{.channel = "trade"};
  check_unsigned(client.blocks(client.request<RequestKind::blocks>(asked))->next());
  check_unsigned(client.blocks(client.request<RequestKind::filtered_blocks>(asked))->next());
  check_unsigned(
      client.blocks(client.request<RequestKind::blocks_and_private_data>(asked))->next());
  CHECK(peer.evaluated.empty());
  CHECK(peer.statuses.empty());
}

TEST_CASE("offline: what is damaged is a fault, and what cannot be proposed a refusal") {
  const OfflineClient client = client_at("127.0.0.1:1");
  CHECK_THROWS_AS((void)client.submit({.envelope = "\xff"}), Fault);
  CHECK_THROWS_AS((void)client.commit_status({.message = "\xff", .signature = "s"}), Fault);
  CHECK(client.propose({}).error().code == Code::gw_config);
  Call secret = call;
  secret.transient = {{"k", "v"}};
  CHECK(client.propose(secret).error().code == Code::gw_endorsers);
  CHECK(client.identity().msp == "BankHMSP");
}

TEST_CASE("offline: submit has the client's deadline, and a transaction may have its own") {
  const auto soon = std::chrono::milliseconds(200);
  for (const bool own : {false, true}) {
    std::atomic<bool> over = false;  // outlives the call that waits for it
    test::GatewayDouble peer(bank());
    peer.on_submit = [&](const auto&) {
      while (!over) std::this_thread::yield();
      return grpc::Status::OK;
    };
    const OfflineClient client =
        client_at(peer.address(), own ? Deadlines{} : Deadlines{.submit = soon});
    auto proposal = client.propose(call);
    proposal->signature = wallet(proposal->bytes);
    const auto endorsed = client.endorse(*proposal);
    REQUIRE(endorsed);
    auto transaction = with_signature(*endorsed, wallet(endorsed->payload));
    if (own) transaction.within = soon;
    CHECK(client.submit(transaction).failure().code == GrpcCode::deadline_exceeded);
    over = true;
  }
}
