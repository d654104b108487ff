// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/gateway/streams.cpp
#include "adapters/gateway/blocks.hpp"

#include <limits>
#include <thread>

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/gateway/deliver_double.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::DeliverDouble;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

std::unique_ptr<Blocks> client_of(const Connection& connection, Deadlines deadlines = {}) {
  return make_block_client(connection, {.identity = bank().identity,
                                        .signer = *signer_from_pem(bank().key.pem()),
                                        .deadlines = deadlines});
}

/// Blocks 4 and 5 and a proper end.
grpc::Status two_blocks(grpc::ServerContext&, DeliverDouble::Wire& wire,
                        const test::Sought& asked) {
  for (const std::uint64_t number : {4U, 5U})
    test::write_block(wire, asked, test::block_of(number, {"a"}));
  test::write_status(wire, common::SUCCESS);
  return grpc::Status::OK;
}

template <class T>
std::vector<std::uint64_t> positions(Stream<T>& stream) {
  std::vector<std::uint64_t> out;
  for (;;) {
    const auto block = stream.next();
    if (!block) {
      CHECK(block.failure().code == GrpcCode::out_of_range);
      // The end stays the end.
      CHECK(stream.next().failure().code == GrpcCode::out_of_range);
      return out;
    }
    out.push_back(block->checkpoint().block);
  }
}

}  // namespace

TEST_CASE("blocks: three streams, each of its own service call") {
  DeliverDouble peer(bank());
  peer.script = two_blocks;
  const auto client = client_of(peer.connection());
  const BlocksRequest request{.channel = "trade", .from = 4, .until = 5};
  CHECK(positions(*client->blocks(request)) == std::vector<std::uint64_t>{5, 6});
  CHECK(positions(*client->filtered_blocks(request)) == std::vector<std::uint64_t>{5, 6});
  CHECK(positions(*client->blocks_and_private_data(request)) == std::vector<std::uint64_t>{5, 6});
  REQUIRE(peer.sought.size() == 3);
  CHECK(peer.sought[0].stream == "Deliver");
  CHECK(peer.sought[1].stream == "DeliverFiltered");
  CHECK(peer.sought[2].stream == "DeliverWithPrivateData");
}

TEST_CASE("blocks: what a request seeks") {
  DeliverDouble peer(bank());
  peer.script = two_blocks;
  const auto client = client_of(peer.connection());
  const BlocksRequest to_come{.channel = "trade"};
  const BlocksRequest endless{.channel = "trade", .from = 3};
  const BlocksRequest some{.channel = "trade", .from = 3, .until = 9};
  for (const auto& request : {to_come, endless, some}) CHECK(client->blocks(request)->next().ok());
  REQUIRE(peer.sought.size() == 3);
  CHECK(peer.sought[0].channel == "trade");
  CHECK(peer.sought[0].tls_certificate_hash == "");
  CHECK(peer.sought[0].info.behavior() == orderer::SeekInfo::BLOCK_UNTIL_READY);
  CHECK(peer.sought[0].info.start().has_next_commit());
  CHECK(peer.sought[1].info.start().specified().number() == 3);
  CHECK(peer.sought[1].info.stop().specified().number() ==
        std::numeric_limits<std::uint64_t>::max());
  CHECK(peer.sought[2].info.stop().specified().number() == 9);
}

TEST_CASE("blocks: the present position is behind the newest block") {
  DeliverDouble peer(bank());
  peer.script = [](auto&, auto& wire, const auto& asked) {
    CHECK(asked.info.start().has_newest());
    CHECK(asked.info.stop().has_newest());
    test::write_block(wire, asked, test::block_of(41, {"a"}));
    test::write_status(wire, common::SUCCESS);
    return grpc::Status::OK;
  };
  const auto client = client_of(peer.connection());
  const auto position = position_now(*client, "trade");
  REQUIRE(position);
  CHECK(*position == Checkpoint{.block = 42});
  peer.script = [](auto&, auto& wire, const auto&) {
    test::write_status(wire, common::FORBIDDEN);
    return grpc::Status::OK;
  };
  CHECK(position_now(*client, "trade").failure().code == GrpcCode::permission_denied);
}

