// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls_pipe.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include "tests/support/echo.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;

namespace {

/// Two ends and the wire between them.
struct Link {
  TlsPipe server;
  TlsPipe client;
  Bytes to_server = {};
  Bytes to_client = {};
  Bytes heard_by_server = {};
  Bytes heard_by_client = {};
  bool server_is_over = false;
  bool client_is_over = false;

  Link(const TlsSource& server_source, SSL_CTX* client_context)
      : server(TlsPipe::server(server_source.context().get())),
        client(TlsPipe::client(client_context, "localhost")) {
    client.begin(to_server);
  }
  /// Carries bytes, in pieces of `piece`, until nobody says anything more.
  void carry(std::size_t piece = 100'000) {
    while (!to_server.empty() || !to_client.empty()) {
      server_is_over |= hand_over(to_server, piece, server, heard_by_server, to_client);
      client_is_over |= hand_over(to_client, piece, client, heard_by_client, to_server);
    }
  }

 private:
  static bool hand_over(Bytes& wire, std::size_t piece, TlsPipe& to, Bytes& heard, Bytes& answers) {
    const Bytes all = std::exchange(wire, {});
    std::vector<char> room(piece + 32 * 1024);
    for (std::size_t at = 0; at < all.size(); at += piece) {
      const auto got =
          to.receive(std::string_view(all).substr(at, piece), room.data(), room.size(), answers);
      heard.append(room.data(), got.size);
      if (got.is_over) return true;
    }
    return false;
  }
};

/// A client context that a test may bend.
std::shared_ptr<SSL_CTX> client_context(const test::TlsParty& party) {
  return party.client_source()->context();
}

std::shared_ptr<TlsSource> source_of(TlsRole role, const test::TlsParty& party,
                                     const crypto::PrivateKey& key) {
  const auto certificate = party.authority.issue({.common_name = "end",
                                                  .dns_names = {"localhost"},
                                                  .for_tls = true,
                                                  .not_before = test::long_ago,
                                                  .not_after = test::far_ahead},
                                                 key.public_key());
  return *TlsSource::from_pem(role,
                              {certificate, key.pem(), party.authority.certificate_pem(), {}});
}

}  // namespace

TEST_CASE("TLS: both versions with every kind of certificate, at both ends") {
  const test::TlsParty party;
  using crypto::KeyKind;
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519, KeyKind::rsa}) {
    const auto key = crypto::PrivateKey::generate(kind);
    const auto server = source_of(TlsRole::server, party, key);
    const auto client = source_of(TlsRole::client, party, key);
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      CAPTURE(static_cast<int>(kind));
      CAPTURE(version);
      const auto context = client->context();
      SSL_CTX_set_min_proto_version(context.get(), version);
      SSL_CTX_set_max_proto_version(context.get(), version);
      Link link(*server, context.get());
      link.carry();
      CHECK(link.server.is_established());
      CHECK(link.client.is_established());
      CHECK(link.server.speaks_http2());
      CHECK(link.client.speaks_http2());
      CHECK(link.server.fingerprint().size() == 64);
      REQUIRE(link.client.send("to the server", link.to_server));
      REQUIRE(link.server.send("to the client", link.to_client));
      link.carry();
      CHECK(link.heard_by_server == "to the server");
      CHECK(link.heard_by_client == "to the client");
    }
  }
}

