// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/organisations.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/certificate.hpp"
#include "chaincode/crypto/certificate_check.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
namespace fs = std::filesystem;

namespace {

const Timestamp now = *Timestamp::parse("2026-11-24T12:00:00Z");

std::string refusal(const auto& result) {
  return result.ok() ? "no refusal" : result.error().detail;
}

}  // namespace

TEST_CASE("organisations: made once, kept, and extended by new users") {
  const test::TempFolder folder;
  const std::string at = folder.path();
  const auto first = open_organisations(at, {"A", "B"}, {{"A", "BKH", "PARTY1"}}, now);
  REQUIRE(first.ok());
  REQUIRE(first->size() == 2);
  const auto again =
      open_organisations(at, {"A", "B"}, {{"A", "BKH", "PARTY1"}, {"B", "EXP", "PARTY2"}}, now);
  REQUIRE(again.ok());
  CHECK((*again)[0].peer_certificate == (*first)[0].peer_certificate);
  CHECK((*again)[0].tls_key == (*first)[0].tls_key);

  const std::string user = folder.read("B/users/EXP/msp/signcerts/cert.pem");
  CHECK(crypto::issued_by(user, (*first)[1].authority));
  CHECK_FALSE(crypto::issued_by(user, (*first)[0].authority));
  const auto identity = crypto::parse_identity("B", user);
  CHECK(identity->attributes.at("tradelane.party") == "PARTY2");
  CHECK(identity->units == std::vector<std::string>{"client"});
  CHECK(crypto::parse_identity("B", folder.read("B/users/Admin/msp/signcerts/cert.pem"))->units ==
        std::vector<std::string>{"admin"});
  CHECK(crypto::parse_identity("A", (*first)[0].peer_certificate)->units ==
        std::vector<std::string>{"peer"});
  for (const char* file : {"msp/config.yaml", "msp/cacerts/ca.pem", "msp/tlscacerts/tlsca.pem",
                           "peer/msp/keystore/key.pem", "peer/tls/server.crt",
                           "users/User1/msp/keystore/key.pem", "users/User1/tls/client.crt"})
    CHECK(fs::exists(folder.path() / "A" / file));
  CHECK((fs::status(folder.path() / "A/ca/key.pem").permissions() & fs::perms::others_all) ==
        fs::perms::none);
}

TEST_CASE("organisations: what cannot be") {
  const test::TempFolder folder;
  const std::string at = folder.path();
  const auto open = [&](const std::vector<std::string>& msps, const std::vector<User>& users) {
    return refusal(open_organisations(at, msps, users, now));
  };
  CHECK(open({"A", "A"}, {}).find("is there twice") != std::string::npos);
  CHECK(open({"../A"}, {}).find("cannot be the name of an organisation") != std::string::npos);
  CHECK(open({"chaincode"}, {}).find("cannot be the name") != std::string::npos);
  CHECK(open({"A"}, {{"A", "a/b", ""}}) == "'a/b' cannot be the name of a user");
  CHECK(open({"A"}, {{"B", "X", ""}}) == "user X belongs to B, which is no organisation");
  CHECK(open({"A"}, {{"A", "X", "P1"}}) == "no refusal");
  CHECK(open({"A"}, {{"A", "X", "P2"}}) == "user X of A exists with another party");
  folder.write("file", "x");
  CHECK(refusal(open_organisations(folder.file("file"), {"A"}, {}, now)) != "no refusal");
}

TEST_CASE("organisations: the chaincode server's certificate, and a connection profile") {
  const test::TempFolder folder;
  const std::string at = folder.path();
  const auto organisations = open_organisations(at, {"A", "B"}, {}, now);
  REQUIRE(open_chaincode_material(at, *organisations, "localhost", now).ok());
  const std::string server = folder.read("chaincode/server.crt");
  CHECK(crypto::issued_by(server, (*organisations)[0].tls_authority));
  REQUIRE(open_chaincode_material(at, *organisations, "localhost", now).ok());
  CHECK(folder.read("chaincode/server.crt") == server);
  CHECK(crypto::issued_by((*organisations)[0].tls_certificate,
                          folder.read("chaincode/client-ca.crt")));

  REQUIRE(write_profile(at, (*organisations)[1], "trade", 7051).ok());
  const auto profile = parse_json(folder.read("connection-B.json"));
  REQUIRE(profile.ok());
  const Json* peer = profile->find("peers")->find("peer0.B");
  REQUIRE(peer != nullptr);
  CHECK(*peer->find("url")->as_string() == "grpcs://localhost:7051");
  CHECK(*peer->find("tlsCACerts")->find("pem")->as_string() == (*organisations)[1].tls_authority);
  CHECK(*profile->find("organizations")->find("B")->find("mspid")->as_string() == "B");
  const Json* client = profile->find("client")->find("tlsCerts")->find("client");
  CHECK(fs::exists(folder.path() / *client->find("key")->find("path")->as_string()));
}
