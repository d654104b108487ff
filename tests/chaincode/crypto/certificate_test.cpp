// SPDX-License-Identifier: Apache-2.0
// Vectors: fixtures/identities, made by the shims of Go, Node and Java.
#include "chaincode/crypto/certificate.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "chaincode/codec/fields.hpp"
#include "chaincode/crypto/certificate_authority.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

const Json& vectors() {
  static const Json read = [] {
    std::ifstream in(TRADELANE_SOURCE_DIR "/fixtures/identities/client_ids.json");
    return *parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  }();
  return read;
}

std::string text(const Json& row, const char* name) { return *row.find(name)->as_string(); }

Result<ClientIdentity> identity_of(const Json& row) {
  return parse_identity("Org1MSP", text(row, "certificate"));
}

const Json& row_of(const std::string& what) {
  for (const Json& row : *vectors().find("read")->as_array())
    if (text(row, "what") == what) return row;
  throw Fault("no vector: " + what);
}

bool is_refused(const std::string& pem) {
  const auto identity = parse_identity("Org1MSP", pem);
  return !identity.ok() && identity.error().code == Code::auth_denied;
}

}  // namespace

TEST_CASE("certificate: id, units and attributes as Go, Node and Java tell them") {
  int rows = 0;
  for (const Json& row : *vectors().find("read")->as_array()) {
    CAPTURE(text(row, "what"));
    const auto identity = identity_of(row);
    REQUIRE(identity.ok());
    CHECK(identity->id() == to_base64(text(row, "go")));
    if (row.find("node") != nullptr) CHECK(identity->id(IdForm::node) == text(row, "node"));
    if (row.find("java") != nullptr) CHECK(identity->id(IdForm::java) == text(row, "java"));
    CHECK(to_json(identity->units) == *row.find("units"));
    CHECK(to_json(identity->attributes) == *row.find("attributes"));
    ++rows;
  }
  CHECK(rows > 20);
}

TEST_CASE("certificate: the decoded id that token-erc-20 publishes for its minter") {
  const auto identity = identity_of(row_of("a certificate of Fabric CA"));
  CHECK(from_base64(identity->id()) ==
        "x509::CN=minter,OU=client,O=Hyperledger,ST=North Carolina,C=US::"
        "CN=ca.org1.example.com,O=org1.example.com,L=Durham,ST=North Carolina,C=US");
}

TEST_CASE("certificate: a look-alike in one attribute has another id") {
  const std::string minter = identity_of(row_of("a certificate of Fabric CA"))->id();
  CHECK(identity_of(row_of("a name that looks like two"))->id() != minter);
  CHECK(identity_of(row_of("a name that looks like two to Node"))->id(IdForm::node) !=
        identity_of(row_of("a certificate of Fabric CA"))->id(IdForm::node));
  // A renewed certificate, here one with other attributes, keeps it.
  CHECK(identity_of(row_of("attributes"))->id() == minter);
}

TEST_CASE("certificate: attributes are asked for by name and whole value") {
  const auto identity = *identity_of(row_of("attributes"));
  CHECK(identity.assert_attribute("hf.Affiliation", "org1.department1").ok());
  struct Row {
    const char* name;
    std::string value;
  };
  const Row denied[] = {{"hf.Affiliation", "org1"},
                        {"hf.Affiliation", "org1.department1 "},
                        {"hf.affiliation", "org1.department1"},
                        {"hf.Affiliation", ""},
                        {"absent", ""}};
  for (const Row& row : denied) {
    CAPTURE(row.name);
    const auto answer = identity.assert_attribute(row.name, row.value);
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().code == Code::auth_denied);
    CHECK(answer.error().detail == std::string("certificate attribute ") + row.name);
  }
  const auto with_nul = *identity_of(row_of("an attribute with NUL in it"));
  CHECK_FALSE(with_nul.assert_attribute("hf.Affiliation", "admin").ok());
  CHECK(with_nul.assert_attribute("hf.Affiliation", std::string("admin\0x", 7)).ok());
}

