// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/config.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/service/key_checks.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::cdi;

namespace {

const service::Values enough{{"clients", "clients.json"},
                             {"node", "https://node.example"},
                             {"profile", "p"},
                             {"msp", "m"},
                             {"endorsers", "O,D"},
                             {"store", "cdi.db"},
                             {"tls", "off"}};

std::string complaint(const service::Values& values) {
  return test::complaint_about<Config>(values, enough);
}

}  // namespace

TEST_CASE("cdi config: what is set arrives where it is used") {
  Config config;
  const auto keys = keys_of(config);
  service::Values values = enough;
  values.insert({{"listen", "127.0.0.1:8443"},
                 {"node-token", "t"},
                 {"ttl-s", "60"},
                 {"wait-s", "7"},
                 {"http-connections", "5"}});
  REQUIRE(keys.set(values).ok());
  CHECK(check(config).ok());
  CHECK(config.ttl_s == 60);
  CHECK(config.wait_s == 7);
  CHECK(config.clients == "clients.json");
  CHECK(deliveries_file(config) == "cdi.db.deliveries");
  const auto node = node_options(config);
  CHECK(node.url == "https://node.example");
  CHECK(node.token_file == "t");
  CHECK(node.largest_answer == 4 * 1024 * 1024);
  const auto server = server_options(config);
  REQUIRE(server.ok());
  CHECK(server->host == "127.0.0.1");
  CHECK(server->port == 8443);
  CHECK_FALSE(server->tls);
  CHECK(server->limits.body_bytes == 64 * 1024);
  CHECK(server->limits.connections == 5);
  CHECK(server->workers == 32);
}

TEST_CASE("cdi config: an access lives a quarter of an hour, a caller waits twenty seconds") {
  const Config config;
  CHECK(config.tls == "on");
  CHECK(config.ttl_s == 900);
  CHECK(config.wait_s == 20);
}

TEST_CASE("cdi config: certificate and key are read from their files") {
  const test::TempFolder folder;
  folder.write("crt", "certificate");
  folder.write("key", "secret");
  Config config;
  config.tls_certificate = folder.file("crt");
  config.tls_key = folder.file("key");
  const auto server = server_options(config);
  REQUIRE(server.ok());
  CHECK(server->tls->certificate == "certificate");
  CHECK(server->tls->key == "secret");
  config.tls_key = folder.file("none");
  CHECK(server_options(config).error().detail.starts_with("tls-key: cannot read"));
  config.tls_certificate = folder.file("none");
  CHECK(server_options(config).error().detail.starts_with("tls-certificate: cannot read"));
}

TEST_CASE("cdi config: every key has its help, and takes its own default again") {
  test::check_every_key<Config>(enough);
}

TEST_CASE("cdi config: each mistake has one line") {
  CHECK(complaint({}) == "");
  CHECK(complaint({{"clients", ""}}) == "clients: it is missing; see --help");
  CHECK(complaint({{"node", ""}}) == "node: it is missing; see --help");
  CHECK(complaint({{"store", ""}}) == "store: it is missing; see --help");
  const std::string both =
      "tls: tls-certificate and tls-key are needed; "
      "plain text on loopback is --tls off";
  CHECK(complaint({{"tls", "on"}}) == both);
  CHECK(complaint({{"tls", "on"}, {"tls-key", "k"}}) == both);
  CHECK(complaint({{"tls", "on"}, {"tls-certificate", "c"}}) == both);
  CHECK(complaint({{"tls", "on"}, {"tls-certificate", "c"}, {"tls-key", "k"}}) == "");
  CHECK(complaint({{"tls", "maybe"}}) == "tls: \"on\" or \"off\" is needed, not \"maybe\"");
  CHECK(complaint({{"listen", "0.0.0.0:8443"}}) ==
        "listen: without TLS only a loopback address can be used");
  CHECK(complaint({{"listen", "0.0.0.0:8443"},
                   {"tls", "on"},
                   {"tls-certificate", "c"},
                   {"tls-key", "k"}}) == "");
  CHECK(complaint({{"ttl-s", "0"}}) == "ttl-s: a number from 1 to 86400 is needed, not \"0\"");
}
