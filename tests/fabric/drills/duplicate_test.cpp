// SPDX-License-Identifier: Apache-2.0
// One envelope, sent again and again: the ledger takes it once.
#include <thread>

#include <doctest/doctest.h>

#include "adapters/feed/pipeline.hpp"
#include "adapters/gateway/advice.hpp"
#include "adapters/service/gateway_submitter.hpp"
#include "tests/fabric/drills/drill.hpp"
#include "tests/fabric/network/node.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

constexpr std::size_t times = 4;

}  // namespace

TEST_CASE("drill: an envelope that two gateways are given at once, again and again") {
  Drill drill({});
  drill.deploy();
  const auto one = drill.client("OneMSP");
  const auto two = drill.client("TwoMSP");
  const auto proposal = one->propose(drill.call("add", {"k"})).value();
  const auto envelope = one->endorse(proposal).value();
  std::vector<std::thread> senders;
  for (gateway::Gateway* client : {one.get(), two.get()})
    senders.emplace_back([&, client] {
      for (std::size_t i = 0; i < times; ++i) (void)client->submit(envelope);
    });
  for (std::thread& sender : senders) sender.join();
  const auto first = gateway::resolve(*one, envelope).value();
  CHECK(gateway::resolve(*two, envelope).value().block == first.block);
  // After the fact too.
  CHECK(gateway::submit_until_known(*two, envelope).value().block == first.block);
  must_add(*one, drill, "behind");
  wait_for_height(drill.plan());
  for (const std::string& msp : two_organisations) {
    CHECK(drill.effects(msp) == std::map<std::string, int>{{"behind", 1}, {"k", 1}});
    CHECK(metric(drill.plan(), msp, "ledger_transaction_count", "DUPLICATE_TXID") ==
          std::to_string(2 * times));
  }

  // Nor is a proposal endorsed again once its transaction is on the ledger.
  const auto again = one->endorse(proposal);
  REQUIRE_FALSE(again);
  CHECK(again.failure().text().find("duplicate transaction found") != std::string::npos);
  CHECK(gateway::next_step(again.failure()) == gateway::NextStep::propose_again);
}

TEST_CASE("drill: a feed whose kept envelope was sent before its crash settles it, once") {
  Drill drill({.msps = one_organisation});
  drill.deploy();
  const auto client = drill.client("OneMSP");
  const test::TempFolder folder;
  Log log{-1};
  const auto store = std::move(feed::Store::open(folder.file("feed.db")).value());
  service::GatewaySubmitter submitter(
      *client, [&](const feed::Item& item) -> std::variant<gateway::Call, feed::Failure> {
        return drill.call("add", {item.payload});
      });
  REQUIRE(store->receive("s", {{.key = "k", .payload = "k"}}));
  const std::int64_t id = store->find("s", "k")->id;
  const auto envelope = std::get<feed::Envelope>(submitter.prepare(*store->item(id)));
  store->keep(id, envelope);
  for (std::size_t i = 0; i < times; ++i) CHECK_FALSE(submitter.send(envelope));
  feed::Pipeline restarted({*store, submitter, log}, {});
  const feed::Record record = restarted.work(id);
  CHECK(record.state == feed::State::done);
  CHECK(record.transaction_id == envelope.transaction_id);
  CHECK(drill.effects("OneMSP") == std::map<std::string, int>{{"k", 1}});
}
