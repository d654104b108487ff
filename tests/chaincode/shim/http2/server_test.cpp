// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/http2/connection.cpp chaincode/shim/http2/server_connection.cpp
// Tests also: chaincode/shim/http2/grpc_stream.cpp chaincode/shim/http2/acceptor.cpp
// Tests also: chaincode/shim/http2/probe.cpp
// The transport against gRPC C++'s own client.
#include "chaincode/shim/http2/server.hpp"

#include <thread>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <sys/resource.h>
#include <unistd.h>

#include "chaincode/shim/http2/tls_source.hpp"
#include "proto/openssl_until_exit.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;

namespace {

struct Fixture {
  Log log{2, LogLevel::error};
  std::string fingerprint;
  std::unique_ptr<Server> server;

  void serve(std::shared_ptr<TlsSource> tls = nullptr, Limits limits = {}) {
    const auto accept = [this](Outlet& outlet, const Remote& remote, Loop&) {
      fingerprint = remote.fingerprint;
      return std::make_unique<test::Echo>(outlet);
    };
    server =
        std::make_unique<Server>(test::one(std::move(tls), accept), test::echo_path, limits, log);
    REQUIRE(server->start().ok());
  }
  std::shared_ptr<grpc::Channel> channel(
      const std::shared_ptr<grpc::ChannelCredentials>& credentials) const {
    keep_openssl_until_exit();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetMaxSendMessageSize(-1);
    return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server->port()), credentials,
                                     arguments);
  }
};

std::string text(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  REQUIRE(buffer.Dump(&slices).ok());
  std::string out;
  for (const grpc::Slice& slice : slices)
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return out;
}

