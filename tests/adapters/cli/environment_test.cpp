// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/environment.hpp"

#include <filesystem>
#include <map>

#include <doctest/doctest.h>

#include "tests/adapters/cli/expect.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

using Given = std::map<std::string, std::string>;

cli::ConnectionFlags filled(const Given& given, cli::ConnectionFlags flags = {}) {
  return cli::with_environment(std::move(flags),
                               [&](const std::string& name) -> std::optional<std::string> {
                                 const auto found = given.find(name);
                                 if (found == given.end()) return std::nullopt;
                                 return found->second;
                               });
}

const Given of_peer{{"CORE_PEER_ADDRESS", "peer0:7051"},
                    {"CORE_PEER_LOCALMSPID", "Org1MSP"},
                    {"CORE_PEER_MSPCONFIGPATH", "/msp"},
                    {"CORE_PEER_TLS_ENABLED", "true"},
                    {"CORE_PEER_TLS_ROOTCERT_FILE", "/ca.crt"},
                    {"CORE_PEER_TLS_CLIENTCERT_FILE", "/client.crt"},
                    {"CORE_PEER_TLS_CLIENTKEY_FILE", "/client.key"},
                    {"CORE_PEER_TLS_SERVERHOSTOVERRIDE", "peer0.org1"}};

}  // namespace

TEST_CASE("nothing in the environment: the names have defaults") {
  const auto flags = filled({});
  CHECK(flags.channel == "trade");
  CHECK(flags.chaincode == "tradelane");
  CHECK(flags.peer.empty());
  CHECK(flags.profile.empty());
}

TEST_CASE("the names of the peer command") {
  const auto flags = filled(of_peer);
  CHECK(flags.peer == "peer0:7051");
  CHECK(flags.msp == "Org1MSP");
  CHECK(flags.msp_folder == "/msp");
  CHECK(flags.tls_roots == "/ca.crt");
  CHECK(flags.tls_certificate == "/client.crt");
  CHECK(flags.tls_key == "/client.key");
  CHECK(flags.server_name == "peer0.org1");
  CHECK_FALSE(flags.plaintext);
}

TEST_CASE("the names of the samples, and what they derive from CRYPTO_PATH") {
  const test::TempFolder crypto;
  for (const char* name : {"users/Admin@org1", "users/User1@org1", "peers/peer0.org1"})
    std::filesystem::create_directories(crypto.file(name));
  const auto flags = filled({{"PEER_ENDPOINT", "dns:///localhost:7051"},
                             {"PEER_HOST_ALIAS", "peer0.org1"},
                             {"MSP_ID", "Org1MSP"},
                             {"CRYPTO_PATH", crypto.path()},
                             {"CHANNEL_NAME", "mychannel"},
                             {"CHAINCODE_NAME", "basic"}});
  CHECK(flags.peer == "localhost:7051");
  CHECK(flags.server_name == "peer0.org1");
  CHECK(flags.msp == "Org1MSP");
  CHECK(flags.msp_folder == crypto.file("users/User1@org1/msp"));
  CHECK(flags.tls_roots == crypto.file("peers/peer0.org1/tls/ca.crt"));
  CHECK(flags.channel == "mychannel");
  CHECK(flags.chaincode == "basic");
  const auto named = filled({{"CERT_DIRECTORY_PATH", "/u/msp/signcerts/"},
                             {"TLS_CERT_PATH", "/tls.pem"},
                             {"CRYPTO_PATH", crypto.path()}});
  CHECK(named.msp_folder == "/u/msp");
  CHECK(named.tls_roots == "/tls.pem");
}

TEST_CASE("the samples name certificate and key apart, and both must be in one MSP folder") {
  const char* certificate = "CERT_DIRECTORY_PATH";
  const char* key = "KEY_DIRECTORY_PATH";
  CHECK(filled({{key, "/u/msp/keystore"}}).msp_folder == "/u/msp");
  CHECK(filled({{certificate, "/u/msp/signcerts"}, {key, "/u/x/../msp/keystore/"}}).msp_folder ==
        "/u/msp");
  test::check_bad_input(
      [&] {
        filled({{certificate, "/u/msp/signcerts"}, {key, "/v/msp/keystore"}});
      },
      "are not in one MSP folder");
  test::check_bad_input(
      [&] {
        filled({{certificate, "/u/msp/certs"}});
      },
      "CERT_DIRECTORY_PATH names no folder signcerts: /u/msp/certs");
  test::check_bad_input(
      [&] {
        filled({{key, "/u/msp/key.pem"}});
      },
      "KEY_DIRECTORY_PATH names no folder keystore");
  // Whoever says where the folder is needs neither.
  CHECK(filled({{certificate, "/u/certs"}, {key, "/v/keys"}}, {.msp_folder = "/w"}).msp_folder ==
        "/w");
}

TEST_CASE("a flag wins, a profile alone tells of the peer, and the families are not mixed") {
  CHECK(filled(of_peer, {.peer = "other:1"}).peer == "other:1");
  CHECK(filled(of_peer, {.channel = "c"}).channel == "c");
  const auto with_profile = filled(of_peer, {.profile = "p.json"});
  CHECK(with_profile.peer.empty());
  CHECK(with_profile.tls_roots.empty());
  CHECK(with_profile.msp.empty());
  CHECK(with_profile.msp_folder == "/msp");
  Given both = of_peer;
  both.erase("CORE_PEER_TLS_ROOTCERT_FILE");
  both["TLS_CERT_PATH"] = "/tls.pem";
  both["PEER_ENDPOINT"] = "sample:7051";
  CHECK(filled(both).peer == "peer0:7051");
  CHECK(filled(both).tls_roots.empty());
}

TEST_CASE("our own names, empty variables, relative paths, and a peer without TLS") {
  CHECK(filled({{"TRADELANE_PROFILE", "p"}, {"TRADELANE_MSP", "m"}}).profile == "p");
  CHECK(filled({{"TRADELANE_MSP", "m"}, {"CORE_PEER_MSPCONFIGPATH", "/x"}}).msp_folder == "m");
  CHECK(filled({{"CORE_PEER_ADDRESS", ""}, {"PEER_ENDPOINT", "h:1"}}).peer == "h:1");
  CHECK(filled({{"FABRIC_CFG_PATH", "/cfg"}, {"CORE_PEER_MSPCONFIGPATH", "msp"}}).msp_folder ==
        "/cfg/msp");
  CHECK(filled({{"CORE_PEER_MSPCONFIGPATH", "msp"}}).msp_folder == "msp");
  Given plain = of_peer;
  plain["CORE_PEER_TLS_ENABLED"] = "false";
  CHECK(filled(plain).plaintext);
  CHECK(filled(plain).tls_roots.empty());
  CHECK_FALSE(filled(plain, {.peer = "other:1"}).plaintext);
}

TEST_CASE("the environment of this process") {
  ::setenv("TRADELANE_TEST_VARIABLE", "x", 1);
  CHECK(cli::variables_of_process()("TRADELANE_TEST_VARIABLE") == "x");
  ::unsetenv("TRADELANE_TEST_VARIABLE");
  CHECK_FALSE(cli::variables_of_process()("TRADELANE_TEST_VARIABLE"));
}
