// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/package.hpp"

#include "chaincode/crypto/digest.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

TEST_CASE("the id is the label and the digest of the whole file, the same every time") {
  const test::TempFolder folder;
  cli::Package command{
      .label = "tradelane_1", .address = "tradelane:9999", .out = folder.file("a")};
  std::ostringstream first;
  cli::run(command, first);
  command.out = folder.file("b");
  std::ostringstream second;
  cli::run(command, second);
  CHECK(first.str() == second.str());
  CHECK(folder.read("a") == folder.read("b"));
  CHECK(first.str() == "tradelane_1:" + crypto::sha256_hex(folder.read("a")).text() + "\n");
  // A golden: members have approved this id, so a change of the packer would ask them again.
  CHECK(
      cli::package_id("a_1", cli::make_package("a_1", {.address = "h:1", .dial_timeout = "10s"})) ==
      "a_1:d3c1416b94cc9aaf1f2adc92b80547a06cae00796f7f306365974fa19900799f");
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

TEST_CASE("files named are packed, packages that no peer would take are refused") {
  const test::TempFolder folder;
  folder.write("pem", "PEM");
  const std::string pem = folder.file("pem");
  const cli::Package good{.label = "l",
                          .address = "h:1",
                          .root_certificate = pem,
                          .client_certificate = pem,
                          .client_key = pem,
                          .out = folder.file("out")};
  std::ostringstream out;
  cli::run(good, out);
  CHECK(folder.read("out").find(R"("root_cert":"PEM")") != std::string::npos);
  struct Row {
    std::string cli::Package::*member;
    std::string value;
    const char* message;
  };
  const Row rows[] = {
      {&cli::Package::label, "", "label"},
      {&cli::Package::label, "_a", "label"},
      {&cli::Package::label, "a b", "label"},
      {&cli::Package::address, "host", "port"},
      {&cli::Package::dial_timeout, "", "dial timeout"},
      {&cli::Package::client_key, "", "go together"},
      {&cli::Package::client_certificate, "", "go together"},
      {&cli::Package::root_certificate, "", "roots"},
      {&cli::Package::client_key, folder.file("missing"), "cannot be read"},
      {&cli::Package::out, folder.file("no/folder"), "cannot be written"},
  };
  for (const Row& row : rows) {
    cli::Package bad = good;
    bad.*row.member = row.value;
    test::check_bad_input([&] { cli::run(bad, out); }, row.message);
  }
  for (const char* label : {"a", "1", "Trade_Lane-1.0+x"}) {
    cli::Package other = good;
    other.label = label;
    CHECK_FALSE(test::problem_in([&] { cli::run(other, out); }));
  }
}
