// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/deliver_service.hpp"

#include "chaincode/crypto/certificate_check.hpp"
#include "tests/chaincode/devpeer/seek.hpp"
#include "tests/chaincode/devpeer/served_peer.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using namespace tradelane::test;

namespace {

struct Fixture : ServedPeer {
  std::unique_ptr<protos::Deliver::Stub> client(bool with_certificate = true) const {
    return protos::Deliver::NewStub(channel(with_certificate));
  }
  common::Envelope request(const orderer::SeekInfo& seek, const Bytes& tls_hash = {}) const {
    return seek_request(world.network().client("A"), seek,
                        [&](common::ChannelHeader& header) { header.set_tls_cert_hash(tls_hash); });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "deliver service: request after request on one stream, in each form") {
  start(ClientAuthentication::optional);
  server->open();
  REQUIRE(world.submit({"put", "k", "v"}, {"O", "A"}) == 0);
  const auto stub = client();
  const auto talk = [&](auto open, auto is_block) {
    grpc::ClientContext context;
    const auto stream = (stub.get()->*open)(&context);
    protos::DeliverResponse response;
    for (int round = 0; round < 2; ++round) {
      stream->Write(request(seek(oldest(), newest())));
      for (int i = 0; i < 2; ++i) {
        REQUIRE(stream->Read(&response));
        CHECK((response.*is_block)());
      }
      REQUIRE(stream->Read(&response));
      CHECK(response.status() == common::SUCCESS);
    }
    stream->WritesDone();
    CHECK_FALSE(stream->Read(&response));
    CHECK(stream->Finish().ok());
  };
  using Stub = protos::Deliver::Stub;
  talk(&Stub::Deliver, &protos::DeliverResponse::has_block);
  talk(&Stub::DeliverFiltered, &protos::DeliverResponse::has_filtered_block);
  talk(&Stub::DeliverWithPrivateData, &protos::DeliverResponse::has_block_and_private_data);
}

TEST_CASE_FIXTURE(Fixture, "deliver service: a refusal is a status, and the end without an error") {
  start(ClientAuthentication::optional);
  server->open();
  grpc::ClientContext context;
  const auto stream = client()->Deliver(&context);
  stream->Write(request(seek(block(9), never())));
  protos::DeliverResponse response;
  REQUIRE(stream->Read(&response));
  CHECK(response.status() == common::NOT_FOUND);
  CHECK_FALSE(stream->Read(&response));
  CHECK(stream->Finish().ok());
}

TEST_CASE_FIXTURE(Fixture, "deliver service: not before the peer is ready") {
  start(ClientAuthentication::optional);
  grpc::ClientContext context;
  const auto stream = client()->Deliver(&context);
  protos::DeliverResponse response;
  CHECK_FALSE(stream->Read(&response));
  CHECK(stream->Finish().error_message() == "the peer is starting");
}

TEST_CASE_FIXTURE(Fixture, "deliver service: the hash is that of the certificate that was shown") {
  start(ClientAuthentication::required);
  server.reset();
  Deliver bound("A", world.channel(), {.binds_tls = true});
  server = std::make_unique<GatewayServer>(
      world.gateway("A"), bound,
      GatewayListener{.certificate = tls.certificate,
                      .key = tls.key,
                      .client_roots = tls_authority.certificate_pem(),
                      .clients = ClientAuthentication::required});
  REQUIRE(server->start().ok());
  server->open();
  const auto first = [&](const Bytes& hash) {
    grpc::ClientContext context;
    const auto stream = client()->Deliver(&context);
    stream->Write(request(seek(oldest(), oldest()), hash));
    protos::DeliverResponse response;
    REQUIRE(stream->Read(&response));
    return response;
  };
  CHECK(first(*crypto::certificate_hash(tls.certificate)).has_block());
  CHECK(first(Bytes(32, 'x')).status() == common::BAD_REQUEST);
}

TEST_CASE_FIXTURE(Fixture, "deliver service: the end of the peer ends the streams that wait") {
  start(ClientAuthentication::optional);
  server->open();
  grpc::ClientContext context;
  const auto stream = client()->DeliverFiltered(&context);
  stream->Write(request(seek(newest(), never())));
  protos::DeliverResponse response;
  REQUIRE(stream->Read(&response));
  server->stop();
  CHECK_FALSE(stream->Read(&response));
  CHECK_FALSE(stream->Finish().ok());
}
