// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/gateway/grpc_failure.cpp
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/adapters/gateway/gateway_double.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::GatewayDouble;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

Call transfer() {
  return {.channel = "trade",
          .chaincode = "tradelane",
          .function = "ebl:Transfer",
          .args = {R"({"billId":"1"})"}};
}

// Long enough for a busy machine, short enough to wait for.
constexpr Duration brief = std::chrono::milliseconds(300);

}  // namespace

TEST_CASE("the three kinds of keys are accepted by a peer that checks") {
  using crypto::KeyKind;
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519}) {
    CAPTURE(static_cast<int>(kind));
    const auto someone = test::person("BankHMSP", kind);
    GatewayDouble peer(someone);
    const auto gateway = peer.connect();
    const auto proposal = gateway->propose(transfer());
    REQUIRE(proposal);
    const auto endorsed = gateway->endorse(*proposal);
    REQUIRE(endorsed);
    CHECK(gateway->submit(*endorsed).ok());
    CHECK(gateway->commit_status({.transaction_id = "t", .channel = "trade"}).ok());
  }
}

TEST_CASE("evaluate asks the own organisation unless others are named") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  Call call = transfer();
  const auto answer = gateway->evaluate(*gateway->propose(call));
  REQUIRE(answer);
  CHECK(*answer == peer.result.get());
  call.organisations = {"CarrierMSP"};
  CHECK(gateway->evaluate(*gateway->propose(call)).ok());
  REQUIRE(peer.evaluated.size() == 2);
  REQUIRE(peer.evaluated[0].target_organizations_size() == 1);
  CHECK(peer.evaluated[0].target_organizations(0) == "BankHMSP");
  REQUIRE(peer.evaluated[1].target_organizations_size() == 1);
  CHECK(peer.evaluated[1].target_organizations(0) == "CarrierMSP");
  CHECK(GatewayDouble::args_of(peer.evaluated[0].proposed_transaction()) ==
        std::vector<std::string>{"ebl:Transfer", R"({"billId":"1"})"});
}

TEST_CASE("endorse names the organisations and hands the private data to them alone") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  Call call = transfer();
  call.transient = {{"commitment", "opening"}};
  call.organisations = {"OperatorMSP", "BankHMSP"};
  const auto signed_transaction = gateway->endorse(*gateway->propose(call));
  REQUIRE(signed_transaction);
  CHECK(signed_transaction->result == peer.result.get());
  CHECK(signed_transaction->channel == "trade");
  REQUIRE(peer.endorsed.size() == 1);
  const auto& request = peer.endorsed[0];
  REQUIRE(request.endorsing_organizations_size() == 2);
  CHECK(request.endorsing_organizations(0) == "OperatorMSP");
  CHECK(GatewayDouble::transient_of(request.proposed_transaction()).at("commitment") == "opening");
  CHECK(request.transaction_id() == signed_transaction->transaction_id);
  CHECK(signed_transaction->envelope.find("opening") == std::string::npos);
}

TEST_CASE("private data without named endorsers never leaves the client") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  Call call = transfer();
  call.transient = {{"commitment", "opening"}};
  const auto proposal = gateway->propose(call);
  REQUIRE_FALSE(proposal);
  CHECK(proposal.error().code == Code::gw_endorsers);
  CHECK(peer.endorsed.empty());
  CHECK(peer.evaluated.empty());
}

TEST_CASE("every proposal has an id of its own") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  CHECK(gateway->propose(transfer())->transaction_id !=
        gateway->propose(transfer())->transaction_id);
}

TEST_CASE("a transaction that was kept is sent again as the same bytes") {
  GatewayDouble peer(bank());
  SignedTransaction kept;
  {
    const auto gateway = peer.connect();
    kept = *gateway->endorse(*gateway->propose(transfer()));
    CHECK(gateway->submit(kept).ok());
  }
  CHECK(peer.connect()->submit(kept).ok());
  REQUIRE(peer.submitted.size() == 2);
  CHECK(peer.submitted[0].SerializeAsString() == peer.submitted[1].SerializeAsString());
  CHECK(peer.submitted[0].prepared_transaction().SerializeAsString() == kept.envelope);
}

TEST_CASE("a kept envelope that was damaged is a fault, not a call") {
  GatewayDouble peer(bank());
  const SignedTransaction damaged{.transaction_id = "t", .channel = "trade", .envelope = "\xff"};
  CHECK_THROWS_AS(static_cast<void>(peer.connect()->submit(damaged)), Fault);
  CHECK(peer.submitted.empty());
}

