// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/msp_check.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using Level = cli::Finding::Level;
namespace fs = std::filesystem;

namespace {

const Timestamp now = *Timestamp::parse("2026-06-01T00:00:00Z");

/// A folder with nothing wrong in it.
struct Msp {
  test::TempFolder folder = {};
  crypto::CertificateAuthority authority = test::make_authority("ca");
  crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::KeyKind::p256);

  Msp() {
    for (const char* name : {"signcerts", "keystore", "cacerts"})
      fs::create_directories(folder.file(name));
    folder.write("signcerts/cert.pem", certificate({"client"}, test::far_ahead));
    folder.write("keystore/priv_sk", key.pem());
    fs::permissions(folder.file("keystore/priv_sk"), fs::perms::owner_read);
    folder.write("cacerts/ca.pem", authority.certificate_pem());
    folder.write("config.yaml", "NodeOUs:\n  Enable: true\n");
  }
  std::string certificate(const std::vector<std::string>& units, Timestamp until) const {
    return authority.issue({.common_name = "user",
                            .units = units,
                            .attributes = {{"tradelane.party", "P1"}},
                            .not_before = test::long_ago,
                            .not_after = until},
                           key.public_key());
  }
  std::string told() const {
    std::string out;
    for (const cli::Finding& one : cli::check_msp_folder(folder.path(), now)) {
      out += std::to_string(static_cast<int>(one.level)) + " " + one.text + "\n";
      if (one.level != Level::ok) CHECK_FALSE(one.fix.empty());
    }
    return out;
  }
};

}  // namespace

TEST_CASE("a folder with nothing wrong: who it is, until when, for whom it acts") {
  const Msp msp;
  CHECK(msp.told() ==
        "0 CN=user,OU=client,C=HK, until 2046-01-01T00:00:00Z; it acts for party P1.\n");
}

TEST_CASE("each thing that can be wrong with an MSP folder is found") {
  struct Row {
    const char* told;
    void (*change)(const Msp&);
  };
  const Row rows[] = {
      {"3 ", [](const Msp& msp) { fs::remove_all(msp.folder.path()); }},
      {"signcerts holds no file",
       [](const Msp& msp) { fs::remove_all(msp.folder.file("signcerts")); }},
      {"signcerts holds 2 files",
       [](const Msp& msp) { msp.folder.write("signcerts/second", "x"); }},
      {"keystore holds no file",
       [](const Msp& msp) { fs::remove(msp.folder.file("keystore/priv_sk")); }},
      {"cannot be read", [](const Msp& msp) { msp.folder.write("signcerts/cert.pem", "x"); }},
      {"has ended on 2026-05-01",
       [](const Msp& msp) {
         msp.folder.write("signcerts/cert.pem",
                          msp.certificate({"client"}, *Timestamp::parse("2026-05-01T00:00:00Z")));
       }},
      {"ends on 2026-06-10",
       [](const Msp& msp) {
         msp.folder.write("signcerts/cert.pem",
                          msp.certificate({"client"}, *Timestamp::parse("2026-06-10T00:00:00Z")));
       }},
      {"key in keystore cannot be used",
       [](const Msp& msp) {
         fs::remove(msp.folder.file("keystore/priv_sk"));
         msp.folder.write("keystore/priv_sk", "x");
       }},
      {"is not that of the certificate",
       [](const Msp& msp) {
         fs::remove(msp.folder.file("keystore/priv_sk"));
         msp.folder.write("keystore/priv_sk",
                          crypto::PrivateKey::generate(crypto::KeyKind::p256).pem());
       }},
      {"2 Others may read the private key",
       [](const Msp& msp) {
         fs::permissions(msp.folder.file("keystore/priv_sk"),
                         fs::perms::owner_read | fs::perms::group_read);
       }},
      {"does not lead to the authorities",
       [](const Msp& msp) {
         msp.folder.write("cacerts/ca.pem", test::make_authority("other").certificate_pem());
       }},
      {"1 There is no authority in cacerts",
       [](const Msp& msp) { fs::remove_all(msp.folder.file("cacerts")); }},
      {"1 There is no config.yaml",
       [](const Msp& msp) { fs::remove(msp.folder.file("config.yaml")); }},
      {"config.yaml cannot be read",
       [](const Msp& msp) { msp.folder.write("config.yaml", "a: [1"); }},
      {"has none of the units",
       [](const Msp& msp) {
         msp.folder.write("signcerts/cert.pem", msp.certificate({}, test::far_ahead));
       }},
  };
  for (const Row& row : rows) {
    const Msp msp;
    row.change(msp);
    const std::string told = msp.told();
    CAPTURE(told);
    CHECK(told.find(row.told) != std::string::npos);
  }
}

TEST_CASE("without node OUs the units do not matter") {
  const Msp msp;
  msp.folder.write("config.yaml", "NodeOUs:\n  Enable: false\n");
  msp.folder.write("signcerts/cert.pem", msp.certificate({}, test::far_ahead));
  CHECK(msp.told().starts_with("0 CN=user,C=HK, until"));
}