/// Sends `messages` one after the other, each after the echo of the one before.
struct Talk {
  std::vector<std::string> echoes;
  grpc::Status status;
};
Talk talk(const std::shared_ptr<grpc::Channel>& channel, const std::vector<std::string>& messages,
          const std::string& method = test::echo_path) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareCall(&context, method, &queue);
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  Talk out;
  call->StartCall(nullptr);
  bool open = done();
  for (const std::string& message : messages) {
    if (!open) break;
    const grpc::Slice slice(message);
    call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    grpc::ByteBuffer answer;
    open = done();
    call->Read(&answer, nullptr);
    open = done() && open;
    if (open) out.echoes.push_back(text(answer));
  }
  if (open) {
    call->WritesDone(nullptr);
    done();
  }
  call->Finish(&out.status, nullptr);
  done();
  return out;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "http2: messages of every size come back, plain on loopback") {
  serve();
  const auto plain = channel(grpc::InsecureChannelCredentials());
  const std::vector<std::string> messages{"a", "", std::string(16'384, 'b'),
                                          std::string(5 * 1024 * 1024, 'c')};
  const Talk said = talk(plain, messages);
  CHECK(said.echoes == messages);
  CHECK(said.status.ok());
}

TEST_CASE_FIXTURE(Fixture, "http2: a status and its text reach the client") {
  serve();
  const Talk said = talk(channel(grpc::InsecureChannelCredentials()), {"a", "bye", "never"});
  CHECK(said.echoes == std::vector<std::string>{"a"});
  CHECK(said.status.error_code() == grpc::StatusCode::FAILED_PRECONDITION);
  CHECK(said.status.error_message() == "100% \n done");
}

TEST_CASE_FIXTURE(Fixture, "http2: another method is unimplemented, and the next stream works") {
  serve();
  const auto plain = channel(grpc::InsecureChannelCredentials());
  CHECK(talk(plain, {"a"}, "/test.Echo/Other").status.error_code() ==
        grpc::StatusCode::UNIMPLEMENTED);
  CHECK(talk(plain, {"a"}).status.ok());
}

TEST_CASE_FIXTURE(Fixture, "http2: the message limit, at it and one above") {
  serve(nullptr, {.message_bytes = 1000});
  const auto plain = channel(grpc::InsecureChannelCredentials());
  CHECK(talk(plain, {std::string(1000, 'x')}).status.ok());
  CHECK(talk(plain, {std::string(1001, 'x')}).status.error_code() ==
        grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_CASE_FIXTURE(Fixture,
                  "http2: mutual TLS lets in who has a certificate of the right authority") {
  const auto authority = test::make_authority("ca");
  const auto own = test::issue_pair(authority, "server");
  const auto context =
      TlsSource::from_pem(TlsRole::server, {own.certificate, own.key, authority.certificate_pem()});
  REQUIRE(context.ok());
  serve(*context);
  const auto credentials = [&](const test::Pair& client) {
    return grpc::SslCredentials({authority.certificate_pem(), client.key, client.certificate});
  };
  const Talk good = talk(channel(credentials(test::issue_pair(authority, "peer"))),
                         {"a", std::string(300'000, 'b')});
  CHECK(good.status.ok());
  CHECK(good.echoes.size() == 2);
  CHECK(fingerprint.size() == 64);
  const auto stranger = test::issue_pair(test::make_authority("other"), "peer");
  CHECK_FALSE(talk(channel(credentials(stranger)), {"a"}).status.ok());
  CHECK_FALSE(talk(channel(credentials({})), {"a"}).status.ok());
  CHECK_FALSE(talk(channel(grpc::InsecureChannelCredentials()), {"a"}).status.ok());
}

TEST_CASE("http2: the log says why a handshake has failed, and how to mend it") {
  const test::TempFolder folder;
  const int file = ::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  Log log(file);
  const auto authority = test::make_authority("ca");
  const auto own = test::issue_pair(authority, "server");
  const auto context =
      TlsSource::from_pem(TlsRole::server, {own.certificate, own.key, authority.certificate_pem()});
  Server server(test::one(*context), "/test.Echo/Both", {}, log);
  REQUIRE(server.start().ok());
  const auto stranger = test::make_authority("other");
  const std::string& roots = authority.certificate_pem();
  struct Row {
    std::shared_ptr<grpc::ChannelCredentials> client;
    std::string why;
    std::string mend;
  };
  const auto tls = [](const std::string& trusted, const test::Pair& pair) {
    return grpc::SslCredentials({trusted, pair.key, pair.certificate});
  };
  const Row rows[] = {
      {tls(roots, test::issue_pair(authority, "late", *Timestamp::parse("2026-02-01T00:00:00Z"))),
       "the peer's certificate is refused: certificate has expired", "a new package"},
      {tls(roots, test::issue_pair(stranger, "peer")),
       "the peer's certificate is refused: unable to get local issuer", "tls-client-roots"},
      {tls(roots, {}), "the peer shows no certificate of tls-client-roots", "a new package"},
      {tls(stranger.certificate_pem(), test::issue_pair(authority, "peer")),
       "the peer has broken off the handshake", "tls-certificate must be valid"},
      {grpc::InsecureChannelCredentials(), "wrong version number", "tls_required"},
  };
  const auto wait_for = [&](const std::string& why, const std::string& mend) {
    const auto told = [&] {
      const std::string text = folder.read("log");
      const auto at = text.find(why);
      return at != std::string::npos && text.find(mend, at) != std::string::npos;
    };
    const test::Deadline deadline;
    while (!told() && !deadline.is_over()) std::this_thread::yield();
    CHECK(told());
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    const auto channel = grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server.port()),
                                                   row.client, grpc::ChannelArguments());
    CHECK_FALSE(talk(channel, {"a"}).status.ok());
    wait_for(row.why, row.mend);
  }
  server.stop();
  ::close(file);
}

TEST_CASE_FIXTURE(Fixture, "http2: plain text is refused anywhere but on loopback") {
  Server open_to_all({{.host = "0.0.0.0"}}, "/x", {}, log);
  const auto started = open_to_all.start();
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().detail ==
        "cannot listen on 0.0.0.0:0: plain text is for loopback addresses only");
  Server nowhere({{.host = "localhost"}}, "/x", {}, log);
  CHECK_FALSE(nowhere.start().ok());
}

TEST_CASE("http2: a process that may open no more files is told so") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{.rlim_cur = 3, .rlim_max = before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const auto bound = bind_to({});
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  REQUIRE_FALSE(bound.ok());
  CHECK(bound.error().detail == "cannot listen on 127.0.0.1:0: Too many open files");
}

TEST_CASE_FIXTURE(Fixture, "http2: a port that is taken is named") {
  serve();
  Server second({{.port = server->port()}}, "/x", {}, log);
  const auto started = second.start();
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().detail.find(std::to_string(server->port())) != std::string::npos);
}
