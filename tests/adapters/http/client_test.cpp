// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/client.hpp"

#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/http/server.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::http;
using std::chrono::milliseconds;

namespace {

std::unique_ptr<Client> client_of(const ClientOptions& options) {
  auto client = make_client(options);
  if (!client) throw Fault(client.error().message());
  return std::move(*client);
}

std::string complaint(const ClientOptions& options) {
  const auto client = make_client(options);
  return client ? "" : client.error().detail;
}

std::string reason(const std::variant<Answer, NoAnswer>& answer) {
  const auto* none = std::get_if<NoAnswer>(&answer);
  return none == nullptr ? "" : none->reason;
}

Response respond(const Request& request) {
  if (request.path == "/moved") return {.status = 302, .headers = {{"Location", "/"}}};
  if (request.path == "/large") return {.body = std::string(1000, 'x')};
  if (request.path == "/larger") return {.body = std::string(1001, 'x')};
  return {.body = request.path + "|" + request.query.begin()->second + "|" +
                  request.header("Authorization") + "|" + request.header("Accept-Encoding")};
}

std::string url_of(const Server& server, const std::string& scheme = "http") {
  return scheme + "://127.0.0.1:" + std::to_string(server.port());
}

/// A port that does what a test tells it with each connection.
class Listener {
 public:
  explicit Listener(std::function<void(int)> serve) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(fd_, 1) == 0);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this, serve] {
      const int connection = ::accept(fd_, nullptr, nullptr);
      serve(connection);
      ::close(connection);
    });
  }
  ~Listener() {
    thread_.join();
    ::close(fd_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  std::string url = {};

 private:
  int fd_;
  std::thread thread_;
};

void await_close(int connection) {
  char buffer[4096];
  while (::recv(connection, buffer, sizeof buffer, 0) > 0) {
  }
}

/// One byte after the other, until the client goes.
void drip(int connection) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
  ::send(connection, head.data(), head.size(), MSG_NOSIGNAL);
  pollfd gone{.fd = connection, .events = POLLRDHUP, .revents = 0};
  while (::poll(&gone, 1, 5) == 0 && ::send(connection, "x", 1, MSG_NOSIGNAL) == 1) {
  }
}

struct TlsWorld {
  test::TempFolder folder;
  crypto::CertificateAuthority authority = test::make_authority("ca");
  crypto::CertificateAuthority stranger = test::make_authority("another ca");
  Log log{-1};
  Server server{{.tls = tls()}, respond, log};

  TlsWorld() {
    folder.write("roots.pem", authority.certificate_pem());
    folder.write("strangers.pem", stranger.certificate_pem());
    const test::Pair pair = test::issue_pair(authority, "client");
    folder.write("client.crt", pair.certificate);
    folder.write("client.key", pair.key);
    REQUIRE(server.start().ok());
  }
  Tls tls() const {
    const test::Pair pair = test::issue_pair(authority, "localhost");
    return {.certificate = pair.certificate,
            .key = pair.key,
            .client_roots = authority.certificate_pem()};
  }
  ClientOptions options() const {
    return {.url = url_of(server, "https"),
            .roots_file = folder.file("roots.pem"),
            .certificate_file = folder.file("client.crt"),
            .key_file = folder.file("client.key")};
  }
};

}  // namespace

TEST_CASE("http client: the answer of any status, redirects included") {
  Log log(-1);
  Server server({}, respond, log);
  REQUIRE(server.start().ok());
  const auto client = client_of({.url = url_of(server)});
  const auto answer = client->get("/a%20b?x=1%2B1");
  REQUIRE(std::holds_alternative<Answer>(answer));
  CHECK(std::get<Answer>(answer).status == 200);
  CHECK(std::get<Answer>(answer).content_type == "application/json");
  CHECK(std::get<Answer>(answer).body == "/a b|1+1||identity");
  CHECK(std::get<Answer>(client->get("/moved")).status == 302);
  CHECK(std::get<Answer>(client->get("nowhere")).status == 400);
}

TEST_CASE("http client: the token is read for each request") {
  const test::TempFolder folder;
  Log log(-1);
  Server server({}, respond, log);
  REQUIRE(server.start().ok());
  const auto client = client_of({.url = url_of(server), .token_file = folder.file("token")});
  CHECK(reason(client->get("/?x=")) == folder.file("token") + ": no token can be read from it");
  for (const char* token : {"one", "two"}) {
    folder.write("token", std::string(token) + "\n");
    CHECK(std::get<Answer>(client->get("/?x=")).body ==
          "/||Bearer " + std::string(token) + "|identity");
  }
  folder.write("token", "two words\n");
  CHECK(std::holds_alternative<NoAnswer>(client->get("/?x=")));
}

