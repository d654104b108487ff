// SPDX-License-Identifier: Apache-2.0
// Certificates that have expired, are of the wrong authority or bear the wrong host, on either end
// of the link from a peer to its chaincode server. Each is refused, and the server's log says why.
#include <chrono>

#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "chaincode/devpeer/files.hpp"
#include "tests/fabric/drills/drill.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

constexpr const char* ours = "the peer refuses our certificate: ";
constexpr const char* none_of_ours = "the peer shows no certificate of tls-client-roots";
constexpr const char* expired = "the peer's certificate is refused: certificate has expired";
/// How to mend either end, in the server's log.
constexpr const char* mend_ours = "bear the host of the package's address";
constexpr const char* mend_theirs = "a new certificate needs a new package";

/// Long enough for a server to start with it on a busy machine.
constexpr int still_valid_s = 4;

Timestamp now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()};
}

crypto::CertificateAuthority authority_of(const Drill& drill) {
  const std::string folder = drill.plan().files() + "/OneMSP/tlsca/";
  return crypto::CertificateAuthority::from_pem(devpeer::read_file(folder + "cert.pem"),
                                                devpeer::read_file(folder + "key.pem"))
      .value();
}

/// Puts a pair of files beside the network's own.
TlsFiles files_of(const Drill& drill, const std::string& name, const test::Pair& pair,
                  const std::string& roots) {
  const std::string stem = drill.plan().file("wrong/" + name);
  devpeer::write_file(stem + ".crt", pair.certificate);
  devpeer::write_secret(stem + ".key", pair.key);
  return {.certificate = stem + ".crt", .key = stem + ".key", .roots = roots};
}

/// A peer has told itself of a new definition a moment after the block.
gateway::Failure refusal_by_peer(const Drill& drill) {
  std::optional<gateway::Failure> out;
  wait_until("the peer knows of its chaincode", [&] {
    const auto refused = gateway::invoke(*drill.client("OneMSP"), drill.call("add", {"never"}));
    out = refused.failure();
    return out->text().find("failed to find any endorsing peers") == std::string::npos;
  });
  return *out;
}

/// No endorsement, of which Fabric says only that time ran out, and the server why and how to mend
/// it, since `before` was its log.
void check_refused(const Drill& drill, const std::string& why, const std::string& mend,
                   std::size_t before) {
  CAPTURE(why);
  const gateway::Failure failure = refusal_by_peer(drill);
  CAPTURE(failure.text());
  CHECK(failure.stage == gateway::Stage::endorse);
  CHECK(failure.code == gateway::GrpcCode::aborted);
  CHECK(gateway::lacks_chaincode_link(failure));
  CHECK(gateway::next_step(failure) == gateway::NextStep::propose_again);
  const std::string log = drill.server_log("OneMSP").substr(before);
  CAPTURE(log);
  CHECK(log.find("tls_refused") != std::string::npos);
  CHECK(log.find(why) != std::string::npos);
  CHECK(log.find(mend) != std::string::npos);
}

/// With what was there before, and without a touch of the peer.
void check_mended(Drill& drill, const std::string& key) {
  drill.serve("OneMSP");
  must_add(*drill.client("OneMSP"), drill, key);
}

void check_server(Drill& drill, const TlsFiles& files, const std::string& why,
                  const std::string& mend, const std::string& key) {
  const std::size_t before = drill.server_log("OneMSP").size();
  drill.serve("OneMSP", files, drill.package_id("OneMSP"));
  check_refused(drill, why, mend, before);
  check_mended(drill, key);
}

/// The whole deployment anew, with what the peer is to show.
void deploy(Drill& drill, int sequence, const TlsFiles& client) {
  drill.definition().sequence = sequence;
  drill.definition().version = std::to_string(sequence);
  drill.make_package("OneMSP", client);
  drill.serve("OneMSP");
  drill.define_chaincode();
}

}  // namespace

TEST_CASE(
    "drill: a chaincode server with a wrong certificate, or that takes the peer's for wrong") {
  Drill drill({.msps = one_organisation});
  drill.deploy();
  const TlsFiles right = drill.server_files("OneMSP");
  const auto authority = authority_of(drill);
  const auto stranger = test::make_authority("stranger");

  check_server(drill,
               files_of(drill, "authority", test::issue_pair(stranger, "chaincode"), right.roots),
               ours, mend_ours, "a");
  const test::Hosts elsewhere{.names = {"elsewhere.test"}, .addresses = {"127.0.0.2"}};
  check_server(
      drill,
      files_of(drill, "host", test::issue_pair(authority, "chaincode", test::far_ahead, elsewhere),
               right.roots),
      ours, mend_ours, "b");
  TlsFiles suspicious = right;
  suspicious.roots = drill.plan().file("wrong/roots.crt");
  devpeer::write_file(suspicious.roots, stranger.certificate_pem());
  check_server(drill, suspicious, none_of_ours, mend_theirs, "c");

  // A server does not start with what has expired: it expires later.
  const Timestamp soon = now().plus_seconds(still_valid_s);
  drill.serve("OneMSP",
              files_of(drill, "time", test::issue_pair(authority, "chaincode", soon), right.roots),
              drill.package_id("OneMSP"));
  wait_until("the server's certificate has expired", [&] { return now() > soon; });
  check_refused(drill, ours, mend_ours, drill.server_log("OneMSP").size());
  check_mended(drill, "d");
  CHECK(drill.effects("OneMSP") ==
        std::map<std::string, int>{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}});
}

TEST_CASE("drill: a peer whose client certificate has expired, or is of a stranger") {
  Drill drill({.msps = one_organisation});
  const TlsFiles right = drill.client_files("OneMSP");
  const auto stranger = test::make_authority("stranger");

  deploy(drill, 1,
         files_of(drill, "expired",
                  test::issue_pair(authority_of(drill), "peer", now().plus_seconds(-60)),
                  right.roots));
  check_refused(drill, expired, mend_theirs, 0);
  deploy(drill, 2, files_of(drill, "stranger", test::issue_pair(stranger, "peer"), right.roots));
  check_refused(drill, none_of_ours, mend_theirs, 0);
  deploy(drill, 3, right);
  must_add(*drill.client("OneMSP"), drill, "k");
  CHECK(drill.effects("OneMSP") == std::map<std::string, int>{{"k", 1}});
}
