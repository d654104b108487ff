// SPDX-License-Identifier: Apache-2.0
// The gateway client against the embedded peer: the same calls that a Fabric peer gets.
#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/invoke.hpp"
#include "chaincode/devpeer/gateway_service.hpp"
#include "proto/msp/identities.pb.h"
#include "tests/chaincode/devpeer/peer_world.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
namespace client = tradelane::gateway;

namespace {

// Organisation A's peer behind TLS, and a client of A.
struct Desk {
  test::PeerWorld world;
  std::unique_ptr<devpeer::GatewayServer> server;
  std::unique_ptr<client::Gateway> gateway;

  Desk() {
    const auto authority = test::make_authority("tlsca");
    const auto tls = test::issue_pair(authority, "peer", test::far_ahead,
                                      {.names = {"peer0.a.example"}, .addresses = {}});
    server = std::make_unique<devpeer::GatewayServer>(
        world.gateway("A"), world.deliver("A"),
        devpeer::GatewayListener{.certificate = tls.certificate,
                                 .key = tls.key,
                                 .client_roots = authority.certificate_pem()});
    REQUIRE(server->start().ok());
    server->open();
    const auto connection =
        client::Connection::open({.address = "127.0.0.1:" + std::to_string(server->port()),
                                  .tls_roots = authority.certificate_pem(),
                                  .server_name = "peer0.a.example"});
    REQUIRE(connection);
    const test::Signer& person = world.network().client("A");
    msp::SerializedIdentity identity;
    REQUIRE(identity.ParseFromString(person.identity));
    gateway = client::make_client(
        *connection, {.identity = {.msp = identity.mspid(), .certificate = identity.id_bytes()},
                      .signer = *client::signer_from_pem(person.key.pem())});
  }

  static client::Call call(const std::string& function, const std::vector<std::string>& args,
                           const std::vector<std::string>& organisations = {}) {
    return {.channel = "trade",
            .chaincode = "toy",
            .function = function,
            .args = args,
            .organisations = organisations};
  }
};

const std::vector<std::string> operator_and_a{"O", "A"};

}  // namespace

TEST_CASE("devpeer: a transaction is endorsed, committed and read back") {
  Desk desk;
  const auto done = client::invoke(*desk.gateway, Desk::call("put", {"k", "v"}, operator_and_a));
  INFO((done ? "" : done.failure().text()));
  REQUIRE(done);
  CHECK(done->commit.name == "VALID");
  const auto value = client::query(*desk.gateway, Desk::call("get", {"k"}));
  REQUIRE(value);
  CHECK(*value == "v");
}

TEST_CASE("devpeer: the same envelope twice takes effect once, and its status stays") {
  Desk desk;
  const auto kept =
      desk.gateway->endorse(*desk.gateway->propose(Desk::call("put", {"k", "v"}, operator_and_a)));
  REQUIRE(kept);
  const auto first = client::submit_until_known(*desk.gateway, *kept);
  REQUIRE(first);
  // A client that crashed here knows nothing of `first`.
  const auto resolved = client::resolve(*desk.gateway, *kept);
  REQUIRE(resolved);
  CHECK(resolved->block == first->block);
  const auto again = client::submit_until_known(*desk.gateway, *kept);
  REQUIRE(again);
  CHECK(again->block == first->block);
}

TEST_CASE("devpeer: an envelope that was kept and never sent is resolved by sending it") {
  Desk desk;
  const auto kept =
      desk.gateway->endorse(*desk.gateway->propose(Desk::call("put", {"k", "v"}, operator_and_a)));
  REQUIRE(kept);
  const auto commit =
      client::resolve(*desk.gateway, *kept, {.status_within = std::chrono::milliseconds(500)});
  REQUIRE(commit);
  CHECK(commit->valid());
}

TEST_CASE("devpeer: a refusal reaches the client with status and text, from query and invoke") {
  Desk desk;
  const auto refused = client::invoke(*desk.gateway, Desk::call("refuse", {}, operator_and_a));
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().stage == client::Stage::endorse);
  const auto why = client::refusal(refused.failure());
  REQUIRE(why);
  CHECK(why->token == "TOY_REFUSED");
  CHECK(why->status == 409);
  const auto query = client::query(*desk.gateway, Desk::call("refuse", {}));
  REQUIRE_FALSE(query);
  REQUIRE(client::refusal(query.failure()));
  CHECK(client::refusal(query.failure())->message == why->message);
}

TEST_CASE("devpeer: too few organisations named is found out at commit") {
  Desk desk;
  const auto done = client::invoke(*desk.gateway, Desk::call("put", {"k", "v"}, {"A"}));
  REQUIRE_FALSE(done);
  CHECK(done.failure().stage == client::Stage::commit);
  CHECK(done.failure().validation_name == "ENDORSEMENT_POLICY_FAILURE");
  CHECK(client::next_step(done.failure()) == client::NextStep::ask_a_person);
}

TEST_CASE(
    "devpeer: of two proposals endorsed at one height one is a conflict to be proposed again") {
  Desk desk;
  const auto endorse = [&] {
    return *desk.gateway->endorse(
        *desk.gateway->propose(Desk::call("copy", {"a", "b"}, operator_and_a)));
  };
  REQUIRE(client::invoke(*desk.gateway, Desk::call("put", {"a", "1"}, operator_and_a)));
  const auto reader = endorse();
  REQUIRE(client::invoke(*desk.gateway, Desk::call("put", {"a", "2"}, operator_and_a)));
  const auto late = client::submit_until_known(*desk.gateway, reader);
  REQUIRE_FALSE(late);
  CHECK(late.failure().validation_name == "MVCC_READ_CONFLICT");
  CHECK(client::next_step(late.failure()) == client::NextStep::propose_again);
}

TEST_CASE("devpeer: an unknown organisation, an unknown channel") {
  Desk desk;
  const auto nobody = client::invoke(*desk.gateway, Desk::call("put", {"k", "v"}, {"Nobody"}));
  REQUIRE_FALSE(nobody);
  CHECK(nobody.failure().code == client::GrpcCode::unavailable);
  client::Call elsewhere = Desk::call("put", {"k", "v"}, operator_and_a);
  elsewhere.channel = "nowhere";
  CHECK_FALSE(client::invoke(*desk.gateway, elsewhere));
}

TEST_CASE("devpeer: events from the start, and on from a checkpoint without a double") {
  Desk desk;
  std::vector<std::string> ids;
  for (const char* payload : {"1", "2"}) {
    const auto done = client::invoke(
        *desk.gateway, Desk::call("event", {"tradelane.v1", payload}, operator_and_a));
    INFO((done ? "" : done.failure().text()));
    REQUIRE(done);
    ids.push_back(done->commit.transaction_id);
  }
  const client::EventsRequest all{.channel = "trade",
                                  .chaincode = "toy",
                                  .from = client::Checkpoint{},
                                  .within = std::chrono::seconds(10)};
  client::Checkpoint after_first;
  {
    const auto stream = desk.gateway->events(all);
    const auto first = stream->next();
    REQUIRE(first);
    CHECK(first->transaction_id == ids[0]);
    CHECK(first->payload == "1");
    after_first = first->checkpoint();
  }
  client::EventsRequest resumed = all;
  resumed.from = after_first;
  const auto second = desk.gateway->events(resumed)->next();
  REQUIRE(second);
  CHECK(second->transaction_id == ids[1]);
  CHECK(second->payload == "2");
}
