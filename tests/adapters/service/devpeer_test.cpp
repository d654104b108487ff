// SPDX-License-Identifier: Apache-2.0
// Items of an inbox on the ledger of the embedded peer, by the files that it writes for clients.
#include <sstream>

#include <doctest/doctest.h>

#include "adapters/feed/pipeline.hpp"
#include "adapters/service/config.hpp"
#include "adapters/service/gateway_submitter.hpp"
#include "tests/chaincode/devpeer/process_world.hpp"

using namespace tradelane;

namespace {

/// An item "put k v" calls put of the toy chaincode with k and v.
std::variant<test::gw::Call, feed::Failure> call_of_words(const feed::Item& item) {
  std::istringstream words(item.payload);
  test::gw::Call call{.channel = "trade", .chaincode = "toy", .organisations = {"O", "A"}};
  words >> call.function;
  for (std::string word; words >> word;) call.args.push_back(word);
  return call;
}

struct World {
  test::ProcessWorld network;
  std::unique_ptr<devpeer::Process> peer = network.start();
  test::TempFolder folder;
  Log log{-1};
  std::unique_ptr<test::gw::Gateway> gateway =
      std::move(*service::connect({.profile = network.net.file("connection-A.json"),
                                   .msp = network.net.file("A/users/BKH/msp")}));
  service::GatewaySubmitter submitter{*gateway, call_of_words};
  std::unique_ptr<feed::Store> store = std::move(*feed::Store::open(folder.file("feed.db")));
  feed::Pipeline pipeline{{*store, submitter, log}, {}};

  feed::Record work(const std::string& payload) {
    REQUIRE(store->receive("s", {{payload, payload}}).ok());
    return pipeline.work(store->find("s", payload)->id);
  }
};

}  // namespace

TEST_CASE("service on the embedded peer: an item becomes one valid transaction") {
  World world;
  const feed::Record record = world.work("put k v");
  CHECK(record.state == feed::State::done);
  CHECK(record.block > 0);
  CHECK(*test::gw::query(*world.gateway, test::ProcessWorld::call("get", {"k"}, {"A"})) == "v");
}

TEST_CASE("service on the embedded peer: a refusal is a dead letter with the contract's token") {
  World world;
  const feed::Record record = world.work("refuse");
  CHECK(record.state == feed::State::dead);
  CHECK(record.code == "TOY_REFUSED");
}

TEST_CASE("service on the embedded peer: an envelope kept before a crash is sent, not made again") {
  World world;
  REQUIRE(world.store->receive("s", {{"k", "put k v"}}).ok());
  const auto id = world.store->find("s", "k")->id;
  const auto prepared = world.submitter.prepare(*world.store->item(id));
  REQUIRE(std::holds_alternative<feed::Envelope>(prepared));
  const auto& envelope = std::get<feed::Envelope>(prepared);
  world.store->keep(id, envelope);
  feed::Pipeline restarted({*world.store, world.submitter, world.log},
                           {.ask_within = feed::Milliseconds(300)});
  const feed::Record record = restarted.work(id);
  CHECK(record.state == feed::State::done);
  CHECK(record.transaction_id == envelope.transaction_id);
}
