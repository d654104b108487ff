// SPDX-License-Identifier: Apache-2.0
// Our client against gRPC C++'s own server: what a peer of Fabric is to a chaincode that dials it.
#include <thread>

#include <doctest/doctest.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include "chaincode/shim/http2/client.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/recorded_stream.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;
using test::RecordedStream;

namespace {

std::string text(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string out;
  if (!buffer.Dump(&slices).ok()) return out;
  for (const grpc::Slice& slice : slices)
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return out;
}

/// Serves one call on a thread of its own: says everything back; "bye" ends it with a status.
struct GrpcServer {
  grpc::AsyncGenericService service;
  int port = 0;
  std::unique_ptr<grpc::ServerCompletionQueue> queue;
  std::unique_ptr<grpc::Server> server;
  std::thread thread;

  explicit GrpcServer(const std::shared_ptr<grpc::ServerCredentials>& credentials) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", credentials, &port);
    builder.RegisterAsyncGenericService(&service);
    builder.SetMaxReceiveMessageSize(-1);
    queue = builder.AddCompletionQueue();
    server = builder.BuildAndStart();
    thread = std::thread([this] { serve(); });
  }
  ~GrpcServer() {
    thread.join();
    server->Shutdown(std::chrono::system_clock::now());
    queue->Shutdown();
    while (is_done()) {
    }
  }

 private:
  bool is_done() {
    void* tag = nullptr;
    bool ok = false;
    return queue->Next(&tag, &ok) && ok;
  }
  void serve() {
    grpc::GenericServerContext context;
    grpc::GenericServerAsyncReaderWriter stream(&context);
    service.RequestCall(&context, &stream, queue.get(), queue.get(), nullptr);
    if (!is_done()) return;
    grpc::Status status = grpc::Status::OK;
    for (grpc::ByteBuffer message;; message.Clear()) {
      stream.Read(&message, nullptr);
      if (!is_done()) break;
      if (text(message) == "bye") {
        status = {grpc::StatusCode::FAILED_PRECONDITION, "100% \n done"};
        break;
      }
      stream.Write(message, nullptr);
      if (!is_done()) break;
    }
    stream.Finish(status, nullptr);
    is_done();
  }
};

/// One call of ours that says a few messages and ends in `last`.
void talks(int port, std::shared_ptr<TlsSource> tls) {
  Log log{2, LogLevel::error};
  RecordedStream stream;
  IoThread thread;
  Client client(thread,
                {.port = static_cast<std::uint16_t>(port),
                 .path = test::echo_path,
                 .tls = std::move(tls),
                 .server_name = "localhost"},
                {}, {}, stream.accept(), stream.ended(), log);
  thread.start();
  client.start();
  REQUIRE(stream.wait([&] { return stream.opened == 1; }));
  const std::vector<std::string> messages{"a", "", std::string(70'000, 'b'),
                                          std::string(6 * 1024 * 1024, 'c')};
  for (const auto& message : messages) stream.send(message);
  CHECK(stream.wait_for_messages(messages.size()));
  CHECK(stream.messages == messages);
  stream.send("bye");
  REQUIRE(stream.wait([&] { return stream.endings.size() == 1; }));
  CHECK(stream.endings.front().status == Status::failed_precondition);
  CHECK(stream.endings.front().message == "100% \n done");
}

}  // namespace

TEST_CASE("gRPC's server: our client talks to it, plain and under mutual TLS") {
  GrpcServer plain(grpc::InsecureServerCredentials());
  talks(plain.port, nullptr);
  const test::TlsParty party;
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = party.authority.certificate_pem();
  options.pem_key_cert_pairs = {{party.server.key, party.server.certificate}};
  GrpcServer secure(grpc::SslServerCredentials(options));
  talks(secure.port, party.client_source());
}

TEST_CASE("gRPC's server: what it says when pings are too many is told, with how to mend it") {
  GrpcServer server(grpc::InsecureServerCredentials());
  Log log{2, LogLevel::error};
  RecordedStream stream;
  IoThread thread;
  // Unless it is told otherwise it allows one in five minutes.
  Client client(thread, {.port = static_cast<std::uint16_t>(server.port), .path = test::echo_path},
                {.ping_interval = std::chrono::milliseconds(1)}, {}, stream.accept(),
                stream.ended(), log);
  thread.start();
  client.start();
  REQUIRE(stream.wait([&] { return stream.endings.size() == 1; }));
  CHECK(stream.endings.front().status == Status::unavailable);
  CHECK(stream.endings.front().message.ends_with(", after ENHANCE_YOUR_CALM: too_many_pings"));
  CHECK(stream.endings.front().mend ==
        "the server must allow a ping every 1 s (a peer: peer.keepalive.minInterval)");
}
