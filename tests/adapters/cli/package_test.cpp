// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/package.hpp"

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

TEST_CASE("the id is the label and the digest of the whole file, the same every time") {
  const test::TempFolder folder;
  cli::Package command{
      .label = "tradelane_1", .address = "tradelane:9999", .out = folder.file("a")};
  const test::Paper first;
  cli::run(command, {0}, first.screen);
  command.out = folder.file("b");
  const test::Paper second;
  cli::run(command, {0}, second.screen);
  CHECK(first.out.str() == second.out.str());
  CHECK(folder.read("a") == folder.read("b"));
  CHECK(first.out.str() == "tradelane_1:" + crypto::sha256_hex(folder.read("a")).text() + "\n");
  // A golden: members have approved this id, so a change of the packer would ask them again.
  CHECK(
      cli::package_id("a_1", cli::make_package("a_1", {.address = "h:1", .dial_timeout = "10s"})) ==
      "a_1:d3c1416b94cc9aaf1f2adc92b80547a06cae00796f7f306365974fa19900799f");
}

TEST_CASE("the id alone for a shell, and what was written for programs") {
  const test::TempFolder folder;
  const std::vector<std::string> words{"package", "--label", "l_1",           "--address",
                                       "h:1",     "--out",   folder.file("p")};
  const std::string id = test::run(words).out;
  const auto json = test::run(test::with(words, {"--output", "json"}));
  CHECK(json.status == 0);
  CHECK(json.out == canonical(Json::Object{{"file", folder.file("p")},
                                           {"label", "l_1"},
                                           {"packageId", id.substr(0, id.size() - 1)}}) +
                        "\n");
  CHECK(test::run(test::with(words, {"--output", "yaml"})).out.find("\npackageId: ") !=
        std::string::npos);
  const auto refused = test::run({"package", "--label", "l_1", "--output", "json"});
  CHECK(*test::json(refused.err).find("message") == Json("--address is required."));
}

TEST_CASE("the package holds what the peer's builder reads") {
  // Stored without compression, the texts can be seen.
  const Bytes plain = cli::make_package("l", {.address = "h:1", .dial_timeout = "10s"});
  CHECK(plain.find(R"({"label":"l","type":"ccaas"})") != Bytes::npos);
  CHECK(plain.find(R"({"address":"h:1","client_auth_required":false,"dial_timeout":"10s",)"
                   R"("tls_required":false})") != Bytes::npos);
  const Bytes tls = cli::make_package("l", {.address = "h:1",
                                            .dial_timeout = "10s",
                                            .root_certificate = "R",
                                            .client_certificate = "C",
                                            .client_key = "K"});
  CHECK(tls.find(R"({"address":"h:1","client_auth_required":true,"client_cert":"C",)"
                 R"("client_key":"K","dial_timeout":"10s","root_cert":"R","tls_required":true})") !=
        Bytes::npos);
}

namespace {

/// The PEM files of a server's authority and of a peer, and the command that packs them.
struct PemFiles {
  test::TempFolder folder = {};
  crypto::CertificateAuthority authority =
      crypto::CertificateAuthority::create({.common_name = "ca"});
  crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  std::string certificate = authority.issue({.common_name = "peer"}, key.public_key());
  cli::Package good = {.label = "l",
                       .address = "h:1",
                       .root_certificate = folder.file("ca.pem"),
                       .client_certificate = folder.file("peer.pem"),
                       .client_key = folder.file("peer.key"),
                       .out = folder.file("out")};

  PemFiles() {
    folder.write("ca.pem", authority.certificate_pem());
    folder.write("peer.pem", certificate);
    folder.write("peer.key", key.pem());
    folder.write("other.key", crypto::PrivateKey::generate(crypto::KeyKind::p256).pem());
  }
  cli::Package with(std::string cli::Package::*member, const std::string& value) const {
    cli::Package out = good;
    out.*member = value;
    return out;
  }
};

void run(const cli::Package& command) {
  const test::Paper paper;
  // When the certificates of these tests begin and end.
  cli::run(command, {0}, paper.screen);
}

struct Row {
  std::string cli::Package::*member;
  std::string value;
  const char* message;
};

}  // namespace

