// SPDX-License-Identifier: Apache-2.0
// Clients whose clock is wrong, whose certificate has expired or is of another organisation. Each
// is refused, nothing reaches the ledger, and the client is told that waiting will not help.
#include <chrono>

#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/profile.hpp"
#include "chaincode/crypto/random.hpp"
#include "chaincode/devpeer/files.hpp"
#include "tests/fabric/drills/drill.hpp"
#include "tests/fabric/fabric_backend.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

constexpr std::int64_t beyond_the_peers_window = 20 * 60;

Timestamp now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()};
}

/// A client at the peer of OneMSP under its own name.
struct Client {
  gateway::Identity identity = {};
  std::shared_ptr<const gateway::Signer> signer = {};
  std::unique_ptr<gateway::Gateway> gateway = {};
};

Client client_of(const Drill& drill, const gateway::Identity& identity, const std::string& key) {
  const auto profile =
      gateway::read_profile(drill.plan().files() + "/connection-OneMSP.json").value();
  const auto connection = gateway::Connection::open(profile.connection).value();
  auto signer = gateway::signer_from_pem(key).value();
  return {.identity = identity,
          .signer = signer,
          .gateway = gateway::make_client(connection, {.identity = identity, .signer = signer})};
}

/// As `Gateway::propose` makes them, at another time.
gateway::Proposal proposal_at(const Client& client, const Drill& drill, Timestamp time) {
  auto out = gateway::make_proposal(drill.call("add", {"never"}), client.identity,
                                    {.nonce = crypto::random_bytes(24), .now = time})
                 .value();
  out.signature = client.signer->sign(out.bytes);
  return out;
}

/// A user's certificate by the authority of `msp`, as devpeer's own are but for its time.
gateway::Identity user_of(const Drill& drill, const std::string& msp, const crypto::PrivateKey& key,
                          Timestamp not_after) {
  const std::string folder = drill.plan().files() + "/" + msp + "/ca/";
  const auto authority =
      crypto::CertificateAuthority::from_pem(devpeer::read_file(folder + "cert.pem"),
                                             devpeer::read_file(folder + "key.pem"))
          .value();
  return {.msp = msp,
          .certificate = authority.issue({.common_name = "Late",
                                          .organization = msp,
                                          .units = {"client"},
                                          .not_before = now().plus_seconds(-60),
                                          .not_after = not_after},
                                         key.public_key())};
}

/// Peers of 2.5 do not look at a client's clock, but our chaincode server does.
std::string wrong_clock() {
  return line_of_this_run() == Line::v2_5 ? "TX_TIME" : "incorrect timestamp";
}

void check_refused(const gateway::Outcome<gateway::SignedTransaction, gateway::EndorseFailure>& got,
                   const std::string& why) {
  REQUIRE_FALSE(got);
  CAPTURE(got.failure().text());
  CHECK(got.failure().text().find(why) != std::string::npos);
  CHECK(gateway::refuses_client(got.failure()));
  CHECK(gateway::next_step(got.failure()) == gateway::NextStep::ask_a_person);
}

}  // namespace

TEST_CASE("drill: a client with a wrong clock, an expired certificate or another's MSP id") {
  Drill drill({.msps = two_organisations});
  drill.deploy();
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto valid = user_of(drill, "OneMSP", key, test::far_ahead);
  const Client client = client_of(drill, valid, key.pem());

  for (const std::int64_t skew : {-beyond_the_peers_window, beyond_the_peers_window}) {
    CAPTURE(skew);
    check_refused(client.gateway->endorse(proposal_at(client, drill, now().plus_seconds(skew))),
                  wrong_clock());
  }

  const Client late =
      client_of(drill, user_of(drill, "OneMSP", key, now().plus_seconds(-1)), key.pem());
  check_refused(late.gateway->endorse(proposal_at(late, drill, now())), "expired");

  gateway::Identity borrowed = user_of(drill, "TwoMSP", key, test::far_ahead);
  borrowed.msp = "OneMSP";
  const Client stranger = client_of(drill, borrowed, key.pem());
  check_refused(stranger.gateway->endorse(proposal_at(stranger, drill, now())), "access denied");

  must_add(*client.gateway, drill, "k");
  for (const std::string& msp : two_organisations)
    CHECK(drill.effects(msp) == std::map<std::string, int>{{"k", 1}});
}
