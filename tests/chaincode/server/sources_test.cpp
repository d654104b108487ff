// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/sources.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::server;

TEST_CASE("sources: the names of every family mean the same") {
  struct Row {
    const char* name;
    const char* key;
  };
  // fabric-shim.md 4.1, column by column.
  const Row rows[] = {// samples
                      {"CHAINCODE_SERVER_ADDRESS", "listen"},
                      {"CHAINCODE_ID", "package-id"},
                      {"CORE_CHAINCODE_ID_NAME", "package-id"},
                      {"CHAINCODE_TLS_KEY", "tls-key"},
                      {"CHAINCODE_TLS_CERT", "tls-certificate"},
                      {"CHAINCODE_CLIENT_CA_CERT", "tls-client-roots"},
                      // contract-api-go
                      {"CORE_TLS_CLIENT_KEY_FILE", "tls-key"},
                      {"CORE_TLS_CLIENT_CERT_FILE", "tls-certificate"},
                      {"CORE_PEER_TLS_ROOTCERT_FILE", "tls-client-roots"},
                      // client mode
                      {"CORE_PEER_LOCALMSPID", "msp-id"},
                      {"CORE_PEER_TLS_SERVERHOSTOVERRIDE", "peer-name"},
                      // Node
                      {"CORE_CHAINCODE_ADDRESS", "listen"},
                      {"CORE_CHAINCODE_ID", "package-id"},
                      {"CORE_CHAINCODE_TLS_KEY_FILE", "tls-key"},
                      {"CORE_CHAINCODE_TLS_KEY_PATH", "tls-key"},
                      {"CORE_CHAINCODE_TLS_CERT_FILE", "tls-certificate"},
                      {"CORE_CHAINCODE_TLS_CERT_PATH", "tls-certificate"},
                      {"CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE", "tls-client-roots"},
                      {"CORE_CHAINCODE_TLS_CLIENT_CACERT_PATH", "tls-client-roots"},
                      // Java
                      {"CORE_TLS_CLIENT_KEY_PATH", "tls-key"},
                      {"CORE_TLS_CLIENT_CERT_PATH", "tls-certificate"},
                      {"MAX_INBOUND_MESSAGE_SIZE", "message-bytes"},
                      {"CORE_CHAINCODE_LOGGING_LEVEL", "log-level"},
                      {"CORE_CHAINCODE_LOGGING_SHIM", "log-level"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(environment_values({{row.name, "1"}}).value() == Values{{row.key, "1"}});
  }
}

TEST_CASE("sources: our own name comes first, then the others in order; empty says nothing") {
  CHECK(environment_values({{"CHAINCODE_ID", "2"}, {"TRADELANE_PACKAGE_ID", "1"}}).value() ==
        Values{{"package-id", "1"}});
  CHECK(environment_values({{"CORE_CHAINCODE_ID", "2"}, {"CHAINCODE_ID", "1"}}).value() ==
        Values{{"package-id", "1"}});
  CHECK(environment_values({{"CHAINCODE_ID", ""}, {"CORE_CHAINCODE_ID", "2"}}).value() ==
        Values{{"package-id", "2"}});
  CHECK(environment_values({{"PATH", "x"}, {"TRADELANE_OTHER", "x"}}).value().empty());
}

TEST_CASE("sources: what the client commands are told in the same shell is not for a server") {
  // The `tradelane` command's profile and MSP folder, and the address that Fabric's peer command
  // calls: a server that listens must not take it for a peer to dial.
  CHECK(environment_values({{"TRADELANE_MSP", "org/users/User1/msp"},
                            {"TRADELANE_PROFILE", "connection.json"},
                            {"CORE_PEER_ADDRESS", "peer0.example:7051"}})
            .value()
            .empty());
}

TEST_CASE("sources: TLS by the switches of both families") {
  struct Row {
    const char* name;
    const char* value;
    const char* tls;
  };
  const Row rows[] = {
      {"CHAINCODE_TLS_DISABLED", "true", "off"}, {"CHAINCODE_TLS_DISABLED", "1", "off"},
      {"CHAINCODE_TLS_DISABLED", "T", "off"},    {"CHAINCODE_TLS_DISABLED", "false", "mutual"},
      {"CHAINCODE_TLS_DISABLED", "0", "mutual"}, {"CORE_PEER_TLS_ENABLED", "true", "mutual"},
      {"CORE_PEER_TLS_ENABLED", "FALSE", "off"}, {"CORE_PEER_TLS_ENABLED", "f", "off"},
      {"TRADELANE_TLS", "mutual", "mutual"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.value);
    CHECK(environment_values({{row.name, row.value}}).value() == Values{{"tls", row.tls}});
  }
  CHECK(
      environment_values({{"CHAINCODE_TLS_DISABLED", "false"}, {"CORE_PEER_TLS_ENABLED", "false"}})
          .value() == Values{{"tls", "mutual"}});
  CHECK(environment_values({{"TRADELANE_TLS", "mutual"}, {"CHAINCODE_TLS_DISABLED", "true"}})
            .value() == Values{{"tls", "mutual"}});
  CHECK(environment_values({{"CHAINCODE_TLS_DISABLED", "yes"}}).error().detail ==
        "CHAINCODE_TLS_DISABLED: true or false is needed, not \"yes\"");
}

TEST_CASE("sources: a file is one object of known keys") {
  CHECK(*read_file_values(R"({"listen":"127.0.0.1:1","deadline":11})") ==
        Values{{"listen", "127.0.0.1:1"}, {"deadline", "11"}});
  CHECK(*read_file_values(R"({"listen":["127.0.0.1:1=a:1","127.0.0.1:2=b:2"]})") ==
        Values{{"listen", "127.0.0.1:1=a:1,127.0.0.1:2=b:2"}});
  struct Row {
    const char* text;
    const char* complaint;
  };
  const Row rows[] = {
      {"[]", "one JSON object is needed, such as {\"listen\": \"127.0.0.1:9999\"}"},
      {"nonsense", "one JSON object is needed, such as {\"listen\": \"127.0.0.1:9999\"}"},
      {R"({"lisen":"x"})", "\"lisen\" is no key of the configuration; --help lists them"},
      {R"({"tls":true})", "tls: a text or a number is needed"},
      {R"({"tls":["off"]})", "tls: a text or a number is needed"},
      {R"({"listen":{}})", "listen: a text or a list of texts is needed"},
      {R"({"listen":[]})", "listen: a list of texts is needed"},
      {R"({"listen":[1]})", "listen: a list of texts is needed"},
      {R"({"listen":[""]})", "listen: a list of texts is needed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto values = read_file_values(row.text);
    REQUIRE_FALSE(values.ok());
    CHECK(values.error().detail == row.complaint);
  }
}
