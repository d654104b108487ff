// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/tls_check.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/gateway/chaincode_server_double.hpp"
#include "tests/adapters/http/tls_speaker.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using Level = cli::Finding::Level;

namespace {

const Timestamp now = *Timestamp::parse("2026-06-01T00:00:00Z");
const protos::ChaincodeMessage first = test::ChaincodeServerDouble::registers("x");

struct Link {
  test::TlsFiles tls = test::make_tls("cc.example");
  test::ChaincodeServerDouble server{first, &tls};

  cli::TlsCheck check() const {
    return {.about = "server",
            .host = "127.0.0.1",
            .port = server.port(),
            .name = "cc.example",
            .roots = tls.roots,
            .client_certificate = tls.client_certificate,
            .client_key = tls.client_key,
            .fix_roots = "FIX ROOTS",
            .fix_client = "FIX CLIENT",
            .now = now,
            .within = std::chrono::seconds(20)};
  }
};

/// Level, text and fix of every finding.
std::string told(const cli::Findings& findings) {
  std::string out;
  for (const cli::Finding& one : findings)
    out += std::to_string(static_cast<int>(one.level)) + " " + one.text + " " + one.fix + "\n";
  return out;
}

}  // namespace

TEST_CASE("a link that is well has nothing but ok") {
  const Link link;
  const auto findings = check_link(link.check());
  CAPTURE(told(findings));
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].text.find("names cc.example, leads to the roots and ends on") !=
        std::string::npos);
  CHECK(findings[1].text.find("takes us, by TLSv1.3") != std::string::npos);
  for (const cli::Finding& one : findings) CHECK(one.level == Level::ok);
}

TEST_CASE("each way in which a link is not well is told with its fix") {
  const Link link;
  const auto changed = [&](const auto& change) {
    cli::TlsCheck check = link.check();
    change(check);
    return told(check_link(check));
  };
  const auto has = [](const std::string& text, const std::string& part) {
    CAPTURE(text);
    CHECK(text.find(part) != std::string::npos);
  };
  const std::string wrong_roots =
      changed([](auto& check) { check.roots = test::make_tls("x").roots; });
  has(wrong_roots, "does not lead to the roots");
  has(wrong_roots, "FIX ROOTS");
  has(changed([](auto& check) { check.name = "other.example"; }),
      "is for cc.example, not for other.example");
  has(changed([](auto& check) { check.name = ""; }), "not for 127.0.0.1");
  const std::string no_client = changed([](auto& check) { check.client_certificate = ""; });
  has(no_client, "asks for a client certificate, and none is given");
  has(no_client, "FIX CLIENT");
  has(changed([](auto& check) {
        const auto other = test::make_tls("x");
        check.client_certificate = other.client_certificate;
        check.client_key = other.client_key;
      }),
      "refuses the client certificate");
  has(changed([](auto& check) { check.port = "1"; }), "Nobody can be reached at 127.0.0.1:1");
  has(changed([](auto& check) { check.host = "no such name"; }), "is not known here");
  const test::TlsSpeaker web(link.tls, "HTTP/1.1 400 Bad Request\r\n\r\n");
  has(changed([&](auto& check) { check.port = web.port(); }),
      "speaks no HTTP/2: it answers with something other than HTTP/2");
  const test::ChaincodeServerDouble plain(first);
  has(changed([&](auto& check) { check.port = plain.port(); }), "TLS with 127.0.0.1:");
  has(changed([&](auto& check) {
        check.port = plain.port();
        check.plaintext = true;
      }),
      "takes connections, without TLS");
}

TEST_CASE("when certificates begin and end, to the second") {
  const auto authority = test::make_authority("ca");
  const auto ends = *Timestamp::parse("2026-07-01T00:00:00Z");
  const auto pair = test::issue_pair(authority, "x", ends);
  const auto level = [&](Timestamp at) {
    const auto findings = cli::check_validity("a", pair.certificate, "It", "FIX", at);
    return findings.empty() ? Level::ok : findings.at(0).level;
  };
  constexpr std::int64_t month_s = 30 * 24 * 60 * 60;
  CHECK(level(test::long_ago.plus_seconds(-1)) == Level::error);
  CHECK(level(test::long_ago) == Level::ok);
  CHECK(level(ends.plus_seconds(-month_s)) == Level::ok);
  CHECK(level(ends.plus_seconds(-month_s + 1)) == Level::warning);
  CHECK(level(ends) == Level::warning);
  CHECK(level(ends.plus_seconds(1)) == Level::error);
  CHECK(cli::check_validity("a", "none", "It", "FIX", now).at(0).level == Level::error);
}
