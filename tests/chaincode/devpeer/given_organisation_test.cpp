// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/devpeer/files.hpp"
#include "chaincode/devpeer/organisations.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
namespace fs = std::filesystem;

namespace {

/// What another tool left: here it is one of our own, read as a stranger's.
struct Stranger {
  test::TempFolder folder;
  std::string peer = folder.file("B/peer");

  Stranger() { REQUIRE(open_organisations(folder.path(), {"B"}, {}, test::long_ago).ok()); }
  std::string refusal() const {
    const auto read = read_given({"B", peer});
    return read.ok() ? "no refusal" : read.error().detail;
  }
};

std::string certificate(const crypto::CertificateAuthority& authority, const std::string& unit,
                        const crypto::PrivateKey& key) {
  return authority.issue({.common_name = "peer9",
                          .units = {unit},
                          .not_before = test::long_ago,
                          .not_after = test::far_ahead},
                         key.public_key());
}

}  // namespace

TEST_CASE_FIXTURE(Stranger, "given organisation: a peer's folder is enough") {
  const auto read = read_given({"B", peer});
  REQUIRE(read.ok());
  CHECK(read->is_given);
  CHECK(read->msp == "B");
  CHECK(read->peer_certificate == folder.read("B/peer/msp/signcerts/cert.pem"));
  CHECK(read->tls_key == folder.read("B/peer/tls/server.key"));
  CHECK(read->authority.find(folder.read("B/ca/cert.pem")) != std::string::npos);
}

TEST_CASE_FIXTURE(Stranger,
                  "given organisation: an intermediate authority counts when it is the root's") {
  const auto other = test::make_authority("other");
  write_file(fs::path(peer) / "msp/intermediatecerts/a.pem", other.certificate_pem());
  CHECK(read_given({"B", peer})->authority.find(other.certificate_pem()) == std::string::npos);
  const auto root = crypto::CertificateAuthority::from_pem(folder.read("B/ca/cert.pem"),
                                                           folder.read("B/ca/key.pem"));
  const std::string issued =
      certificate(*root, "ca", crypto::PrivateKey::generate(crypto::KeyKind::p256));
  write_file(fs::path(peer) / "msp/intermediatecerts/b.pem", issued);
  const auto read = read_given({"B", peer});
  REQUIRE(read.ok());
  CHECK(read->authority == folder.read("B/ca/cert.pem") + "\n" + issued + "\n");
}

TEST_CASE_FIXTURE(Stranger, "given organisation: what is missing or does not fit is named") {
  const fs::path at = peer;
  const auto authority = crypto::CertificateAuthority::from_pem(folder.read("B/ca/cert.pem"),
                                                                folder.read("B/ca/key.pem"));
  const auto stranger = test::make_authority("stranger");
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  write_file(at / "msp/signcerts/cert.pem", certificate(*authority, "client", key));
  CHECK(refusal() == peer + ": its certificate has no organisational unit 'peer'");
  write_file(at / "msp/signcerts/cert.pem", certificate(stranger, "peer", key));
  CHECK(refusal() == peer + ": its certificate is not its authority's");
  write_file(at / "msp/signcerts/cert.pem", certificate(*authority, "peer", key));
  CHECK(refusal() == peer + ": its key is not the P-256 key of its certificate");
  write_secret(at / "msp/keystore/key.pem", key.pem());
  CHECK(refusal() == "no refusal");
  write_secret(at / "msp/keystore/second.pem", key.pem());
  CHECK(refusal() == peer + "/msp/keystore needs exactly one file");
  fs::remove_all(at / "msp/cacerts");
  CHECK(refusal() == peer + "/msp/cacerts needs a certificate");
  write_file(at / "msp/cacerts/ca.pem", authority->certificate_pem());
  fs::remove(at / "msp/keystore/second.pem");
  CHECK(refusal() == "no refusal");
  fs::remove_all(at / "tls");
  CHECK(refusal().find(peer + "/tls/ca.crt") != std::string::npos);
}