TEST_CASE("each call's failure carries stage, code, text, id and details") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  const std::vector<Detail> details = {{"peer0:7051", "CarrierMSP", "chaincode response 403, X: y"},
                                       {"peer1:7051", "OperatorMSP", "other"}};
  const auto broken = test::failing(grpc::StatusCode::ABORTED, "see details", details);
  peer.on_evaluate = [&](const auto&) { return broken; };
  peer.on_submit = [&](const auto&) { return broken; };
  peer.on_commit_status = [&](auto&) { return broken; };
  const auto proposal = gateway->propose(transfer());
  const auto endorsed = gateway->endorse(*proposal);
  peer.on_endorse = [&](auto&) { return broken; };
  const auto check = [&](const Failure& failure, Stage stage) {
    CHECK(text_of(failure.stage) == text_of(stage));
    CHECK(failure.code == GrpcCode::aborted);
    CHECK(failure.message == "see details");
    CHECK(failure.transaction_id == proposal->transaction_id);
    CHECK(failure.details == details);
  };
  check(gateway->evaluate(*proposal).failure(), Stage::evaluate);
  check(gateway->endorse(*proposal).failure(), Stage::endorse);
  check(gateway->submit(*endorsed).failure(), Stage::submit);
  check(gateway->commit_status({.transaction_id = proposal->transaction_id, .channel = "trade"})
            .failure(),
        Stage::commit_status);
}

TEST_CASE("every gRPC code arrives as itself") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  for (int code = 1; code <= 16; ++code) {
    CAPTURE(code);
    peer.on_submit = [&](const auto&) {
      return grpc::Status(static_cast<grpc::StatusCode>(code), "text");
    };
    const auto endorsed = gateway->endorse(*gateway->propose(transfer()));
    const auto sent = gateway->submit(*endorsed);
    REQUIRE_FALSE(sent);
    CHECK(static_cast<int>(sent.failure().code) == code);
    CHECK(sent.failure().details.empty());
  }
}

TEST_CASE("commit status tells code, name and block of an invalid transaction") {
  GatewayDouble peer(bank());
  peer.on_commit_status = [](::gateway::CommitStatusResponse& response) {
    response.set_result(protos::MVCC_READ_CONFLICT);
    response.set_block_number(9);
    return grpc::Status::OK;
  };
  const auto commit = peer.connect()->commit_status({.transaction_id = "abc", .channel = "trade"});
  REQUIRE(commit);
  CHECK_FALSE(commit->valid());
  CHECK(commit->code == 11);
  CHECK(commit->name == "MVCC_READ_CONFLICT");
  CHECK(commit->block == 9);
  REQUIRE(peer.statuses.size() == 1);
  CHECK(peer.statuses[0].transaction_id() == "abc");
  CHECK(peer.statuses[0].channel_id() == "trade");
}

TEST_CASE("UNAVAILABLE is tried three times where nothing can have happened, else once") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  const auto endorsed = gateway->endorse(*gateway->propose(transfer()));
  const grpc::Status away(grpc::StatusCode::UNAVAILABLE, "away");
  peer.on_endorse = [&](auto&) { return away; };
  peer.on_submit = [&](const auto&) { return away; };
  peer.endorsed.clear();
  CHECK(gateway->endorse(*gateway->propose(transfer())).failure().code == GrpcCode::unavailable);
  CHECK(peer.endorsed.size() == 3);
  CHECK(gateway->submit(*endorsed).failure().code == GrpcCode::unavailable);
  CHECK(peer.submitted.size() == 1);
}

TEST_CASE("a peer that does not answer runs into the deadline of the kind of call") {
  // A call to a port that takes connections and says nothing.
  const int silent = ::socket(AF_INET, SOCK_STREAM, 0);
  REQUIRE(silent >= 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  REQUIRE(::bind(silent, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(silent, 8) == 0);
  REQUIRE(::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const auto connection = Connection::open(
      {.address = "127.0.0.1:" + std::to_string(ntohs(address.sin_port)), .plaintext = true});
  const auto gateway = make_client(
      *connection,
      {.identity = bank().identity,
       .signer = *signer_from_pem(bank().key.pem()),
       .deadlines = {
           .evaluate = brief, .endorse = brief, .submit = brief, .commit_status = brief}});
  const auto proposal = gateway->propose(transfer());
  CHECK(gateway->evaluate(*proposal).failure().code == GrpcCode::deadline_exceeded);
  CHECK(gateway->endorse(*proposal).failure().code == GrpcCode::deadline_exceeded);
  const auto sent = with_signature({.transaction_id = "t", .channel = "trade"}, "signature");
  CHECK(gateway->submit(sent).failure().code == GrpcCode::deadline_exceeded);
  CHECK(gateway->commit_status({.transaction_id = "t", .channel = "trade"}).failure().code ==
        GrpcCode::deadline_exceeded);
  ::close(silent);
}

TEST_CASE("a gateway that answers with another transaction gets no signature") {
  GatewayDouble peer(bank());
  const auto gateway = peer.connect();
  peer.on_endorse = [](common::Envelope& envelope) {
    envelope.mutable_payload()->clear();
    return grpc::Status::OK;
  };
  const auto endorsed = gateway->endorse(*gateway->propose(transfer()));
  REQUIRE_FALSE(endorsed);
  CHECK(endorsed.failure().code == GrpcCode::data_loss);
}

TEST_CASE("a client without a signer is a fault") {
  const auto connection = Connection::open({.address = "localhost:1", .plaintext = true});
  CHECK_THROWS_AS(make_client(*connection, {.identity = bank().identity}), Fault);
}
