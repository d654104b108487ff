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
  const test::TlsFiles pem = test::make_tls("peer");
  files.folder.write("roots.pem", pem.roots);
  files.folder.write("tls.pem", pem.client_certificate);
  files.folder.write("tls.key", pem.client_key);
  const cli::ConnectionFlags tls{.msp_folder = files.flags().msp_folder,
                                 .msp = "BankHMSP",
                                 .peer = "peer.example:7051",
                                 .tls_roots = files.folder.file("roots.pem"),
                                 .tls_certificate = files.folder.file("tls.pem"),
                                 .tls_key = files.folder.file("tls.key"),
                                 .server_name = "peer"};
  CHECK(cli::connect(tls) != nullptr);
  for (std::string cli::ConnectionFlags::*member :
       {&cli::ConnectionFlags::tls_roots, &cli::ConnectionFlags::tls_certificate,
        &cli::ConnectionFlags::tls_key}) {
    cli::ConnectionFlags missing = tls;
    missing.*member = files.folder.file("missing.pem");
    check_bad_input([&] { cli::connect(missing); }, "cannot be read");
    missing.*member = "";
    check_bad_input([&] { cli::connect(missing); }, member == &cli::ConnectionFlags::tls_roots
                                                        ? "roots are missing"
                                                        : "and its key go together");
    missing.*member = files.folder.file("msp/keystore/priv_sk");
    check_bad_input([&] { cli::connect(missing); },
                    member == &cli::ConnectionFlags::tls_roots ? "--tls-roots (or tlsCACerts"
                    : member == &cli::ConnectionFlags::tls_key ? "--tls-key (or client.tlsCerts"
                                                               : "--tls-cert (or client.tlsCerts");
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
  flags.msp = "BankHMSP";
  check_bad_input([&] { cli::connect(flags); }, "No peer is named");
  const test::MspFiles other(test::person("BankHMSP"), "127.0.0.1:1");
  other.folder.write("msp/keystore/priv_sk", test::person("BankHMSP").key.pem());
  check_bad_input([&] { cli::connect(other.flags()); }, "is not the key of its certificate");
  other.folder.write("msp/keystore/priv_sk",
                     "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"
                     "-----END ENCRYPTED PRIVATE KEY-----\n");
  check_bad_input([&] { cli::connect(other.flags()); },
                  "msp/keystore is protected by a pass phrase");
  const test::MspFiles foreign(test::person("BankHMSP", crypto::KeyKind::sm2), "127.0.0.1:1");
  check_bad_input([&] { cli::connect(foreign.flags()); }, "P-256");
}
