// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/connect.hpp"

#include "tests/adapters/cli/expect.hpp"
#include "tests/adapters/cli/msp_files.hpp"

using namespace tradelane;
using test::check_bad_input;

TEST_CASE("a profile and an MSP folder are enough") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  const auto client = cli::connect(files.flags());
  CHECK(client->identity().msp == "BankHMSP");
  CHECK(client->identity().certificate == files.person.identity.certificate);
}

TEST_CASE("flags are enough, and win over the profile") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  CHECK(cli::connect({.msp_folder = files.flags().msp_folder,
                      .msp = "OtherMSP",
                      .peer = "localhost:1",
                      .plaintext = true})
            ->identity()
            .msp == "OtherMSP");
  cli::ConnectionFlags both = files.flags();
  both.msp = "OtherMSP";
  CHECK(cli::connect(both)->identity().msp == "OtherMSP");
  both.peer = "peer.example:7051";  // the profile's plaintext is for loopback only
  check_bad_input([&] { cli::connect(both); }, "plaintext is for loopback only");
}

TEST_CASE("files named by flags are read") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  files.folder.write("tls.pem", "PEM");
  const std::string pem = files.folder.file("tls.pem");
  const cli::ConnectionFlags tls{.msp_folder = files.flags().msp_folder,
                                 .msp = "BankHMSP",
                                 .peer = "peer.example:7051",
                                 .tls_roots = pem,
                                 .tls_certificate = pem,
                                 .tls_key = pem,
                                 .server_name = "peer"};
  CHECK(cli::connect(tls) != nullptr);
  for (std::string cli::ConnectionFlags::*member :
       {&cli::ConnectionFlags::tls_roots, &cli::ConnectionFlags::tls_certificate,
        &cli::ConnectionFlags::tls_key}) {
    cli::ConnectionFlags missing = tls;
    missing.*member = files.folder.file("missing.pem");
    check_bad_input([&] { cli::connect(missing); }, "cannot be read");
    missing.*member = "";
    check_bad_input([&] { cli::connect(missing); }, "GW_CONFIG");
  }
}

TEST_CASE("what is missing is named") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  cli::ConnectionFlags flags = files.flags();
  flags.msp_folder = "";
  check_bad_input([&] { cli::connect(flags); }, "No identity");
  flags.msp_folder = files.folder.file("nowhere");
  check_bad_input([&] { cli::connect(flags); }, "signcerts");
  flags = files.flags();
  flags.profile = files.folder.file("nowhere.json");
  check_bad_input([&] { cli::connect(flags); }, "nowhere.json");
  flags.profile = "";
  check_bad_input([&] { cli::connect(flags); }, "MSP id");
  const test::MspFiles foreign(test::person("BankHMSP", crypto::KeyKind::sm2), "127.0.0.1:1");
  check_bad_input([&] { cli::connect(foreign.flags()); }, "P-256");
}
