// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/tls_check.hpp"

#include "adapters/cli/connection_json.hpp"
#include "adapters/cli/json_texts.hpp"
#include "adapters/http/probe.hpp"
#include "chaincode/crypto/certificate_chain.hpp"

namespace tradelane::cli {

namespace {

using Level = Finding::Level;
using Stage = http::Probe::Stage;

constexpr std::int64_t soon_s = 30 * 24 * 60 * 60;

void append(Findings& out, Findings more) {
  for (Finding& one : more) out.push_back(std::move(one));
}

const std::string& name_of(const TlsCheck& check) {
  return check.name.empty() ? check.host : check.name;
}

std::string names_in(const crypto::CertificateFacts& facts) {
  return facts.names.empty() ? "nobody" : joined(facts.names, ", ");
}

Finding not_reached(const TlsCheck& check, const http::Probe& seen) {
  const std::string where = address_of(check.host, check.port);
  Finding out{.level = Level::error, .about = check.about};
  if (seen.stage == Stage::name) {
    out.text = "The name " + check.host + " is not known here: " + seen.reason + ".";
    out.fix = "Check the address; in a cluster, run this where that name is known.";
  } else if (seen.stage == Stage::connection) {
    out.text = "Nobody can be reached at " + where + ": " + seen.reason + ".";
    out.fix = "Check that it runs and listens there, and that no firewall or policy is between.";
  } else {
    out.text = "TLS with " + where + " fails: " + seen.reason + ".";
    out.fix = "Check that TLS is on there, at version 1.2 or later.";
  }
  return out;
}

Finding speaks_otherwise(const TlsCheck& check, const http::Probe& seen) {
  return {.level = Level::error,
          .about = check.about,
          .text = "It takes the connection and then speaks no HTTP/2: " + seen.reason + ".",
          .fix = "Check that the port is that of gRPC."};
}

Finding not_admitted(const TlsCheck& check, const http::Probe& seen) {
  if (!seen.asks_for_certificate) return speaks_otherwise(check, seen);
  const bool shown = !check.client_certificate.empty();
  return {.level = Level::error,
          .about = check.about,
          .text = (shown ? "It refuses the client certificate: "
                         : "It asks for a client certificate, and none is given: ") +
                  seen.reason + ".",
          .fix = check.fix_client};
}

}  // namespace

Findings check_validity(const std::string& about, const std::string& pem, const std::string& what,
                        const std::string& fix, Timestamp now) {
  const auto facts = crypto::facts_of(pem);
  if (!facts) return {{Level::error, about, what + " is no certificate.", fix}};
  if (facts->not_after < now)
    return {{Level::error, about, what + " has ended on " + facts->not_after.text() + ".", fix}};
  if (facts->not_before > now)
    return {{Level::error, about, what + " begins on " + facts->not_before.text() + " only.",
             "Check the clock of this machine."}};
  if (facts->not_after < now.plus_seconds(soon_s))
    return {{Level::warning, about, what + " ends on " + facts->not_after.text() + ".", fix}};
  return {};
}

Findings check_chain(const TlsCheck& check, const std::string& chain) {
  const auto facts = crypto::facts_of(chain);
  if (!facts)
    return {{Level::error, check.about, "There is no certificate in it.", "Give a PEM file."}};
  Findings out;
  const std::string problem =
      crypto::chain_problem(chain, check.roots, crypto::Purpose::tls_server);
  if (!problem.empty())
    out.push_back({Level::error, check.about,
                   "The certificate of " + facts->subject + ", issued by " + facts->issuer +
                       ", does not lead to the roots: " + problem + ".",
                   check.fix_roots});
  if (!crypto::names_host(chain, name_of(check)))
    out.push_back(
        {Level::error, check.about,
         "The certificate is for " + names_in(*facts) + ", not for " + name_of(check) + ".",
         "Use one of these names, or have a certificate issued that has " + name_of(check) +
             " as subject alternative name."});
  append(out, check_validity(check.about, chain, "The certificate of " + facts->subject,
                             "Have it renewed by " + facts->issuer + ".", check.now));
  if (out.empty())
    out.push_back({Level::ok, check.about,
                   "The certificate names " + name_of(check) + ", leads to the roots and ends on " +
                       facts->not_after.text() + "."});
  return out;
}

Findings check_link(const TlsCheck& check) {
  const http::Probe seen = http::probe({.host = check.host,
                                        .port = check.port,
                                        .server_name = name_of(check),
                                        .certificate = check.client_certificate,
                                        .key = check.client_key,
                                        .plaintext = check.plaintext,
                                        .within = check.within});
  const std::string where = address_of(check.host, check.port);
  Findings out;
  if (!seen.chain.empty()) out = check_chain(check, seen.chain);
  if (seen.stage == Stage::admission) out.push_back(not_admitted(check, seen));
  if (seen.stage == Stage::protocol) out.push_back(speaks_otherwise(check, seen));
  if (seen.stage == Stage::name || seen.stage == Stage::connection ||
      seen.stage == Stage::handshake)
    out.push_back(seen.asks_for_certificate ? not_admitted(check, seen) : not_reached(check, seen));
  if (seen.stage == Stage::done)
    out.push_back({Level::ok, check.about,
                   check.plaintext ? where + " takes connections, without TLS."
                                   : where + " takes us, by " + seen.protocol + "."});
  return out;
}

}  // namespace tradelane::cli
