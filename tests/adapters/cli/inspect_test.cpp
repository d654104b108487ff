// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/inspect.hpp"

#include "adapters/cli/archive.hpp"
#include "adapters/cli/package.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using cli::gzip;
using cli::tar;

namespace {

const Timestamp now = *Timestamp::parse("2026-06-01T00:00:00Z");
const char* const connection =
    R"({"address":"h:1","dial_timeout":"10s","tls_required":false,"client_auth_required":false})";
const char* const metadata = R"({"type":"CCAAS","label":"l_1"})";

Bytes package(const std::vector<cli::ArchiveFile>& code) {
  return gzip(tar({{"metadata.json", metadata}, {"code.tar.gz", gzip(tar(code))}}));
}

std::string told(const Bytes& file) {
  std::string out;
  for (const cli::Finding& one : cli::read_package(file, now).findings)
    if (one.level == cli::Finding::Level::error) out += one.about + ": " + one.text + " ";
  return out;
}

}  // namespace

TEST_CASE("a package of ours is read: label, id, address") {
  const Bytes file = cli::make_package("l_1", {.address = "h:1", .dial_timeout = "10s"});
  const auto content = cli::read_package(file, now);
  CHECK(content.label == "l_1");
  CHECK(content.type == "ccaas");
  CHECK(content.id == cli::package_id("l_1", file));
  CHECK(content.code == std::vector<std::string>{"connection.json"});
  REQUIRE(content.connection);
  CHECK(*content.connection->find("address") == Json("h:1"));
  CHECK_FALSE(cli::has_errors(content.findings));
}

TEST_CASE("what a peer would refuse is found") {
  struct Row {
    Bytes file;
    const char* told;
  };
  const Bytes code = gzip(tar({{"connection.json", connection}}));
  const Row rows[] = {
      {"no gzip", "package: It is no .tar.gz"},
      {gzip("no tar"), "package: It is no .tar.gz"},
      {gzip(tar({{"code.tar.gz", code}})), "metadata.json: It is missing."},
      {gzip(tar({{"metadata.json", metadata}})), "code.tar.gz: It is missing."},
      {gzip(tar({{"./metadata.json", metadata}, {"code.tar.gz", code}})),
       "package: It holds \"./metadata.json\""},
      {gzip(tar({{"metadata.json", metadata}, {"code.tar.gz", code}, {"x", ""}})),
       "package: It holds \"x\""},
      {gzip(tar({{"metadata.json", "{"}, {"code.tar.gz", code}})), "metadata.json: It is no JSON"},
      {gzip(tar({{"metadata.json", R"({"type":"ccaas","label":"_x"})"}, {"code.tar.gz", code}})),
       "metadata.json: Its label"},
      {gzip(tar({{"metadata.json", metadata}, {"code.tar.gz", "x"}})),
       "code.tar.gz: It is no .tar.gz"},
      {package({{"chaincode.go", ""}}), "connection.json: It is not in code.tar.gz."},
      {package({{"connection.json", "{"}}), "connection.json: It is no JSON"},
      {package({{"connection.json", "{}"}}), "connection.json: address is not a host"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.told);
    CHECK(told(row.file).find(row.told) != std::string::npos);
  }
  CHECK(told(package({{"connection.json", connection}})).empty());
  const auto other = cli::read_package(
      gzip(tar({{"metadata.json", R"({"type":"golang","label":"l"})"}, {"code.tar.gz", code}})),
      now);
  CHECK(other.findings.at(0).text.find("\"golang\"") != std::string::npos);
}

TEST_CASE("inspect prints what there is, hides the key, and tells by its status") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto peer = test::issue_pair(authority, "peer");
  folder.write("good", cli::make_package("l_1", {.address = "h:1",
                                                 .dial_timeout = "10s",
                                                 .root_certificate = authority.certificate_pem(),
                                                 .client_certificate = peer.certificate,
                                                 .client_key = peer.key}));
  folder.write("bad", "no gzip");
  const auto good = test::run({"package", "inspect", folder.file("good")});
  CHECK(good.status == 0);
  CHECK(good.out.find("packageId  l_1:") != std::string::npos);
  CHECK(good.out.find("mutualTls  yes") != std::string::npos);
  CHECK(good.out.find("warning  connection.json  The peer's private key") != std::string::npos);
  const auto machine = test::run({"package", "inspect", folder.file("good"), "--output", "json"});
  CHECK(machine.out.find("PRIVATE KEY") == std::string::npos);
  CHECK(*test::json(machine.out).find("connection")->find("client_key") == Json("(hidden)"));
  const auto bad = test::run({"package", "inspect", folder.file("bad")});
  CHECK(bad.status == 6);
  CHECK(bad.out.find("error    package") != std::string::npos);
  CHECK(test::run({"package", "inspect", folder.file("missing")}).status == 2);
}
