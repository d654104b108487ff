// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/profile.hpp"

#include <doctest/doctest.h>

#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using test::TempFolder;

namespace {

Result<Profile> read(const TempFolder& folder, const std::string& text) {
  folder.write("profile.json", text);
  return read_profile(folder.file("profile.json"));
}

}  // namespace

TEST_CASE("a profile with TLS, texts in the file") {
  const TempFolder folder;
  const auto profile = read(folder, R"({
    "name": "tradelane", "version": "1.0.0",
    "client": {"organization": "BankH", "tlsCerts": {"client": {
      "cert": {"pem": "CERT"}, "key": {"pem": "KEY"}}}},
    "organizations": {"BankH": {"mspid": "BankHMSP", "peers": ["peer0.bankh", "peer1.bankh"]},
                      "Other": {"mspid": "OtherMSP", "peers": ["a.other"]}},
    "peers": {"a.other": {"url": "grpcs://other:1"},
              "peer0.bankh": {"url": "grpcs://127.0.0.1:7051", "tlsCACerts": {"pem": "ROOTS"},
                "grpcOptions": {"ssl-target-name-override": "peer0.bankh"}}}})");
  REQUIRE(profile);
  CHECK(profile->msp == "BankHMSP");
  CHECK(profile->connection.address == "127.0.0.1:7051");
  CHECK(profile->connection.tls_roots == "ROOTS");
  CHECK(profile->connection.server_name == "peer0.bankh");
  CHECK(profile->connection.client_certificate == "CERT");
  CHECK(profile->connection.client_key == "KEY");
  CHECK_FALSE(profile->connection.plaintext);
}

TEST_CASE("a profile's paths are relative to the profile, and roots may be a list") {
  const TempFolder folder;
  folder.write("roots.pem", "FROM FILE");
  const auto by_path = read(folder, R"({"peers": {"p": {"url": "grpcs://h:1",
      "tlsCACerts": {"path": "roots.pem"}}}})");
  REQUIRE(by_path);
  CHECK(by_path->connection.tls_roots == "FROM FILE");
  CHECK(by_path->msp.empty());
  const auto list = read(folder, R"({"peers": {"p": {"url": "grpcs://h:1",
      "tlsCACerts": {"pem": ["A", "B"]}}}})");
  REQUIRE(list);
  CHECK(list->connection.tls_roots == "AB");
}

TEST_CASE("grpc:// asks for plaintext") {
  const TempFolder folder;
  const auto profile = read(folder, R"({"peers": {"p": {"url": "grpc://localhost:7051"}}})");
  REQUIRE(profile);
  CHECK(profile->connection.plaintext);
  CHECK(profile->connection.address == "localhost:7051");
}

TEST_CASE("profiles that cannot be used") {
  const TempFolder folder;
  for (const char* text : {
           "not json",
           "{}",
           R"({"peers": {}})",
           R"({"peers": {"p": {"url": "http://x:1"}}})",
           R"({"peers": {"p": {}}})",
           R"({"client": {"organization": "X"}, "peers": {"p": {"url": "grpc://localhost:1"}}})",
           R"({"client": {"organization": "X"}, "organizations": {"X": {"mspid": "M"}},
               "peers": {"p": {"url": "grpc://localhost:1"}}})",
           R"({"client": {"organization": "X"}, "organizations": {"X": {"peers": ["q"]}},
               "peers": {"p": {"url": "grpc://localhost:1"}}})",
           R"({"peers": {"p": {"url": "grpcs://h:1", "tlsCACerts": {"path": "missing.pem"}}}})",
       }) {
    CAPTURE(text);
    const auto profile = read(folder, text);
    REQUIRE_FALSE(profile);
    CHECK(profile.error().code == Code::gw_config);
  }
  CHECK_FALSE(read_profile(folder.file("missing.json")));
}

TEST_CASE("an MSP folder holds one certificate and one key") {
  const TempFolder folder;
  const std::string msp = folder.file("msp");
  CHECK_FALSE(read_msp_folder(msp));
  std::filesystem::create_directories(msp + "/signcerts");
  folder.write("msp/signcerts/cert.pem", "CERT");
  CHECK_FALSE(read_msp_folder(msp));
  std::filesystem::create_directories(msp + "/keystore");
  CHECK_FALSE(read_msp_folder(msp));
  folder.write("msp/keystore/priv_sk", "KEY");
  const auto read = read_msp_folder(msp);
  REQUIRE(read);
  CHECK(read->certificate == "CERT");
  CHECK(read->key == "KEY");
  folder.write("msp/keystore/other_sk", "KEY");
  const auto two = read_msp_folder(msp);
  REQUIRE_FALSE(two);
  CHECK(two.error().code == Code::gw_config);
}
