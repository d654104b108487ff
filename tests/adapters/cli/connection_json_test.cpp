// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/connection_json.hpp"

#include "chaincode/crypto/certificate_authority.hpp"
#include "tests/adapters/cli/expect.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using Level = cli::Finding::Level;

namespace {

const Timestamp now = *Timestamp::parse("2026-06-01T00:00:00Z");

struct Material {
  crypto::CertificateAuthority authority = test::make_authority("ca");
  test::Pair peer = test::issue_pair(authority, "peer");
  test::Pair old = test::issue_pair(authority, "old", *Timestamp::parse("2026-05-01T00:00:00Z"));
  test::Pair soon = test::issue_pair(authority, "soon", *Timestamp::parse("2026-06-20T00:00:00Z"));
};
const Material& material() {
  static const Material out;
  return out;
}

/// One that a peer takes without a word, and what `change` makes of it.
Json::Object good() {
  return {{"address", "tradelane.bankh:9999"},
          {"dial_timeout", "10s"},
          {"tls_required", true},
          {"client_auth_required", true},
          {"root_cert", material().authority.certificate_pem()},
          {"client_cert", material().peer.certificate},
          {"client_key", "{{.client_key}}"}};
}

struct Row {
  const char* what;
  std::vector<std::pair<const char*, Json>> set;
  std::vector<const char*> unset;
  Level level;
  const char* text;
};

bool has(const cli::Findings& findings, Level level, const std::string& text) {
  for (const cli::Finding& one : findings)
    if (one.level == level && one.text.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("each trap of connection.json is found, with its fix") {
  const std::string leaf = material().peer.certificate;
  const Row rows[] = {
      {"address", {{"address", "host"}}, {}, Level::error, "not a host and a port"},
      {"scheme", {{"address", "dns:///host:1"}}, {}, Level::error, "not a host and a port"},
      {"everywhere", {{"address", "0.0.0.0:9999"}}, {}, Level::error, "where a server listens"},
      {"everywhere", {{"address", "[::]:9999"}}, {}, Level::error, "where a server listens"},
      {"IPv6 without brackets",
       {{"address", "::1:9999"}},
       {},
       Level::error,
       "not a host and a port"},
      {"here", {{"address", "[::1]:9999"}}, {}, Level::warning, "own machine"},
      {"here", {{"address", "localhost:9999"}}, {}, Level::warning, "own machine"},
      {"no address", {}, {"address"}, Level::error, "not a host and a port"},
      {"timeout", {}, {"dial_timeout"}, Level::error, "dial_timeout is missing"},
      {"empty timeout", {{"dial_timeout", ""}}, {}, Level::error, "dial_timeout is missing"},
      {"number", {{"dial_timeout", 10}}, {}, Level::error, "dial_timeout is no text"},
      {"no unit", {{"dial_timeout", "10"}}, {}, Level::error, "no duration"},
      {"text switch", {{"tls_required", "true"}}, {}, Level::error, "is not true or false"},
      {"text switch", {{"client_auth_required", "false"}}, {}, Level::error, "not true or false"},
      {"no tls_required", {}, {"tls_required"}, Level::warning, "counts as false"},
      {"no TLS", {{"tls_required", false}}, {}, Level::warning, "No TLS"},
      {"no TLS", {{"tls_required", false}}, {}, Level::error, "does nothing without TLS"},
      {"unused roots", {{"tls_required", false}}, {}, Level::warning, "TLS is off"},
      {"no mutual TLS", {{"client_auth_required", false}}, {}, Level::note, "no mutual TLS"},
      {"unused pair", {{"client_auth_required", false}}, {}, Level::warning, "not used"},
      {"domain", {{"domain", "x"}}, {}, Level::warning, "drops domain"},
      {"typing error", {{"adress", "x"}}, {}, Level::warning, "ignores the member adress"},
      {"no roots", {}, {"root_cert"}, Level::error, "root_cert is missing"},
      {"bad roots", {{"root_cert", "x"}}, {}, Level::error, "holds no certificate"},
      {"a leaf", {{"root_cert", leaf}}, {}, Level::warning, "no authority"},
      {"no key", {}, {"client_key"}, Level::error, "needs client_cert and client_key"},
      {"key inside", {{"client_key", material().peer.key}}, {}, Level::warning, "in the package"},
      {"other key", {{"client_key", material().old.key}}, {}, Level::error, "not the key of"},
      {"no PEM", {{"client_key", "k"}}, {}, Level::error, "no key without pass phrase"},
      {"ended",
       {{"client_cert", material().old.certificate}, {"client_key", material().old.key}},
       {},
       Level::error,
       "has ended"},
      {"ends",
       {{"client_cert", material().soon.certificate}, {"client_key", material().soon.key}},
       {},
       Level::warning,
       "ends on 2026-06-20"},
      {"template", {}, {}, Level::note, "client_key is filled in"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CAPTURE(row.text);
    Json::Object connection = good();
    for (const auto& [name, value] : row.set) connection.insert_or_assign(name, value);
    for (const char* name : row.unset) connection.erase(connection.find(name));
    const auto findings = cli::lint_connection(connection, now);
    CHECK(has(findings, row.level, row.text));
    for (const cli::Finding& one : findings) CHECK_FALSE(one.fix.empty());
  }
}

TEST_CASE("what a peer takes has no errors and no warnings") {
  CHECK_FALSE(cli::has_errors(cli::lint_connection(good(), now)));
  Json::Object templated = good();
  templated.insert_or_assign("address", "{{.peername}}-tradelane:9999");
  for (const cli::Finding& one : cli::lint_connection(templated, now)) {
    CAPTURE(one.text);
    CHECK(one.level == Level::note);
  }
  CHECK(has(cli::lint_connection(Json("x"), now), Level::error, "no JSON object"));
}

TEST_CASE("addresses and durations, at their limits") {
  for (const char* good_one : {"h:1", "h:65535", "[::1]:9999", "[fe80::1%eth0]:1", "{{.p}}-cc:9999",
                               "{{.host}}:1", "[{{.ip}}]:1"})
    CHECK(cli::is_server_address(good_one));
  for (const char* bad_one :
       {"",      "h",           ":1",     "h:",     "h:0",      "h:65536", "h:100000",
        "h:x",   "dns:///h:1",  "a b:1",  "{{.a:1", "::1:9999", "[::1]",   "[]:1",
        "[h]:1", "[1.2.3.4]:1", "[::1:9", "::1]:9", "[::g]:1",  "a:b:1"})
    CHECK_FALSE(cli::is_server_address(bad_one));
  CHECK(cli::host_of("[::1]:9999") == "::1");
  CHECK(cli::host_of("h:1") == "h");
  CHECK(cli::port_of("h:1") == "1");
  CHECK(cli::port_of("[::1]:9999") == "9999");
  CHECK(cli::address_of("::1", "9999") == "[::1]:9999");
  CHECK(cli::address_of("h", "1") == "h:1");
  for (const char* everywhere : {"0.0.0.0", "::", "0::0", "0:0:0:0:0:0:0:0"})
    CHECK(cli::is_everywhere(everywhere));
  for (const char* somewhere : {"", "::1", "1.0.0.0", "h"})
    CHECK_FALSE(cli::is_everywhere(somewhere));
  CHECK(cli::host_of("h").empty());
  for (const char* good_one : {"10s", "1m30s", "1.5h", "5ms"}) CHECK(cli::is_duration(good_one));
  for (const char* bad_one : {"", "10", "10 s", "-1s", "s"}) CHECK_FALSE(cli::is_duration(bad_one));
}