TEST_CASE_FIXTURE(PemFiles, "files named are packed") {
  run(good);
  CHECK(folder.read("out") ==
        cli::make_package("l", {.address = "h:1",
                                .dial_timeout = "10s",
                                .root_certificate = authority.certificate_pem(),
                                .client_certificate = certificate,
                                .client_key = key.pem()}));
  const Row rows[] = {{&cli::Package::label, "a", ""},
                      {&cli::Package::label, "Trade_Lane-1.0+x", ""},
                      {&cli::Package::address, "tradelane.bankh.svc:65535", ""},
                      {&cli::Package::address, "[::1]:9999", ""},
                      {&cli::Package::dial_timeout, "1m30s", ""},
                      {&cli::Package::dial_timeout, "1.5h", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.value);
    CHECK_FALSE(test::problem_in([&] { run(with(row.member, row.value)); }));
  }
}

TEST_CASE_FIXTURE(PemFiles, "packages that no peer would take, or could use, are refused") {
  const Row rows[] = {
      {&cli::Package::label, "", "label"},
      {&cli::Package::label, "_a", "label"},
      {&cli::Package::label, "a b", "label"},
      {&cli::Package::address, "host", "not a host and a port"},
      {&cli::Package::address, ":1", "not a host and a port"},
      {&cli::Package::address, "host:", "not a host and a port"},
      {&cli::Package::address, "host:0", "not a host and a port"},
      {&cli::Package::address, "host:65536", "not a host and a port"},
      {&cli::Package::address, "host:http", "not a host and a port"},
      {&cli::Package::address, "0.0.0.0:1", "where a server listens"},
      {&cli::Package::dial_timeout, "", "no duration"},
      {&cli::Package::dial_timeout, "10", "no duration"},
      {&cli::Package::dial_timeout, "10 s", "no duration"},
      {&cli::Package::dial_timeout, "-1s", "no duration"},
      {&cli::Package::client_key, "", "go together"},
      {&cli::Package::client_certificate, "", "go together"},
      {&cli::Package::root_certificate, "", "roots"},
      {&cli::Package::root_certificate, folder.file("peer.key"), "no certificate"},
      {&cli::Package::client_certificate, folder.file("peer.key"), "no certificate"},
      {&cli::Package::client_key, folder.file("peer.pem"), "no key"},
      {&cli::Package::client_key, folder.file("other.key"), "not the key of its certificate"},
      {&cli::Package::client_key, folder.file("missing"), "cannot be read"},
      {&cli::Package::out, folder.file("no/folder"), "cannot be written"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    test::check_bad_input([&] { run(with(row.member, row.value)); }, row.message);
  }
}

TEST_CASE_FIXTURE(PemFiles, "what has ended is packed with a warning; so is every other lint") {
  const test::Paper paper;
  cli::run(good, {1}, paper.screen);
  CHECK(paper.out.str() == cli::package_id("l", folder.read("out")) + "\n");
  CHECK(paper.err.str().find("warning  connection.json  client_cert (CN=peer,C=HK) has ended") !=
        std::string::npos);
  CHECK(paper.err.str().find("error") == std::string::npos);
}

TEST_CASE_FIXTURE(PemFiles, "templates stay in the package as they are, and keys out of it") {
  cli::Package command = with(&cli::Package::client_key, "{{.client_key}}");
  command.address = "{{.peername}}-cc:9999";
  run(command);
  const Bytes file = folder.read("out");
  CHECK(file.find("{{.peername}}-cc:9999") != Bytes::npos);
  CHECK(file.find("\"client_key\":\"{{.client_key}}\"") != Bytes::npos);
}

TEST_CASE_FIXTURE(PemFiles, "values for the chart: service, port and id are those of the package") {
  struct Row {
    const char* address;
    const char* name;
  };
  const Row rows[] = {{"trade-tradelane.bank.svc:9998", "fullnameOverride: trade-tradelane\n"},
                      {"10.0.0.1:9998", ""},
                      {"localhost:9998", ""},
                      {"{{.peername}}-cc:9998", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.address);
    cli::Package command = with(&cli::Package::helm_values, folder.file("values.yaml"));
    command.address = row.address;
    run(command);
    const std::string values = folder.read("values.yaml");
    CHECK(values.find("\npackageId: \"" + cli::package_id("l", folder.read("out")) + "\"\n" +
                      row.name + "service:\n  port: 9998\n") != std::string::npos);
  }
  cli::Package plain = with(&cli::Package::helm_values, folder.file("values.yaml"));
  plain.root_certificate = plain.client_certificate = plain.client_key = "";
  test::check_bad_input([&] { run(plain); }, "mutual TLS only");
}

TEST_CASE_FIXTURE(PemFiles, "a package with a key in it is its owner's alone") {
  // Also when the file is there already, open to everybody.
  folder.write("out", "old");
  std::filesystem::permissions(folder.file("out"), std::filesystem::perms::all);
  run(good);
  CHECK(std::filesystem::status(folder.file("out")).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}