TEST_CASE("blocks: a peer's last word comes as the code that means the same") {
  struct Row {
    common::Status said;
    GrpcCode code;
  };
  const Row rows[] = {{common::BAD_REQUEST, GrpcCode::invalid_argument},
                      {common::FORBIDDEN, GrpcCode::permission_denied},
                      {common::NOT_FOUND, GrpcCode::not_found},
                      {common::SERVICE_UNAVAILABLE, GrpcCode::unavailable},
                      {common::INTERNAL_SERVER_ERROR, GrpcCode::unknown}};
  for (const Row& row : rows) {
    DeliverDouble peer(bank());
    peer.script = [&](auto&, auto& wire, const auto&) {
      test::write_status(wire, row.said);
      return grpc::Status::OK;
    };
    const auto stream = client_of(peer.connection())->blocks({.channel = "trade", .from = 0});
    const auto block = stream->next();
    REQUIRE_FALSE(block);
    CHECK(block.failure().code == row.code);
    CHECK(block.failure().stage == Stage::events);
    CHECK(block.failure().message.find(common::Status_Name(row.said)) != std::string::npos);
  }
}

TEST_CASE("blocks: a stream that breaks, and one that holds what it should not") {
  DeliverDouble peer(bank());
  peer.script = [](auto&, auto& wire, const auto& asked) {
    test::write_block(wire, asked, test::block_of(4, {"a"}));
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  };
  const auto client = client_of(peer.connection());
  const auto broken = client->blocks({.channel = "trade", .from = 4});
  CHECK(broken->next().ok());
  CHECK(broken->next().failure().code == GrpcCode::unavailable);
  CHECK(broken->next().failure().message == "gone");
  peer.script = [](auto&, auto& wire, const auto&) {
    protos::DeliverResponse response;
    response.mutable_filtered_block();
    wire.Write(response);
    return grpc::Status::OK;
  };
  CHECK(client->blocks({.channel = "trade", .from = 4})->next().failure().code ==
        GrpcCode::data_loss);
  peer.script = DeliverDouble::Script();  // ends without a word
  CHECK(client->blocks({.channel = "trade", .from = 4})->next().failure().code ==
        GrpcCode::unavailable);
}

TEST_CASE("blocks: a silent stream ends by a deadline, the call's or the client's, or by cancel") {
  DeliverDouble peer(bank());
  peer.script = [](grpc::ServerContext& context, auto&, const auto&) {
    while (!context.IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  const auto soon = std::chrono::milliseconds(200);
  const BlocksRequest request{.channel = "trade"};
  BlocksRequest timed = request;
  timed.within = soon;
  const auto client = client_of(peer.connection());
  CHECK(client->blocks(timed)->next().failure().code == GrpcCode::deadline_exceeded);
  const auto hasty =
      client_of(peer.connection(),
                {.blocks = soon, .filtered_blocks = soon, .blocks_and_private_data = soon});
  CHECK(hasty->blocks(request)->next().failure().code == GrpcCode::deadline_exceeded);
  CHECK(hasty->filtered_blocks(request)->next().failure().code == GrpcCode::deadline_exceeded);
  CHECK(hasty->blocks_and_private_data(request)->next().failure().code ==
        GrpcCode::deadline_exceeded);

  const auto endless = client->blocks(request);
  std::thread other([&] { endless->cancel(); });
  CHECK(endless->next().failure().code == GrpcCode::cancelled);
  other.join();
}

TEST_CASE("blocks: with mutual TLS a request is bound to the client's certificate") {
  const auto tls = test::make_tls("peer0.bankh.example");
  DeliverDouble peer(bank(), &tls);
  peer.script = two_blocks;
  const auto connection = Connection::open({.address = peer.address(),
                                            .tls_roots = tls.roots,
                                            .client_certificate = tls.client_certificate,
                                            .client_key = tls.client_key,
                                            .server_name = "peer0.bankh.example"});
  REQUIRE(connection);
  CHECK(client_of(*connection)->blocks({.channel = "trade", .from = 4})->next().ok());
  Bytes der;
  std::istringstream lines(tls.client_certificate);
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with("-----")) der += line;
  REQUIRE(peer.sought.size() == 1);
  CHECK(peer.sought[0].tls_certificate_hash == crypto::sha256(*from_base64(der)));
}
