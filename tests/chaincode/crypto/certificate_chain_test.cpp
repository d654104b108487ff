// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate_chain.hpp"

#include <doctest/doctest.h>

#include "tests/support/tls.hpp"

using namespace tradelane;
using crypto::Purpose;

namespace {

const crypto::CertificateAuthority& authority() {
  static const auto out = test::make_authority("ca");
  return out;
}

}  // namespace

TEST_CASE("the facts of a certificate") {
  const auto pair =
      test::issue_pair(authority(), "peer0", test::far_ahead,
                       {.names = {"peer0.a", "localhost"}, .addresses = {"127.0.0.1", "::1"}});
  const auto facts = crypto::facts_of(pair.certificate);
  REQUIRE(facts);
  CHECK(facts->subject == "CN=peer0,C=HK");
  CHECK(facts->issuer == "CN=ca,C=HK");
  CHECK(facts->names == std::vector<std::string>{"peer0.a", "localhost", "127.0.0.1", "::1"});
  CHECK(facts->not_before == test::long_ago);
  CHECK(facts->not_after == test::far_ahead);
  CHECK_FALSE(facts->is_authority);
  CHECK(crypto::facts_of(authority().certificate_pem())->is_authority);
  CHECK_FALSE(crypto::facts_of("no certificate"));
  CHECK_FALSE(crypto::facts_of(pair.key));
}

TEST_CASE("certificates of a bundle, in its order") {
  const auto pair = test::issue_pair(authority(), "peer0");
  const std::string root = authority().certificate_pem();
  CHECK(crypto::certificates_in(pair.certificate + "\ntext\n" + root) ==
        std::vector<std::string>{pair.certificate, root});
  CHECK(crypto::certificates_in("").empty());
}

TEST_CASE("a host is named by the alternative names alone") {
  const auto pair =
      test::issue_pair(authority(), "common.name", test::far_ahead,
                       {.names = {"a.example", "*.b.example"}, .addresses = {"10.0.0.1"}});
  struct Row {
    const char* host;
    bool named;
  };
  const Row rows[] = {{"a.example", true},    {"A.Example", true}, {"x.b.example", true},
                      {"b.example", false},   {"10.0.0.1", true},  {"10.0.0.2", false},
                      {"common.name", false}, {"", false}};
  for (const Row& row : rows) {
    CAPTURE(row.host);
    CHECK(crypto::names_host(pair.certificate, row.host) == row.named);
  }
  CHECK_FALSE(crypto::names_host("no certificate", "a.example"));
}

TEST_CASE("a chain leads to its roots, or says why not") {
  const auto pair = test::issue_pair(authority(), "peer0");
  const auto plain = [] {
    const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
    return authority().issue(
        {.common_name = "user", .not_before = test::long_ago, .not_after = test::far_ahead},
        key.public_key());
  }();
  const std::string root = authority().certificate_pem();
  const std::string stranger = test::make_authority("other").certificate_pem();
  CHECK(crypto::chain_problem(pair.certificate, root, Purpose::tls_server).empty());
  CHECK(crypto::chain_problem(pair.certificate, stranger + root, Purpose::tls_client).empty());
  CHECK(crypto::chain_problem(plain, root, Purpose::any).empty());
  // A leaf among the roots is trusted, as by Go.
  CHECK(crypto::chain_problem(pair.certificate, pair.certificate, Purpose::tls_server).empty());
  CHECK_FALSE(crypto::chain_problem(pair.certificate, stranger, Purpose::any).empty());
  CHECK(crypto::chain_problem("", root, Purpose::any) == "there is no certificate");
  CHECK(crypto::chain_problem(pair.certificate, "", Purpose::any) == "there are no roots");
}

TEST_CASE("one with the authority's name and another key does not lead there") {
  const auto pair = test::issue_pair(test::make_authority("ca"), "peer0");
  CHECK_FALSE(
      crypto::chain_problem(pair.certificate, authority().certificate_pem(), Purpose::any).empty());
}

TEST_CASE("validity in time is not looked at") {
  const auto old = test::issue_pair(authority(), "old", *Timestamp::parse("2026-01-02T00:00:00Z"));
  CHECK(crypto::chain_problem(old.certificate, authority().certificate_pem(), Purpose::tls_server)
            .empty());
}
