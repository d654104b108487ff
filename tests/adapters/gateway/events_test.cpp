// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include <doctest/doctest.h>

#include "tests/adapters/gateway/gateway_double.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::GatewayDouble;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

::gateway::ChaincodeEventsResponse block(std::uint64_t number,
                                         const std::vector<std::string>& transactions) {
  ::gateway::ChaincodeEventsResponse response;
  response.set_block_number(number);
  for (const std::string& id : transactions) {
    auto& event = *response.add_events();
    event.set_chaincode_id("tradelane");
    event.set_tx_id(id);
    event.set_event_name("tradelane.v1");
    event.set_payload("[" + id + "]");
  }
  return response;
}

}  // namespace

TEST_CASE("events arrive in order, each with the checkpoint to keep after it") {
  GatewayDouble peer(bank());
  peer.on_events = [](grpc::ServerContext&, GatewayDouble::EventsWriter& writer) {
    writer.Write(block(4, {"a", "b"}));
    writer.Write(block(6, {}));
    writer.Write(block(9, {"c"}));
    return grpc::Status::OK;
  };
  const auto stream = peer.connect()->events({.channel = "trade", .chaincode = "tradelane"});
  struct Row {
    const char* id;
    std::uint64_t block;
    Checkpoint after;
  };
  const Row rows[] = {{"a", 4, {4, "a"}}, {"b", 4, {5, ""}}, {"c", 9, {10, ""}}};
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const auto event = stream->next();
    REQUIRE(event);
    CHECK(event->transaction_id == row.id);
    CHECK(event->block == row.block);
    CHECK(event->chaincode == "tradelane");
    CHECK(event->name == "tradelane.v1");
    CHECK(event->payload == "[" + std::string(row.id) + "]");
    CHECK(event->checkpoint() == row.after);
  }
  for (int i = 0; i < 2; ++i) {  // the end stays the end
    const auto end = stream->next();
    REQUIRE_FALSE(end);
    CHECK(end.failure().code == GrpcCode::unavailable);
  }
}

TEST_CASE("the start of a stream: what is to come, or a position") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  const EventsRequest fresh{.channel = "trade", .chaincode = "tradelane"};
  EventsRequest resumed = fresh;
  resumed.from = Checkpoint{.block = 7, .transaction_id = "abc"};
  EventsRequest all = fresh;
  all.from = Checkpoint{};
  for (const auto& request : {fresh, resumed, all}) CHECK_FALSE(gateway->events(request)->next());
  REQUIRE(peer.event_requests.size() == 3);
  CHECK(peer.event_requests[0].start_position().has_next_commit());
  CHECK(peer.event_requests[0].channel_id() == "trade");
  CHECK(peer.event_requests[0].chaincode_id() == "tradelane");
  CHECK(peer.event_requests[1].start_position().specified().number() == 7);
  CHECK(peer.event_requests[1].after_transaction_id() == "abc");
  CHECK(peer.event_requests[2].start_position().has_specified());
  CHECK(peer.event_requests[2].start_position().specified().number() == 0);
}

TEST_CASE("a stream that is refused tells why") {
  GatewayDouble peer(bank());
  peer.on_events = [](auto&, auto&) {
    return test::failing(grpc::StatusCode::PERMISSION_DENIED, "not a reader",
                         {{"peer0:7051", "BankHMSP", "policy"}});
  };
  const auto stream = peer.connect()->events({.channel = "trade", .chaincode = "tradelane"});
  const auto event = stream->next();
  REQUIRE_FALSE(event);
  CHECK(event.failure().code == GrpcCode::permission_denied);
  CHECK(event.failure().details.size() == 1);
  CHECK(event.failure().stage == Stage::events);
}

TEST_CASE("a silent stream ends by its deadline, or by cancel from another thread") {
  GatewayDouble peer(bank());
  peer.on_events = [](grpc::ServerContext& context, GatewayDouble::EventsWriter& writer) {
    writer.Write(block(1, {"a"}));
    while (!context.IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  const auto gateway = peer.connect();
  const auto timed = gateway->events(
      {.channel = "trade", .chaincode = "tradelane", .within = std::chrono::milliseconds(500)});
  CHECK(timed->next().ok());
  CHECK(timed->next().failure().code == GrpcCode::deadline_exceeded);

  const auto endless = gateway->events({.channel = "trade", .chaincode = "tradelane"});
  CHECK(endless->next().ok());
  std::thread other([&] { endless->cancel(); });
  CHECK(endless->next().failure().code == GrpcCode::cancelled);
  other.join();
}
