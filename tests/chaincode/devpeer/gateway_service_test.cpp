// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/gateway_service.hpp"

#include <thread>

#include <doctest/doctest.h>
#include <grpcpp/grpcpp.h>

#include "proto/gateway/gateway.grpc.pb.h"
#include "proto/rpc/status.pb.h"
#include "tests/chaincode/devpeer/served_peer.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

namespace {

struct Fixture : test::ServedPeer {
  void serve(ClientAuthentication clients) {
    start(clients);
    CHECK(evaluate(*client(true), {"get", "k"}).error_message() == "the peer is starting");
    server->open();
  }
  std::unique_ptr<::gateway::Gateway::Stub> client(bool with_certificate) const {
    return ::gateway::Gateway::NewStub(channel(with_certificate));
  }
  grpc::Status evaluate(::gateway::Gateway::Stub& stub, const std::vector<std::string>& args,
                        std::string* payload = nullptr) {
    grpc::ClientContext context;
    ::gateway::EvaluateRequest request;
    ::gateway::EvaluateResponse response;
    *request.mutable_proposed_transaction() = world.signed_proposal(args);
    const grpc::Status status = stub.Evaluate(&context, request, &response);
    if (payload != nullptr) *payload = response.result().payload();
    return status;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "gateway service: over TLS, with and without a client certificate") {
  serve(ClientAuthentication::required);
  CHECK(evaluate(*client(true), {"get", "k"}).ok());
  CHECK(evaluate(*client(false), {"get", "k"}).error_code() == grpc::StatusCode::UNAVAILABLE);
  server.reset();
  serve(ClientAuthentication::optional);
  CHECK(evaluate(*client(false), {"get", "k"}).ok());
}

TEST_CASE_FIXTURE(Fixture, "gateway service: an error carries its details in Fabric's form") {
  serve(ClientAuthentication::optional);
  const grpc::Status status = evaluate(*client(true), {"refuse"});
  CHECK(status.error_code() == grpc::StatusCode::UNKNOWN);
  google::rpc::Status details;
  REQUIRE(details.ParseFromString(status.error_details()));
  CHECK(details.code() == 2);
  CHECK(details.message() == status.error_message());
  REQUIRE(details.details_size() == 1);
  CHECK(details.details(0).type_url() == "type.googleapis.com/gateway.ErrorDetail");
  ::gateway::ErrorDetail detail;
  REQUIRE(detail.ParseFromString(details.details(0).value()));
  CHECK(detail.msp_id() == "A");
  CHECK(detail.message() == "chaincode response 409, TOY_REFUSED: no");
}

TEST_CASE_FIXTURE(Fixture,
                  "gateway service: a transaction and its event, and the end of the stream") {
  serve(ClientAuthentication::optional);
  const auto stub = client(true);
  ::gateway::ChaincodeEventsRequest inner;
  inner.set_channel_id("trade");
  inner.set_chaincode_id("toy");
  inner.set_identity(world.network().client("A").identity);
  ::gateway::SignedChaincodeEventsRequest request;
  request.set_request(inner.SerializeAsString());
  request.set_signature(world.network().client("A").sign(request.request()));
  grpc::ClientContext context;
  const auto reader = stub->ChaincodeEvents(&context, request);
  reader->WaitForInitialMetadata();
  REQUIRE(world.submit({"event", "happened", "payload"}, {"O", "A"}) == 0);
  ::gateway::ChaincodeEventsResponse response;
  REQUIRE(reader->Read(&response));
  CHECK(response.block_number() == 1);
  CHECK(response.events(0).event_name() == "happened");
  CHECK(response.events(0).chaincode_id() == "toy");
  server->stop();
  CHECK_FALSE(reader->Read(&response));
  CHECK_FALSE(reader->Finish().ok());
}

TEST_CASE_FIXTURE(Fixture,
                  "gateway service: a status that never comes ends with the client's patience") {
  serve(ClientAuthentication::optional);
  const auto stub = client(true);
  ::gateway::CommitStatusRequest inner;
  inner.set_channel_id("trade");
  inner.set_transaction_id("never");
  inner.set_identity(world.network().client("A").identity);
  ::gateway::SignedCommitStatusRequest request;
  request.set_request(inner.SerializeAsString());
  request.set_signature(world.network().client("A").sign(request.request()));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  ::gateway::CommitStatusResponse response;
  CHECK(stub->CommitStatus(&context, request, &response).error_code() ==
        grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_CASE_FIXTURE(Fixture, "gateway service: a port in use is said, not shared") {
  serve(ClientAuthentication::optional);
  GatewayServer second(world.gateway("B"), world.deliver("B"),
                       {.port = server->port(),
                        .certificate = tls.certificate,
                        .key = tls.key,
                        .client_roots = tls_authority.certificate_pem()});
  const auto started = second.start();
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message().find("cannot listen on 127.0.0.1:") != std::string::npos);
}