TEST_CASE("certificate: units of the subject, whole") {
  const auto identity = *identity_of(row_of("repeated parts"));
  CHECK(identity.has_unit("org1"));
  CHECK(identity.has_unit("department1"));
  CHECK_FALSE(identity.has_unit("Org1"));
  CHECK_FALSE(identity.has_unit("org"));
  CHECK_FALSE(identity.has_unit(""));
  CHECK_FALSE(identity_of(row_of("a name that looks like two"))->has_unit("client"));
}

TEST_CASE("certificate: any kind of key, no attributes needed") {
  const auto authority = CertificateAuthority::create({.common_name = "ca"});
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519, KeyKind::rsa}) {
    const std::string pem = authority.issue({.common_name = "u", .units = {"client", "b"}},
                                            PrivateKey::generate(kind).public_key());
    const auto identity = parse_identity("Org1MSP", pem);
    REQUIRE(identity.ok());
    CHECK(identity->attributes.empty());
    CHECK(identity->units.size() == 2);
  }
}

TEST_CASE("certificate: names and attribute extensions that are refused") {
  int rows = 0;
  for (const Json& row : *vectors().find("refused")->as_array()) {
    CAPTURE(text(row, "what"));
    CHECK(is_refused(text(row, "certificate")));
    ++rows;
  }
  CHECK(rows == 9);
}

TEST_CASE("certificate: exactly one block, and nothing around it") {
  const std::string pem = text(row_of("a certificate of Fabric CA"), "certificate");
  const std::string begin = "-----BEGIN CERTIFICATE-----";
  const std::string body = pem.substr(begin.size(), pem.find("-----END") - begin.size());
  const auto block = [&](const std::string& kind, const std::string& inside) {
    return "-----BEGIN " + kind + "-----" + inside + "-----END " + kind + "-----\n";
  };
  std::string with_carriage_returns = pem;
  for (auto at = with_carriage_returns.find('\n'); at != std::string::npos;
       at = with_carriage_returns.find('\n', at + 2))
    with_carriage_returns.insert(at, 1, '\r');
  std::string one_line = body;
  one_line.erase(std::remove(one_line.begin(), one_line.end(), '\n'), one_line.end());
  for (const std::string& good : {pem, pem.substr(0, pem.size() - 1), with_carriage_returns,
                                  block("CERTIFICATE", one_line)}) {
    CAPTURE(good);
    CHECK(parse_identity("Org1MSP", good).ok());
  }
  const std::string bad[] = {
      "",
      "nonsense",
      begin,
      "-----BEGIN CERTIFICATE-----END CERTIFICATE-----",
      block("CERTIFICATE", ""),
      block("CERTIFICATE", "\nAAAA\n"),
      block("X509 CERTIFICATE", body),
      block("TRUSTED CERTIFICATE", body),
      block("certificate", body),
      "subject=minter\n" + pem,
      " " + pem,
      pem + "x",
      pem + " ",
      pem + pem,
      block("CERTIFICATE", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n" + body),
      block("CERTIFICATE", " " + body),
      block("CERTIFICATE", body + "="),
      block("CERTIFICATE", "-" + body.substr(1)),
      block("CERTIFICATE", "\n" + to_base64(*from_base64(one_line) + "x") + "\n"),
      block("CERTIFICATE", "\n" + to_base64(from_base64(one_line)->substr(1)) + "\n"),
      *from_base64(one_line),
  };
  for (const std::string& text : bad) {
    CAPTURE(text);
    CHECK(is_refused(text));
  }
}

TEST_CASE("certificate: the size limit, at it and one above") {
  const std::string pem = CertificateAuthority::create({.common_name = "ca"}).certificate_pem();
  const std::size_t limit = 16 * 1024;
  CHECK(parse_identity("Org1MSP", pem + std::string(limit - pem.size(), '\n')).ok());
  CHECK_FALSE(parse_identity("Org1MSP", pem + std::string(limit + 1 - pem.size(), '\n')).ok());
}
