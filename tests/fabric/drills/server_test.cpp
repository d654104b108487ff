// SPDX-License-Identifier: Apache-2.0
// Chaincode servers that are shared, mistaken for others, or left alone for long.
#include <algorithm>

#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"
#include "chaincode/devpeer/files.hpp"
#include "tests/fabric/drills/load.hpp"
#include "tests/fabric/network/configuration.hpp"
#include "tests/fabric/network/endorsers.hpp"
#include "tests/support/raw_http.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

/// The peer lets nobody and nothing stay silent for longer than a second or two.
void shorten_keepalive(Drill& drill, const std::string& msp) {
  using Object = Json::Object;
  Object all = *peer_configuration(drill.plan(), msp).as_object();
  Object chaincode = *all.at("chaincode").as_object();
  chaincode["keepalive"] = 1;
  Object peer = *all.at("peer").as_object();
  Object keepalive = *peer.at("keepalive").as_object();
  keepalive["interval"] = "1s";
  keepalive["timeout"] = "2s";
  peer["keepalive"] = keepalive;
  all["chaincode"] = chaincode;
  all["peer"] = peer;
  devpeer::write_file(drill.plan().file("cfg/" + msp + "/core.yaml"), canonical(Json(all)) + "\n");
  drill.network().restart(msp);
}

/// From now on the peer's log tells of every message on chaincode streams.
void tell_messages(const Drill& drill, const std::string& msp) {
  const std::string body = R"({"spec":"chaincode=debug:info"})";
  const std::string answer =
      test::raw_exchange(drill.plan().peer_ports(msp).operations,
                         "PUT /logspec HTTP/1.0\r\nContent-Type: application/json\r\n"
                         "Content-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body);
  REQUIRE(answer.find(" 204 ") != std::string::npos);
}

}  // namespace

TEST_CASE("drill: two peers on one chaincode server, of which one is killed meanwhile") {
  Drill drill({});
  drill.share_package();
  drill.serve("OneMSP");
  drill.define_chaincode();
  wait_for_endorsers(drill.plan(), drill.definition());
  CHECK(drill.counted("OneMSP", "ready_streams") == 2);
  Load load(drill);
  load.wait_until_done(load.total() / 4);
  drill.kill_node("TwoMSP");
  wait_until("the server has noticed",
             [&] { return drill.counted("OneMSP", "ready_streams") == 1; });
  drill.network().restart("TwoMSP");
  CHECK(load.finish() == "");
  CHECK(difference(drill, load) == "");
  CHECK(drill.counted("OneMSP", "ready_streams") == 2);
  CHECK(drill.counted("OneMSP", "transactions_in_flight") == 0);
}

TEST_CASE("drill: a wrong package id is told to the client, and with how to mend it") {
  Drill drill({.msps = one_organisation});
  drill.make_package("OneMSP", drill.client_files("OneMSP"));
  const std::string wrong = "drill_1:" + std::string(64, '0');
  drill.serve("OneMSP", drill.server_files("OneMSP"), wrong);
  drill.define_chaincode();
  const auto client = drill.client("OneMSP");
  const auto refused = gateway::invoke(*client, drill.call("add", {"k"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().stage == gateway::Stage::endorse);
  CHECK(gateway::next_step(refused.failure()) == gateway::NextStep::propose_again);
  CAPTURE(refused.failure().text());
  const std::string mend = "peer lifecycle chaincode queryinstalled";
  CHECK(gateway::lacks_registration(refused.failure()));
  // The 2.5 line drops the words with which a chaincode server ends its stream.
  const bool is_told = drill.plan().line == Line::v3_1;
  const std::string why = "did not accept package id " + wrong;
  CHECK((refused.failure().text().find(why) != std::string::npos) == is_told);
  CHECK((refused.failure().text().find(mend) != std::string::npos) == is_told);
  CHECK(drill.server_log("OneMSP").find(mend) != std::string::npos);
  CHECK(drill.peer_log("OneMSP").find(wrong) != std::string::npos);
  // The right one needs no touch of the peer.
  drill.serve("OneMSP");
  must_add(*client, drill, "k");
}

TEST_CASE("drill: an idle stream and an idle client are still there after the peer's keepalive") {
  Drill drill({.msps = one_organisation});
  shorten_keepalive(drill, "OneMSP");
  drill.deploy();
  const auto client = drill.client("OneMSP");
  const auto stream = client->events(
      {.channel = drill.plan().channel, .chaincode = "drill", .from = gateway::Checkpoint{}});
  must_add(*client, drill, "before");
  REQUIRE(stream->next());
  tell_messages(drill, "OneMSP");
  wait_until("the peer has kept the stream alive five times", [&] {
    return count_of(drill.peer_log("OneMSP"), "ChaincodeMessage of type: KEEPALIVE") >= 5;
  });
  must_add(*client, drill, "after");
  const auto event = stream->next();
  REQUIRE(event);
  CHECK(event->payload == "after");
  CHECK(count_of(drill.server_log("OneMSP"), "stream_opened") == 1);
}
