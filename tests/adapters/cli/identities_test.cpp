// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/identities.hpp"

#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"

using namespace tradelane;

TEST_CASE("identities below a folder are listed with the party that they select") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  std::filesystem::create_directories(files.folder.file("other/signcerts"));
  files.folder.write("other/signcerts/cert.pem", "no certificate");
  std::ostringstream out;
  cli::run(cli::IdentityList{.folder = files.folder.path(), .output = cli::Output::json}, out);
  const Json rows = test::json(out.str());
  REQUIRE(rows.as_array() != nullptr);
  REQUIRE(rows.as_array()->size() == 2);
  const Json& good = rows.as_array()->at(0);
  CHECK(*good.find("folder") == Json("msp"));
  CHECK(*good.find("party") == Json("PARTY"));
  CHECK(*good.find("notAfter") == Json("2120-01-01T00:00:00Z"));
  CHECK(*good.find("key") == Json("here"));
  CHECK(good.find("subject")->as_string()->find("CN=client") != std::string::npos);
  const Json& bad = rows.as_array()->at(1);
  CHECK(*bad.find("folder") == Json("other"));
  CHECK(bad.find("subject")->as_string()->find("cannot be read") == 0);
}

TEST_CASE("an MSP folder itself is listed") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  std::filesystem::remove_all(files.folder.file("msp/keystore"));
  std::ostringstream out;
  cli::run(cli::IdentityList{.folder = files.folder.file("msp")}, out);
  CHECK(out.str().starts_with("folder  party  subject "));
  CHECK(out.str().find("CN=client") != std::string::npos);
  CHECK(out.str().find("elsewhere") != std::string::npos);
}

TEST_CASE("a folder without certificates is named") {
  const test::TempFolder folder;
  std::ostringstream out;
  const auto list = [&](const std::string& path) {
    cli::run(cli::IdentityList{.folder = path}, out);
  };
  test::check_bad_input([&] { list(folder.path()); }, "no certificate");
  test::check_bad_input([&] { list(folder.file("nowhere")); }, "cannot be read");
}