TEST_CASE("http client: the largest answer, and one byte more") {
  Log log(-1);
  Server server({}, respond, log);
  REQUIRE(server.start().ok());
  const auto client = client_of({.url = url_of(server), .largest_answer = 1000});
  CHECK(std::get<Answer>(client->get("/large")).body.size() == 1000);
  CHECK(reason(client->get("/larger")) == "the answer is larger than 1000 bytes");
  CHECK(std::get<Answer>(client->get("/large")).body.size() == 1000);
}

TEST_CASE("http client: silence, and an answer that takes for ever, end") {
  const Listener silent(await_close);
  CHECK(reason(client_of({.url = silent.url, .silence = milliseconds(50)})->get("/"))
            .starts_with("no answer: "));
  const Listener slow(drip);
  CHECK(reason(client_of({.url = slow.url, .whole = milliseconds(100)})->get("/")) ==
        "no whole answer within 100 ms");
  CHECK(reason(client_of({.url = "http://127.0.0.1:1"})->get("/")).starts_with("no answer: "));
}

TEST_CASE("http client: TLS with the right authorities on both sides, and with wrong ones") {
  const TlsWorld world;
  const ClientOptions good = world.options();
  const auto answer = client_of(good)->get("/?x=1");
  CAPTURE(reason(answer));
  REQUIRE(std::holds_alternative<Answer>(answer));
  CHECK(std::get<Answer>(answer).status == 200);

  ClientOptions distrusted = good;
  distrusted.roots_file = world.folder.file("strangers.pem");
  CHECK(reason(client_of(distrusted)->get("/?x=1")).starts_with("no answer: "));
  ClientOptions nobody = good;
  nobody.certificate_file = nobody.key_file = "";
  CHECK(reason(client_of(nobody)->get("/?x=1")).starts_with("no answer: "));
  ClientOptions plain{.url = url_of(world.server)};
  CHECK(reason(client_of(plain)->get("/?x=1")).starts_with("no answer: "));
}

TEST_CASE("http client: a certificate for another host is not trusted") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto certificate = authority.issue({.common_name = "elsewhere",
                                            .dns_names = {"elsewhere.example"},
                                            .for_tls = true,
                                            .not_before = test::long_ago,
                                            .not_after = test::far_ahead},
                                           key.public_key());
  folder.write("roots.pem", authority.certificate_pem());
  Log log(-1);
  Server server({.tls = Tls{.certificate = certificate, .key = key.pem()}}, respond, log);
  REQUIRE(server.start().ok());
  const auto client =
      client_of({.url = url_of(server, "https"), .roots_file = folder.file("roots.pem")});
  CHECK(reason(client->get("/?x=1")).starts_with("no answer: "));
}

TEST_CASE("http client: settings that cannot be used have one sentence") {
  const test::TempFolder folder;
  folder.write("empty.pem", "");
  const std::string url = "url: https://host:port is needed, or http:// on loopback";
  CHECK(complaint({.url = ""}) == url);
  CHECK(complaint({.url = "ftp://here"}) == url);
  CHECK(complaint({.url = "here:1"}) == url);
  CHECK(complaint({.url = "http://node.example"}) ==
        "url: without TLS only on loopback; use https");
  CHECK(complaint({.url = "http://user:pass@localhost"}) ==
        "url: nothing but scheme, host and port");
  CHECK(complaint({.url = "http://localhost/v1"}) == "url: nothing but scheme, host and port");
  CHECK(complaint({.url = "http://localhost", .roots_file = "x"}) ==
        "roots and certificates are for https");
  CHECK(complaint({.url = "https://node.example"}) ==
        "with https the authorities that the server is checked against are needed");
  CHECK(complaint({.url = "https://a.example", .roots_file = "x", .key_file = "k"}) ==
        "a certificate and its key go together");
  CHECK(complaint({.url = "https://a.example", .roots_file = folder.file("empty.pem")})
            .ends_with("empty.pem: no authorities can be read from it"));
  CHECK(complaint({.url = "https://a.example",
                   .roots_file = folder.file("empty.pem"),
                   .certificate_file = "none",
                   .key_file = "none"}) == "the client's certificate or key cannot be read");
  for (const char* fine : {"http://localhost", "http://127.0.0.1:80", "http://[::1]:8080/"})
    CHECK(complaint({.url = fine}) == "");
}
