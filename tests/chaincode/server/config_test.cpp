// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/config.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::server;

namespace {

const Values enough{{"package-id", "t:1"}, {"tls", "off"}};

std::string complaint(Values values) {
  values.insert(enough.begin(), enough.end());
  const auto config = make_config({values});
  return config ? "" : config.error().detail;
}

}  // namespace

TEST_CASE("config: file, then environment, then flags") {
  const Values file{{"package-id", "file"}, {"listen", "127.0.0.1:1"}, {"deadline", "11"}};
  const auto environment = environment_values({{"CHAINCODE_ID", "environment"},
                                               {"CHAINCODE_SERVER_ADDRESS", "127.0.0.1:2"},
                                               {"CHAINCODE_TLS_DISABLED", "true"}});
  const auto config = make_config({file, environment, {{"listen", "127.0.0.1:3"}}});
  REQUIRE(config.ok());
  CHECK(config->package_id == "environment");
  CHECK(config->listen_port == 3);
  CHECK(config->deadline_s == 11);
  CHECK_FALSE(config->tls);
}

TEST_CASE("config: the names of all shims mean the same, the first that is set counts") {
  struct Row {
    const char* name;
    const char* key;
  };
  const Row rows[] = {{"CHAINCODE_ID", "package-id"},
                      {"CORE_CHAINCODE_ID_NAME", "package-id"},
                      {"CORE_CHAINCODE_ID", "package-id"},
                      {"CHAINCODE_SERVER_ADDRESS", "listen"},
                      {"CORE_CHAINCODE_ADDRESS", "listen"},
                      {"CHAINCODE_TLS_KEY", "tls-key"},
                      {"CORE_TLS_CLIENT_KEY_FILE", "tls-key"},
                      {"CORE_CHAINCODE_TLS_KEY_FILE", "tls-key"},
                      {"CHAINCODE_TLS_CERT", "tls-certificate"},
                      {"CORE_TLS_CLIENT_CERT_FILE", "tls-certificate"},
                      {"CORE_CHAINCODE_TLS_CERT_FILE", "tls-certificate"},
                      {"CHAINCODE_CLIENT_CA_CERT", "tls-client-roots"},
                      {"CORE_PEER_TLS_ROOTCERT_FILE", "tls-client-roots"},
                      {"CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE", "tls-client-roots"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(environment_values({{row.name, "x"}}) == Values{{row.key, "x"}});
  }
  CHECK(environment_values({{"CORE_PEER_TLS_ENABLED", "false"}}) == Values{{"tls", "off"}});
  CHECK(environment_values({{"CHAINCODE_ID", "1"}, {"CORE_CHAINCODE_ID", "2"}}) ==
        Values{{"package-id", "1"}});
  CHECK(environment_values({{"CHAINCODE_ID", ""}}).empty());
}

TEST_CASE("config: each mistake has one line that says how to mend it") {
  CHECK(complaint({}) == "");
  CHECK(complaint({{"listen", "9999"}}) ==
        "listen: ADDRESS:PORT is needed, such as 127.0.0.1:9999, not \"9999\"");
  CHECK(complaint({{"listen", "127.0.0.1:65536"}}) ==
        "listen: a number from 0 to 65535 is needed, not \"65536\"");
  CHECK(complaint({{"listen", "127.0.0.1:65535"}}) == "");
  CHECK(complaint({{"deadline", "0"}}) == "deadline: a number from 1 to 3600 is needed, not \"0\"");
  CHECK(complaint({{"log-level", "loud"}}) ==
        "log-level: debug, info, warn or error is needed, not \"loud\"");
  CHECK(complaint({{"unknown", "x"}}) == "unknown: there is no such key");
  CHECK(make_config({{{"tls", "yes"}}}).error().detail ==
        "tls: \"mutual\" or \"off\" is needed, not \"yes\"");
  CHECK(make_config({{}}).error().detail.starts_with("package-id: it is missing; take the one"));
  CHECK(
      make_config({{{"package-id", "t:1"}}}).error().detail ==
      "tls-certificate: a PEM file is needed for mutual TLS; plain text on loopback is --tls off");
}

TEST_CASE("config: a file is one object of known keys") {
  CHECK(*read_file_values(R"({"listen":"127.0.0.1:1","deadline":11})") ==
        Values{{"listen", "127.0.0.1:1"}, {"deadline", "11"}});
  CHECK(read_file_values("[]").error().detail == "file: one JSON object is needed");
  CHECK(read_file_values("nonsense").error().detail == "file: one JSON object is needed");
  CHECK(read_file_values(R"({"lisen":"x"})").error().detail == "lisen: there is no such key");
  CHECK(read_file_values(R"({"tls":true})").error().detail == "tls: a text or a number is needed");
}

TEST_CASE("config: printed with every key, and every key has its help") {
  const auto config = make_config({enough});
  REQUIRE(config.ok());
  const std::string text = print(*config);
  for (const Option& option : options()) {
    CAPTURE(option.name);
    CHECK(("\n" + text).find("\n" + option.name + " = ") != std::string::npos);
    CHECK_FALSE(option.help.empty());
    if (option.standard.empty() || option.name == "tls") continue;
    CHECK(make_config({enough, {{option.name, option.standard}}}).ok());
    CHECK(text.find(option.name + " = " + option.standard + "\n") != std::string::npos);
  }
}