TEST_CASE("TLS: the same bytes however the wire cuts them") {
  const test::TlsParty party;
  const auto server = party.server_source();
  const auto context = client_context(party);
  Bytes large;
  for (int i = 0; i < 100'000; ++i) large.push_back(static_cast<char>(i % 251));
  for (const std::size_t piece : {1U, 7U, 4096U, 65'536U}) {
    CAPTURE(piece);
    Link link(*server, context.get());
    link.carry(piece);
    REQUIRE(link.client.send(large, link.to_server));
    link.carry(piece);
    CHECK(link.heard_by_server == large);
  }
}

TEST_CASE("TLS: nothing older, no weaker cipher, no ticket") {
  const test::TlsParty party;
  const auto server = party.server_source();
  const auto old = client_context(party);
  SSL_CTX_set_min_proto_version(old.get(), TLS1_1_VERSION);
  SSL_CTX_set_max_proto_version(old.get(), TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(old.get(), "ALL:@SECLEVEL=0");
  Link outdated(*server, old.get());
  outdated.carry();
  CHECK_FALSE(outdated.server.is_established());

  for (const char* cipher : {"ECDHE-ECDSA-AES128-SHA256", "AES128-GCM-SHA256", "AES256-SHA"}) {
    CAPTURE(cipher);
    const auto weak = client_context(party);
    SSL_CTX_set_max_proto_version(weak.get(), TLS1_2_VERSION);
    REQUIRE(SSL_CTX_set_cipher_list(weak.get(), cipher) == 1);
    Link link(*server, weak.get());
    link.carry();
    CHECK_FALSE(link.server.is_established());
  }

  static int tickets = 0;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto context = client_context(party);
    SSL_CTX_set_max_proto_version(context.get(), version);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT);
    SSL_CTX_clear_options(context.get(), SSL_OP_NO_TICKET);
    SSL_CTX_sess_set_new_cb(context.get(), [](SSL*, SSL_SESSION* session) {
      if (SSL_SESSION_has_ticket(session) != 0) ++tickets;
      return 0;
    });
    Link link(*server, context.get());
    link.carry();
    CHECK(link.client.is_established());
  }
  CHECK(tickets == 0);
}

TEST_CASE("TLS: whoever is allowed, by fingerprint or name in any writing") {
  const test::TlsParty party;
  Link probe(*party.server_source(), client_context(party).get());
  probe.carry();
  const std::string print = probe.server.fingerprint();
  std::string with_colons;
  for (std::size_t i = 0; i < print.size(); i += 2)
    with_colons += (i == 0 ? "" : ":") + std::string(1, static_cast<char>(std::toupper(print[i]))) +
                   static_cast<char>(std::toupper(print[i + 1]));
  struct Row {
    std::vector<std::string> allowed;
    bool enters;
  };
  const Row rows[] = {
      {{}, true},
      {{print}, true},
      {{with_colons}, true},
      {{"other.example", "LocalHost"}, true},
      {{"other.example"}, false},
      {{"client"}, false},  // its common name, which is no name to trust
      {{std::string(64, '0')}, false},
      {{print.substr(0, 63)}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.allowed.empty() ? "" : row.allowed.front());
    Link link(*party.server_source(row.allowed), client_context(party).get());
    link.carry();
    CHECK(link.server.is_established() == row.enters);
    if (row.enters) continue;
    REQUIRE(link.server.failure());
    CHECK(link.server.failure()->why ==
          "the peer's certificate is refused: it is not of the allowed clients");
    CHECK(link.server.failure()->mend.find("allowed clients") != std::string::npos);
    REQUIRE(link.client.failure());
  }
}

TEST_CASE("TLS: a list is used until the last connection that began with it has ended") {
  const test::TlsParty party;
  std::optional<Link> link;
  {
    const auto source = party.server_source({"other.example"});
    link.emplace(*source, client_context(party).get());
  }
  link->carry();
  CHECK_FALSE(link->server.is_established());
}

TEST_CASE("TLS: a farewell is told from a cut") {
  const test::TlsParty party;
  Link link(*party.server_source(), client_context(party).get());
  link.carry();
  CHECK_FALSE(link.server_is_over);
  link.client.close(link.to_server);
  link.carry();
  CHECK(link.server_is_over);
  CHECK_FALSE(link.server.failure());
}

TEST_CASE("TLS: a chain of certificates that is too long is refused before it is read") {
  const test::TlsParty party;
  const auto chain_of = [&](int count) {
    std::string chain = party.client.certificate;
    for (int i = 0; i < count; ++i) chain += party.authority.certificate_pem();
    return chain;
  };
  for (const auto& [count, enters] : {std::pair{5, true}, {60, false}}) {
    CAPTURE(count);
    const auto client = *TlsSource::from_pem(
        TlsRole::client,
        {chain_of(count), party.client.key, party.authority.certificate_pem(), {}});
    Link link(*party.server_source(), client->context().get());
    link.carry();
    CHECK(link.server.is_established() == enters);
  }
}

TEST_CASE("TLS: who asks for no protocol is found out") {
  const test::TlsParty party;
  const auto context = client_context(party);
  SSL_CTX_set_alpn_protos(context.get(), nullptr, 0);
  Link link(*party.server_source(), context.get());
  link.carry();
  CHECK(link.server.is_established());
  CHECK_FALSE(link.server.speaks_http2());
  constexpr unsigned char other[] = {3, 'f', 'o', 'o'};
  SSL_CTX_set_alpn_protos(context.get(), other, sizeof other);
  Link wrong(*party.server_source(), context.get());
  wrong.carry();
  CHECK_FALSE(wrong.server.is_established());
}
